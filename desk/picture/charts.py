"""Bars and shades: numbers as shapes that a page draws without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

HEIGHT: Final = 100
GAP: Final = 0.15
SHADES: Final = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One number of a chart that is `HEIGHT` high; each number has a width of one. `unfinished`: more may come."""

    x: float
    y: float
    height: float
    unfinished: bool


def bars(values: Sequence[int], most: int) -> list[Bar]:
    """The bars of a chart in which `most` is as high as it goes. The last is of the present week, which is not over."""
    last = len(values) - 1
    heights = [HEIGHT * value / most if most else 0 for value in values]
    return [
        Bar(place + GAP / 2, round(HEIGHT - height, 1), round(height, 1), place == last)
        for place, height in enumerate(heights)
        if height
    ]


def shade(value: int, most: int) -> int:
    """How dark a number is shown beside the largest: 0 for none, at most SHADES."""
    return -(-SHADES * value // most) if most else 0
