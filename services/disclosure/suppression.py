"""Counts that may be shown: small ones are hidden, and so many others that no hidden one can be worked out.

A count under the least number would single somebody out, so it is hidden (primary suppression). Subtracting what is
shown from a shown total must not give it back, so further counts are hidden as well (complementary suppression), the
smallest that will do. What is hidden looks the same for either reason. Zero is shown: nobody is in it.

Belongs here: which counts of one row, one table or one question with several answers are hidden; nothing of what is
counted. The counts are seen as a circulation: parts and total of each line flow through one point. What somebody can
work out of a hidden count is how much more, or less, could flow along it through other hidden ones (maximum flow).
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count as counting

LEAST = 5
"""Counts from 1 to 4 are hidden."""
LEAST_SENSITIVE = 10
"""The same where violence, children or aid workers are spoken of."""
ZERO_IS_DEAR = 1_000_000
"""What hiding a zero costs: often it can be nothing else, and hiding it then protects nothing."""
ENDLESS = 10**9

Shown = int | None
"""A count, or None where it is hidden."""
Point = Hashable


@dataclass(frozen=True, slots=True)
class CountRow:
    """Counts that add up to a total, as they may be shown."""

    counts: tuple[Shown, ...]
    total: Shown


@dataclass(frozen=True, slots=True)
class CountTable:
    """Counts in rows and columns with the totals of both, as they may be shown."""

    rows: tuple[CountRow, ...]
    columns: tuple[Shown, ...]
    total: Shown


def in_a_row(counts: Sequence[int], least: int = LEAST) -> CountRow:
    """Counts that add up to a total which is shown too. Nothing is shown of too few, or where all would tell the total.

    Not even who knows these rules can work out what is hidden.
    """
    total = sum(counts)
    if 0 < total < least:
        return CountRow((None,) * len(counts), None)
    lines = _Lines(least)
    for each in counts:
        lines.add("whole", "parts", each)
    lines.add("parts", "whole", total, is_open=True)
    return _blurred(counts, lines.shown()[:-1], least)


def _blurred(counts: Sequence[int], shown: Sequence[Shown], least: int) -> CountRow:
    """The row, also for somebody who knows how it is chosen what to hide: that what is hidden is not zero, that of two
    equal counts one was chosen, and that small ones alone add up to no more, and no less, than they can."""
    hidden = {count for count, seen in zip(counts, shown, strict=True) if seen is None}
    while hidden:
        values = [count for count in counts if count in hidden]
        if len(values) > 1 and not (set(values) == {1} or set(values) == {least - 1}):
            break
        more = [count for count in counts if count > 0 and count not in hidden]
        if not more:
            return CountRow((None,) * len(counts), None)
        hidden.add(min(more))
    return CountRow(tuple(None if count in hidden else count for count in counts), sum(counts))


def in_a_table(rows: Sequence[Sequence[int]], least: int = LEAST) -> CountTable:
    """Counts in rows and columns with all their totals. Under `least` in all, nothing is shown."""
    columns = [sum(column) for column in zip(*rows, strict=True)]
    total, width = sum(columns), len(columns)
    if 0 < total < least:
        return CountTable(tuple(CountRow((None,) * width, None) for _ in rows), (None,) * width, None)
    lines = _Lines(least)
    for number, row in enumerate(rows):
        for place, each in enumerate(row):
            lines.add(("row", number), ("column", place), each)
        lines.add("rows", ("row", number), sum(row))
    for place, each in enumerate(columns):
        lines.add(("column", place), "columns", each)
    lines.add("columns", "rows", total, is_open=True)
    seen = iter(lines.shown())
    shown = [[next(seen) for _ in range(width + 1)] for _ in rows]
    return CountTable(
        tuple(CountRow(tuple(row[:-1]), row[-1]) for row in shown), tuple(next(seen) for _ in columns), total
    )


def several_each(counts: Sequence[int], people: int, least: int = LEAST) -> tuple[Shown, ...]:
    """How many chose each of several answers, of so many people (a shown number), who may have chosen more than one.

    Few who did not choose single somebody out as few who did. Where the answers turn out to exclude each other the
    counts add up after all, so they are hidden as in a row.
    """
    row = in_a_row(counts, least).counts
    return tuple(None if 0 < people - each < least else shown for each, shown in zip(counts, row, strict=True))


@dataclass(slots=True)
class _Count:
    """One count, flowing from its whole to its part."""

    tail: Point
    head: Point
    value: int
    is_open: bool
    is_hidden: bool = False
    change: int = 0


class _Lines:
    """All counts of one table. Hides what has to be hidden."""

    def __init__(self, least: int) -> None:
        self._least = least
        self._counts: list[_Count] = []
        self._at: dict[Point, list[_Count]] = {}

    def add(self, tail: Point, head: Point, value: int, is_open: bool = False) -> None:
        """Add a count. One that `is_open` is shown, come what may."""
        added = _Count(tail, head, value, is_open, is_hidden=not is_open and 0 < value < self._least)
        self._counts.append(added)
        for point in (tail, head):
            self._at.setdefault(point, []).append(added)

    def shown(self) -> tuple[Shown, ...]:
        """The counts in the order they were added, those hidden as None."""
        waiting = [each for each in self._counts if each.is_hidden]
        while waiting:
            waiting += self._hide_around(waiting.pop())
        return tuple(None if each.is_hidden else each.value for each in self._counts)

    def _hide_around(self, hidden: _Count) -> list[_Count]:
        """Hide more until this count might as well be one that need not be hidden, or another; what was hidden."""
        more: list[_Count] = []
        needed = self._least - hidden.value if 0 < hidden.value < self._least else 1
        self._rest()
        while needed > 0:
            way = self._cheapest(hidden)
            if way is None:
                break
            along = min(needed, *(_room(each, point) for each, point in way))
            for each, point in way:
                each.change += along if each.tail == point else -along
                if not each.is_hidden:
                    each.is_hidden = True
                    more.append(each)
            needed -= along
        return more

    def _rest(self) -> None:
        for each in self._counts:
            each.change = 0

    def _cheapest(self, hidden: _Count) -> list[tuple[_Count, Point]] | None:
        """The way back from the head of this count to its tail that hides least: counts, with the point left from."""
        tie = counting()
        reached: dict[Point, tuple[_Count, Point] | None] = {}
        heap: list[tuple[int, int, Point, tuple[_Count, Point] | None]] = [(0, next(tie), hidden.head, None)]
        while heap:
            cost, _, point, by = heappop(heap)
            if point in reached:
                continue
            reached[point] = by
            if point == hidden.tail:
                return _way(reached, point)
            for each, onward in self._onward(point, hidden):
                if onward not in reached:
                    heappush(heap, (cost + _cost(each), next(tie), onward, (each, point)))
        return None

    def _onward(self, point: Point, but: _Count) -> Iterator[tuple[_Count, Point]]:
        for each in self._at[point]:
            if each is not but and not each.is_open and _room(each, point) > 0:
                yield each, each.head if each.tail == point else each.tail


def _room(each: _Count, point: Point) -> int:
    """How much can go along this count from that point: with it any amount, against it what it holds."""
    return ENDLESS if each.tail == point else each.value + each.change


def _cost(each: _Count) -> int:
    return 0 if each.is_hidden else each.value or ZERO_IS_DEAR


def _way(reached: dict[Point, tuple[_Count, Point] | None], end: Point) -> list[tuple[_Count, Point]]:
    way = []
    step = reached[end]
    while step is not None:
        way.append(step)
        step = reached[step[1]]
    return way
