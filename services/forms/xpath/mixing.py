"""The order in which `randomize` puts things: for one seed the same that Collect and Enketo show."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from typing import TypeVar

LARGEST = 2**31 - 1
STEP = 16_807
"""Park and Miller's first generator, as both programs have it."""
Thing = TypeVar("Thing")


def mixed(things: Sequence[Thing], seed: int) -> list[Thing]:
    """The things in another order (Fisher and Yates, from the inside out)."""
    state = math.fmod(seed, LARGEST)
    state = int(state) if state > 0 else int(state) + LARGEST - 1
    found: list[Thing] = []
    for number, thing in enumerate(things, 1):
        state = state * STEP % LARGEST
        place = math.floor((state - 1) / (LARGEST - 1) * number)
        found.append(thing)
        found[-1], found[place] = found[place], thing
    return found


NO_SEED = frozenset({"", "NaN", "Infinity", "-Infinity"})


def seed_of(text: str, number: float) -> int:
    """The seed that a value gives: a number without its fraction, 0 for none, else one that is made from the words."""
    if math.isfinite(number):
        return math.trunc(number)
    if text in NO_SEED:
        return 0
    return int.from_bytes(hashlib.sha256(text.encode(errors="replace")).digest()[:8], signed=True)
