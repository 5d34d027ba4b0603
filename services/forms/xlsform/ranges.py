"""The numbers of a range question, to be chosen from like any other list."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from services.forms.errors import Rule
from services.forms.items import Choice
from services.forms.xlsform.references import CellBroken

PARAMETERS = {"start": "1", "end": "10", "step": "1"}
"""What XLSForm takes where a form says nothing."""
MOST_NUMBERS = 50


def range_name(parameters: Mapping[str, str]) -> str:
    """The name of the list; a list of the choices sheet has no spaces in its name."""
    return " ".join(["range", *_written(parameters).values()])


def numbers(parameters: Mapping[str, str]) -> tuple[Choice, ...]:
    """From start to end, both included where the step leads there. Raises CellBroken."""
    written = _written(parameters)
    try:
        start, end, step = (Decimal(number) for number in written.values())
        many = int((end - start) / step) + 1
    except (InvalidOperation, ZeroDivisionError, ValueError, OverflowError):
        many = 0
    if not 1 <= many <= MOST_NUMBERS:
        raise CellBroken(Rule.RANGE_UNREADABLE, most=str(MOST_NUMBERS), **written)
    return tuple(Choice(_shown(start + place * step), {}) for place in range(many))


def _written(parameters: Mapping[str, str]) -> dict[str, str]:
    return {name: parameters.get(name, usual) for name, usual in PARAMETERS.items()}


def _shown(number: Decimal) -> str:
    shown = format(number, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
