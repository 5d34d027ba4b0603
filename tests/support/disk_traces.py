"""A file of envelopes as they came, and what somebody who has stolen it guesses of the order from where they lie."""

import random
import time
from collections.abc import Sequence
from pathlib import Path

from storage import envelopes, migrations, shuffling
from storage.engine import Database
from tests.support.sqlite_pages import Place

SIZES, SHARES = (1072, 4144, 16432, 65584), (60, 34, 5, 1)
"""Sealed bodies, and how many of a hundred have that size."""
EPOCH, WEEK = "2026-11", "2026-W48"


def filled(path: Path, rows: int, chance: random.Random, at_once: int = 1) -> list[bytes]:
    """A file with that many envelopes; their keys in the order in which they came."""
    url = f"sqlite:///{path}"
    migrations.upgrade(url)
    database, came = Database(url), [chance.randbytes(16) for _ in range(rows)]
    for first in range(0, rows, at_once):
        with database.writing() as session:
            for key in came[first : first + at_once]:
                (size,) = chance.choices(SIZES, SHARES)
                envelopes.add(session, key, EPOCH, WEEK, chance.randbytes(size))
    database.close()
    return came


def guessed(places: dict[bytes, Place], came: Sequence[bytes]) -> tuple[float, float, float]:
    """Of 100 pairs, how many are put in the right order by: the page of the body, the page of the row, the place in
    that page (from the end, where a page is filled from), among rows of one page."""
    found = [places[key] for key in came]
    pages: dict[int, list[int]] = {}
    for place in found:
        pages.setdefault(place.page, []).append(-place.offset)
    within = [pairs_right(each) for each in pages.values()]
    told = (
        pairs_right([place.overflow for place in found if place.overflow]),
        pairs_right([place.page for place in found]),
        (sum(right for right, _ in within), sum(pairs for _, pairs in within)),
    )
    body, row, within_page = (100 * right / max(1, pairs) for right, pairs in told)
    return body, row, within_page


def pairs_right(values: Sequence[int]) -> tuple[float, int]:
    """How many pairs ascend (equal ones count half), and how many there are."""
    ahead = 0.0
    for index, value in enumerate(values):
        ahead += sum((later > value) + (later == value) / 2 for later in values[index + 1 :])
    return ahead, len(values) * (len(values) - 1) // 2


def laid_down_anew(database: Database) -> list[float]:
    """All of it once; how long each transaction took, in seconds."""
    took = list[float]()
    start: bytes | None = b""
    while start is not None:
        began = time.perf_counter()
        with database.writing() as session:
            start = shuffling.shuffle(session, "envelopes", start)
        took.append(time.perf_counter() - began)
    database.close()
    return took
