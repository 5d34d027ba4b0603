"""What somebody can work out who has kept every figure that was ever published: the judge before another one is.

A figure is a sum over cells (such as a zone, a category and a week), shown exactly, shown as a span (rounded), or
hidden. Cells that stand in the same figures can be told apart by nobody, so they count as one. Looked at are these,
every hidden figure, and what is left of a figure when one within it is taken away. A number is *pinned* where it is
certainly more than nobody and known to less than `least`: then neighbours know that it is somebody, and nearly how
many. What is left of a figure is pinned only where it is certainly fewer than `least`; else it might have been shown.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from services.disclosure.bounds import Relation, UnknownCounts

LEAST: Final = 5
"""Fewer people than this are not shown, and nothing may be known more narrowly."""

Atom = tuple[int, ...]
"""Cells that stand in the same figures, named by the numbers of these."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum over cells that is between `low` and `high`, both included. `high` is None where the figure is hidden.

    Not `is_published`: nobody printed it, but who knows the rules of publishing knows that much.
    """

    cells: frozenset[Hashable]
    low: int = 0
    high: int | None = None
    is_published: bool = True


@dataclass(frozen=True, slots=True)
class Pinned:
    """A sum over cells of which is known that it lies between `low` and `high`, both included."""

    cells: frozenset[Hashable]
    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """Whether nothing is left open."""
        return self.low == self.high

    def is_few(self, least: int = LEAST) -> bool:
        """Whether it is certain that they are fewer than may be shown."""
        return self.high < least


def attack(figures: Iterable[Figure], least: int = LEAST, nonzero: bool = False) -> list[Pinned]:
    """Every number that these figures pin, each once. With `nonzero` for somebody who knows that zeros are shown, so
    that hidden figures are at least 1. Raises Contradiction where no counts fit the figures."""
    return list(_Attack(_each_once(figures, nonzero), least).pinned())


def _each_once(figures: Iterable[Figure], nonzero: bool) -> list[Figure]:
    """What was said at several times of the same cells becomes one figure."""
    found: dict[frozenset[Hashable], Figure] = {}
    for each in figures:
        low = 1 if nonzero and each.high is None and each.low == 0 else each.low
        other = found.get(each.cells)
        if other is None:
            found[each.cells] = Figure(each.cells, low, each.high, each.is_published)
            continue
        highs = [high for high in (other.high, each.high) if high is not None]
        is_published = other.is_published or each.is_published
        found[each.cells] = Figure(each.cells, max(other.low, low), min(highs, default=None), is_published)
    return list(found.values())


class _Attack:
    """One look at a set of figures."""

    def __init__(self, figures: Sequence[Figure], least: int) -> None:
        self._figures = figures
        self._least = least
        where: dict[Hashable, list[int]] = defaultdict(list)
        for number, figure in enumerate(figures):
            for cell in figure.cells:
                where[cell].append(number)
        self._atoms: dict[Atom, list[Hashable]] = defaultdict(list)
        for cell, numbers in where.items():
            self._atoms[tuple(numbers)].append(cell)
        parts: list[set[Atom]] = [set() for _ in figures]
        for atom in self._atoms:
            for number in atom:
                parts[number].add(atom)
        self._parts = list(map(frozenset, parts))
        highs = [inf if figure.high is None else figure.high for figure in figures]
        relations = [
            Relation(dict.fromkeys(parts, 1), figure.low, high)
            for figure, parts, high in zip(figures, self._parts, highs, strict=True)
        ]
        self._counts = UnknownCounts(self._atoms, relations)

    def pinned(self) -> Iterator[Pinned]:
        yield from filter(None, map(self._pinned, self._targets()))
        left = filter(None, map(self._pinned, self._differences()))
        yield from (each for each in left if each.is_few(self._least))

    def _pinned(self, atoms: frozenset[Atom]) -> Pinned | None:
        if self._counts.may_be_far_apart(atoms, self._least):
            return None
        bounds = self._counts.exactly(atoms)
        cells = frozenset(cell for atom in atoms for cell in self._atoms[atom])
        return Pinned(cells, int(bounds.low), int(bounds.high))

    def _targets(self) -> set[frozenset[Atom]]:
        """The sums of atoms that are looked at, but for those that were shown as they are."""
        shown = {parts for figure, parts in self._published() if _may_be_shown(figure, self._least)}
        hidden = {parts for _, parts in self._published()}
        return ({frozenset([atom]) for atom in self._atoms} | hidden) - shown

    def _differences(self) -> set[frozenset[Atom]]:
        """What is left of a published figure without another one within it."""
        numbers = {number for number, figure in enumerate(self._figures) if figure.is_published}
        found = set()
        for outer in (number for number in numbers if self._figures[number].high is not None):
            near = {number for atom in self._parts[outer] for number in atom} & numbers
            found |= {
                self._parts[outer] - self._parts[inner] for inner in near if self._parts[inner] < self._parts[outer]
            }
        return found - self._targets()

    def _published(self) -> Iterator[tuple[Figure, frozenset[Atom]]]:
        pairs = zip(self._figures, self._parts, strict=True)
        return ((figure, parts) for figure, parts in pairs if figure.is_published)


def _may_be_shown(figure: Figure, least: int) -> bool:
    return figure.high is not None and figure.high >= least
