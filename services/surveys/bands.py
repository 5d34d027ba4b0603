"""Where an answer is counted. The places are fixed by the form, never by what was answered: a rare value that got a
line of its own, even an empty one, would say that somebody gave it."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from services.forms import Form, Kind
from services.forms.definition.items import Item
from services.forms.definition.labels import choices_by_name

NUMBERS: Final = ((0, "≤ 0"), (2, "1–2"), (5, "3–5"), (10, "6–10"), (20, "11–20"), (50, "21–50"))
BEYOND: Final = "51+"
WROTE: Final = "wrote"
HOURS: Final = ("00:00–05:59", "06:00–11:59", "12:00–17:59", "18:00–23:59")
YEARS_BEFORE: Final = (10, 5, 1)
"""Dates are counted by years before the one of the round."""


def counted_as(item: Item) -> Kind:
    """The kind that says how answers are counted. By own words somebody may be known: they are not counted by what
    they say. Of a long range, groups of numbers are counted."""
    if item.is_in_own_words:
        return Kind.TEXT
    return Kind.DECIMAL if item.steps is not None else item.kind


def places(form: Form, item: Item, year: int) -> tuple[str, ...]:
    """The names of all places in which answers are counted, in their order; `year` is that of the round."""
    match counted_as(item):
        case Kind.INTEGER | Kind.DECIMAL:
            return (*(name for _, name in NUMBERS), BEYOND)
        case Kind.DATE | Kind.DATE_TIME:
            return tuple(name for _, name in _years(year))
        case Kind.TIME:
            return HOURS
        case Kind.TEXT | Kind.GEOPOINT:
            return (WROTE,)
        case Kind.ACKNOWLEDGE:
            return ("OK",)
        case _:
            return tuple(choices_by_name(form, item))


def places_of(kind: Kind, value: str, year: int) -> tuple[str, ...]:
    """The places that one answer falls into: none for what cannot be read."""
    if not value:
        return ()
    match kind:
        case Kind.MANY:
            return tuple(dict.fromkeys(value.split()))
        case Kind.RANK:
            return tuple(value.split()[:1])
        case Kind.TEXT | Kind.GEOPOINT:
            return (WROTE,)
        case Kind.INTEGER | Kind.DECIMAL:
            return _number(value)
        case Kind.DATE | Kind.DATE_TIME:
            return _date(value, year)
        case Kind.TIME:
            return (HOURS[int(value[:2]) // 6],) if value[:2].isdigit() and int(value[:2]) < 24 else ()
        case _:
            return (value,)


def _number(value: str) -> tuple[str, ...]:
    try:
        number = float(value)
    except ValueError:
        return ()
    if number != number:
        return ()
    return (next((name for most, name in NUMBERS if number <= most), BEYOND),)


def _date(value: str, year: int) -> tuple[str, ...]:
    if not value[:4].isdigit():
        return ()
    return (next(name for most, name in _years(year) if most is None or int(value[:4]) <= most),)


def _years(year: int) -> Iterator[tuple[int | None, str]]:
    """The last year of each span of years, and what it is called: ≤ 2016, 2017–2021, 2022–2025, 2026, 2027+."""
    before = [year - back for back in YEARS_BEFORE]
    yield before[0], f"≤ {before[0]}"
    for earlier, later in pairwise(before):
        yield later, f"{earlier + 1}–{later}"
    yield year, str(year)
    yield None, f"{year + 1}+"
