"""The values of expressions and how one kind becomes another (XPath 1.0 sections 3.4 and 4, OpenRosa's dates).

Where the two engines that field forms are written for disagree, the choice is written beside the rule.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeAlias

from services.forms.xpath.nodes import Node

Nodes: TypeAlias = list[Node]
Atom: TypeAlias = str | float | bool | date
Value: TypeAlias = Atom | Nodes

NOT_A_NUMBER = math.nan
EPOCH = date(1970, 1, 1).toordinal()
SECONDS_OF_A_DAY = 86_400
NUMBER = re.compile(r"\s*-?(?:\d+(?:\.\d*)?|\.\d+)\s*", re.ASCII)
DAY_AT_THE_FRONT = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?!\d)", re.ASCII)
NO_NUMBERS = frozenset({"NaN", "Infinity", "-Infinity"})
LONGEST = 10_000
"""Characters of a text that is put together. What comes after them is left out: no form grows without end."""
SAME_WITHIN = 1e-12
"""Numbers that differ by less are equal, as Collect has it: 6.1 - 7.8 = -1.7."""


def to_text(value: Value) -> str:
    """A node set is the text of its first node."""
    if isinstance(value, list):
        return value[0].text if value else ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return number_text(value)
    return value.isoformat(timespec="milliseconds") if isinstance(value, datetime) else value.isoformat()


def computed_text(value: Value) -> str:
    """A value as it is kept and shown: '' for a number that does not exist, or is beyond all numbers; no more than
    LONGEST characters."""
    text = to_text(value)
    return "" if text in NO_NUMBERS and not isinstance(value, list) else text[:LONGEST]


def joined(parts: Iterable[str], separator: str = "") -> str:
    """The parts one after the other, as far as LONGEST characters go."""
    taken: list[str] = []
    length = 0
    for part in parts:
        taken.append(part)
        length += len(part) + len(separator)
        if length > LONGEST:
            break
    return separator.join(taken)[:LONGEST]


def number_text(value: float) -> str:
    """Without an exponent, and without a point where the number is whole."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    shown = format(Decimal(repr(value)), "f").removesuffix(".0")
    return "0" if shown == "-0" else shown


def to_number(value: Value) -> float:
    """NaN for what is no number. A date is its days since 1970-01-01, as text too: forms subtract dates."""
    if isinstance(value, float | int):
        return float(value)
    if isinstance(value, date):
        return days(value)
    text = value if isinstance(value, str) else to_text(value)
    if NUMBER.fullmatch(text):
        return float(text)
    if DAY_AT_THE_FRONT.match(text):
        moment = to_date(text)
        return NOT_A_NUMBER if moment is None else days(moment)
    return NOT_A_NUMBER


def to_boolean(value: Value) -> bool:
    """An unanswered question is false: one node counts by its text, several count as present."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float | int):
        return value != 0 and not math.isnan(value)
    if isinstance(value, list):
        return len(value) > 1 or (len(value) == 1 and value[0].text != "")
    return value != ""


def each(values: Iterable[Value]) -> list[Value]:
    """Every value; a node set gives the text of each of its nodes."""
    return [one for value in values for one in ([node.text for node in value] if isinstance(value, list) else [value])]


def to_nodes(value: Value) -> Nodes:
    """The nodes that apply at the moment; a value that is no node set has none."""
    return [node for node in value if node.relevant] if isinstance(value, list) else []


def to_date(value: Value) -> date | None:
    """A date or, where it says a time, a datetime. None for what is neither."""
    if isinstance(value, date):
        return value
    if isinstance(value, float | int) and not isinstance(value, bool):
        return day_numbered(float(value))
    text = DAY_AT_THE_FRONT.sub(_two_digits, to_text(value).strip(), count=1)
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None


def _two_digits(day: re.Match[str]) -> str:
    return f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}"


def day_numbered(count: float) -> date | None:
    """The day that many days after 1970-01-01."""
    try:
        return date.fromordinal(EPOCH + math.floor(count))
    except (ValueError, OverflowError):
        return None


def days(moment: date) -> float:
    """Days since 1970-01-01 with the part of the day; a time without a zone is taken as UTC."""
    if not isinstance(moment, datetime):
        return float(moment.toordinal() - EPOCH)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.timestamp() / SECONDS_OF_A_DAY


def comparable(left: Atom, right: Atom) -> tuple[float, float]:
    """Both as numbers. A day or time without a zone is one of the place where the other was written: at no hour of the
    night is today's date later than now()."""
    one, other = _moment(left), _moment(right)
    if one is None or other is None or _has_zone(one) == _has_zone(other):
        return to_number(left), to_number(right)
    return _days_by_its_clock(one), _days_by_its_clock(other)


def _moment(value: Atom) -> date | None:
    if isinstance(value, str):
        return to_date(value) if DAY_AT_THE_FRONT.match(value) else None
    return value if isinstance(value, date) else None


def _has_zone(moment: date) -> bool:
    return isinstance(moment, datetime) and moment.tzinfo is not None


def _days_by_its_clock(moment: date) -> float:
    return days(moment.replace(tzinfo=UTC) if isinstance(moment, datetime) else moment)


Comparison: TypeAlias = Callable[[Value, Value], bool]


def _same(left: Atom, right: Atom) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    one, other = comparable(left, right)
    return one == other or abs(one - other) < SAME_WITHIN


def _atoms(value: Value) -> list[Atom]:
    return [node.text for node in value] if isinstance(value, list) else [value]


def _between_any(test: Callable[[Atom, Atom], bool]) -> Comparison:
    """A node set is compared by its nodes: true when it is true for any of them."""

    def compare(left: Value, right: Value) -> bool:
        ones, others = _atoms(left), _atoms(right)
        if len(ones) == len(others) == 1:
            return test(ones[0], others[0])
        return any(test(one, other) for one in ones for other in others)

    return compare


def _equal(test: Callable[[Atom, Atom], bool]) -> Comparison:
    """The same, but that with true or false a node set is compared as one."""
    of_any = _between_any(test)

    def compare(left: Value, right: Value) -> bool:
        if isinstance(left, bool) or isinstance(right, bool):
            return test(to_boolean(left), to_boolean(right))
        return of_any(left, right)

    return compare


def _ordered(test: Callable[[float, float], bool]) -> Comparison:
    return _between_any(lambda left, right: test(*comparable(left, right)))


COMPARISONS: dict[str, Comparison] = {
    "=": _equal(_same),
    "!=": _equal(lambda left, right: not _same(left, right)),
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
}
