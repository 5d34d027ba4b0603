"""Rows of the audit chain with one bit turned over."""

import random
from collections.abc import Sequence
from typing import Any

from storage.audit import AuditRow

_NUMBER_BITS = 63


def flipped(rows: Sequence[AuditRow], chance: random.Random) -> list[AuditRow]:
    """The same rows, in the order in which a database would give them, but for one bit of one column of one of them."""
    place, column = chance.randrange(len(rows)), chance.randrange(len(AuditRow._fields))
    values: list[Any] = [*rows[place]]
    values[column] = _turned_in(values[column], chance)
    return sorted([*rows[:place], AuditRow(*values), *rows[place + 1 :]], key=lambda row: row.number)


def _turned_in(value: int | bytes, chance: random.Random) -> int | bytes:
    if isinstance(value, int):
        return value ^ 1 << chance.randrange(_NUMBER_BITS)
    place = chance.randrange(len(value))
    return value[:place] + bytes([value[place] ^ 1 << chance.randrange(8)]) + value[place + 1 :]
