"""How long what was told is kept: `[retention]` in `organisation.toml`."""

from typing import Final

from services.authoring.parts import TableReader
from services.reports.erasure.clocks import FOR_GOOD, Clocks

KEYS: Final = ("cases_days",)
LEAST_DAYS: Final = 30
MOST_DAYS: Final = 3660


def read_clocks(reader: TableReader) -> Clocks:
    """What `[retention]` says; problems stay with the reader."""
    usual = Clocks()
    reader.refuse_unknown(KEYS)
    return Clocks(cases_days=_days(reader, "cases_days", usual.cases_days))


def _days(reader: TableReader, key: str, otherwise: int) -> int:
    days = reader.number(key, FOR_GOOD, MOST_DAYS, otherwise)
    if FOR_GOOD < days < LEAST_DAYS:
        reader.complain(key, "is too short", f"Write {LEAST_DAYS} or more, or {FOR_GOOD} to keep all for good")
        return otherwise
    return days
