"""Reads what a person typed or pressed into the value a form keeps. Digits and separators of any script are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias

from services.forms.calendars import YEARS, either_way, other_days
from services.forms.definition.items import Kind
from services.forms.definition.labels import INVISIBLE, label_words, words
from services.forms.errors import (
    AnswerNotANumber,
    AnswerNotATime,
    AnswerTooLong,
    DayOfAnotherCalendar,
    DayUnclear,
    NotAChoice,
    NotAcknowledged,
    NotADate,
    NotAPlace,
    NotAWholeNumber,
    NotInRange,
    YearUnclear,
)
from services.forms.form_node import FormNode
from services.forms.instance import Instance
from services.forms.telling_apart import as_read, labelled
from services.forms.xpath.patterns import western_digits

LONGEST_TEXT = 40_000
UNSEEN = re.compile("[\u00ad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
ACKNOWLEDGED = "OK"
WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
FRACTION = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", re.ASCII)
SHORT_YEAR = re.compile(r"\d{1,3}[-./ ]+\d{1,3}[-./ ]+\d{1,3}", re.ASCII)
FIRST_YEAR = 1000
"""Before it, digits of the year are missing."""
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
PLACE = re.compile(r"([+-]?\d{1,2}(?:\.\d+)?)(?: *, *| +)([+-]?\d{1,3}(?:\.\d+)?)(?: [-\d.]+){0,2}", re.ASCII)
ROUGHLY = 800
"""Metres from the middle to the corner of a square of two decimals, where it is widest."""
DAY_FIRST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})", re.ASCII)


def whole_number(text: str, path: str) -> str:
    """A whole number without leading zeros. Raises NotAWholeNumber."""
    found = _compact(text)
    if GROUPED.fullmatch(found):
        found = found.replace(",", "")
    if not WHOLE.fullmatch(found):
        raise NotAWholeNumber(path)
    return str(int(found))


def decimal_number(text: str, path: str) -> str:
    """A number with a point. A comma may be the decimal sign; '1,500' could mean two numbers and is refused."""
    found = _compact(text)
    if GROUPED.fullmatch(found) and (found.count(",") > 1 or "." in found):
        found = found.replace(",", "")
    elif found.count(",") == 1 and not GROUPED.fullmatch(found):
        found = found.replace(",", ".")
    if not FRACTION.fullmatch(found):
        raise AnswerNotANumber(path)
    return _shortest(found)


def _shortest(found: str) -> str:
    front, _, back = found.lstrip("+-").partition(".")
    front, back = front.lstrip("0") or "0", back.rstrip("0")
    sign = "-" if found.startswith("-") and (front != "0" or back) else ""
    return sign + front + (f".{back}" if back else "")


def _compact(text: str) -> str:
    """In western digits, without what only separates thousands beyond doubt."""
    found = western_digits(INVISIBLE.sub("", text).strip()).replace("\u066c", "").replace("\u060c", ",")
    return re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))", "", found)


def day(text: str, path: str, today: date) -> str:
    """YYYY-MM-DD from that, from DD.MM.YYYY, DD/MM/YYYY or YYYY/MM/DD. Raises NotADate, YearUnclear for '5/3/98',
    DayUnclear for '5/3/2026', which some write with the month first, and
    DayOfAnotherCalendar for a year that is none of the Gregorian calendar's: the person says which day it is in that
    one."""
    found = western_digits(INVISIBLE.sub("", text).strip())
    parts = YEAR_FIRST.fullmatch(found)
    order = (1, 2, 3)
    if parts is None:
        parts, order = DAY_FIRST.fullmatch(found), (3, 2, 1)
    if parts is None:
        raise YearUnclear(path) if SHORT_YEAR.fullmatch(found) else NotADate(path)
    year, month, of_month = (int(parts[place]) for place in order)
    if year in YEARS:
        others = other_days(year, month, of_month, today)
        raise DayOfAnotherCalendar(path, others) if others else NotADate(path)
    if year < FIRST_YEAR:
        raise YearUnclear(path)
    if "/" in found and order[0] == 3 and (days := either_way(year, month, of_month)):
        raise DayUnclear(path, days)
    try:
        return date(year, month, of_month).isoformat()
    except ValueError:
        raise NotADate(path) from None


def clock_time(text: str, path: str, now: datetime) -> str:
    """HH:MM:SS.sss with the offset of today's clocks (XML Schema, time), from '14:30' or '14.30'. Raises NotATime."""
    parts = CLOCK.fullmatch(western_digits(INVISIBLE.sub("", text).strip()))
    if parts is None:
        raise AnswerNotATime(path)
    try:
        return now.replace(hour=int(parts[1]), minute=int(parts[2]), second=0, microsecond=0).isoformat(
            timespec="milliseconds"
        )[11:]
    except ValueError:
        raise AnswerNotATime(path) from None


def day_and_time(text: str, path: str, now: datetime) -> str:
    """YYYY-MM-DDTHH:MM:SS.sss with the offset of that day (XML Schema, dateTime), from a day and a time with a space
    between them. Raises NotATime, DayUnclear."""
    front, _, back = INVISIBLE.sub("", text).strip().replace("T", " ").rpartition(" ")
    parts = CLOCK.fullmatch(western_digits(back))
    try:
        at = time(int(parts[1]), int(parts[2]), tzinfo=now.tzinfo) if parts else None
        on = date.fromisoformat(day(front, path, now.date()))
    except DayUnclear as found:
        raise found.at(back) if at else AnswerNotATime(path) from None
    except YearUnclear:
        raise
    except (NotADate, ValueError):
        at = None
    if at is None:
        raise AnswerNotATime(path)
    return datetime.combine(on, at).isoformat(timespec="milliseconds")


def rough_place(text: str, path: str) -> str:
    """Latitude and longitude, altitude 0 and accuracy in metres (ODK XForms, geopoint), from '36.19, 44.01'.

    Two decimals are kept, a square of about a kilometre: a house cannot be found by it. Raises NotAPlace.
    """
    parts = PLACE.fullmatch(western_digits(INVISIBLE.sub("", text).strip()).replace("\u060c", ","))
    if parts is None or abs(float(parts[1])) > 90 or abs(float(parts[2])) > 180:
        raise NotAPlace(path)
    latitude, longitude = (f"{round(float(part), 2) + 0:.2f}" for part in parts.groups())
    return f"{latitude} {longitude} 0 {ROUGHLY}"


def free_text(text: str, path: str) -> str:
    """The text without control characters, without what turns other words round or cannot be seen, and without space
    around it. What joins and parts letters, and marks of direction, belong to writing and stay. Raises TooLong."""
    kept = "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"))
    kept = UNSEEN.sub("", kept).strip()
    if len(kept.encode()) > LONGEST_TEXT:
        raise AnswerTooLong(path, LONGEST_TEXT)
    return kept


def choice(instance: Instance, node: FormNode, text: str) -> str:
    """The name of the choice with this label, as it is shown or in any language of the form, or with this name.
    Raises NotAChoice, also where the text could mean several."""
    wanted = words(text)
    possible = labelled(instance, node)
    shown = [one.name for one, label in possible if label_words(label) == wanted]
    if shown:
        return shown[0]
    read = as_read(text)
    meant = {
        one.name
        for one, _ in possible
        if any(as_read(instance.words(label, node)) == read for label in one.label.values())
    }
    meant = meant or {one.name for one, _ in possible if one.name == text.strip()}
    if len(meant) != 1:
        raise NotAChoice(node.path)
    return meant.pop()


def several_choices(instance: Instance, node: FormNode, text: str) -> str:
    """The names chosen, in the order of the list, from one label or from names with spaces between. '' for nothing."""
    try:
        return choice(instance, node, text)
    except NotAChoice:
        chosen = text.split()
    possible = [one.name for one in instance.choices(node)]
    if not set(chosen) <= set(possible):
        raise NotAChoice(node.path)
    return " ".join(dict.fromkeys(name for name in possible if name in chosen))


def ranked_choices(instance: Instance, node: FormNode, text: str) -> str:
    """The names chosen, in the order in which they were given, from one label or names with spaces between."""
    try:
        return choice(instance, node, text)
    except NotAChoice:
        chosen = text.split()
    possible = {one.name for one in instance.choices(node)}
    if not set(chosen) <= possible or len(set(chosen)) < len(chosen):
        raise NotAChoice(node.path)
    return " ".join(chosen)


def in_range(instance: Instance, node: FormNode, text: str) -> str:
    """A number of the range: one of its buttons, or where it has too many of them one that is typed. Raises NotInRange,
    NotAChoice."""
    steps, path = node.item.steps, node.path
    if steps is None:
        return choice(instance, node, western_digits(text))
    start, end, step = Decimal(steps.start), Decimal(steps.end), Decimal(steps.step)
    number = Decimal(decimal_number(text, path))
    if not min(start, end) <= number <= max(start, end) or (number - start) % step != 0:
        raise NotInRange(path, steps)
    return _shortest(format(number, "f"))


def acknowledgement(text: str, path: str) -> str:
    """'OK'. Raises NotAcknowledged for anything else."""
    if words(text) != words(ACKNOWLEDGED):
        raise NotAcknowledged(path)
    return ACKNOWLEDGED


def yes_or_no(text: str, path: str) -> str:
    """'yes' or 'no'. Raises NotAChoice."""
    found = words(text)
    if found not in ("yes", "no"):
        raise NotAChoice(path)
    return found


BY_KIND: dict[Kind, Callable[[str, str], str]] = {
    Kind.TEXT: free_text,
    Kind.INTEGER: whole_number,
    Kind.DECIMAL: decimal_number,
    Kind.GEOPOINT: rough_place,
    Kind.ACKNOWLEDGE: acknowledgement,
    Kind.REPEAT: yes_or_no,
}


Read: TypeAlias = Callable[[Instance, FormNode, str], str]
BY_FORM: dict[Kind, Read] = {
    Kind.ONE: choice,
    Kind.MANY: several_choices,
    Kind.RANK: ranked_choices,
    Kind.RANGE: in_range,
    Kind.DATE: lambda instance, node, text: day(text, node.path, instance.today),
    Kind.TIME: lambda instance, node, text: clock_time(text, node.path, instance.now),
    Kind.DATE_TIME: lambda instance, node, text: day_and_time(text, node.path, instance.now),
}


def read_answer(instance: Instance, node: FormNode, text: str) -> str:
    """The value for this question; '' for an empty text. Raises what the kind of question refuses."""
    if not text.strip():
        return ""
    read = BY_FORM.get(node.item.kind)
    return read(instance, node, text) if read else BY_KIND[node.item.kind](text, node.path)
