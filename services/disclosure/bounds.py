"""The least and the greatest that sums of unknown counts can be, given what is known of other sums.

Counts are whole numbers of at least 0. Bounds are first tightened by propagation: whatever a sum leaves for one of its
counts when the others are as small, or as large, as they can be. What is still open falls apart into groups that share
no sum; each becomes a small integer programme for HiGHS. So the bounds are exact, not only sound.
"""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Any, Final

import highspy
from highspy._core import _Highs

SLACK: Final = 1e-6
"""What the solver's numbers may be off by."""


class Contradiction(Exception):
    """No counts fit all that was said of them."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Counts (any hashable names), each taken 1 or -1 times, add up to at least `low` and at most `high`."""

    terms: Mapping[Any, int]
    low: float
    high: float = inf


@dataclass(frozen=True, slots=True)
class Bounds:
    """From `low` to `high`, both included; `high` may be infinite."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart they are: 0 where the number is known."""
        return self.high - self.low


class UnknownCounts:
    """Counts of which only sums are known. Raises Contradiction, from any method, where none fit."""

    def __init__(self, counts: Iterable[Hashable], relations: Iterable[Relation]) -> None:
        self._bounds = dict.fromkeys(counts, (0.0, inf))
        self._relations = list(relations)
        self._within: dict[Hashable, list[int]] = defaultdict(list)
        for number, relation in enumerate(self._relations):
            for each in relation.terms:
                self._within[each].append(number)
        self._tighten()

    def exactly(self, terms: Iterable[Hashable]) -> Bounds:
        """The exact bounds of a sum."""
        known, by_group = self._by_group(terms)
        found = [group.bounds(columns) for group, columns in by_group]
        return Bounds(known + sum(one.low for one in found), known + sum(one.high for one in found))

    def may_be_far_apart(self, terms: Iterable[Hashable], width: int) -> bool:
        """Whether a sum can be 0, or differ by `width` between two ways to fill in all counts. Quicker than bounds:
        often what was worked out for others shows it already."""
        known, by_group = self._by_group(terms)
        seen = [group.seen(columns) for group, columns in by_group]
        low, high = known + sum(one.low for one in seen), known + sum(one.high for one in seen)
        if low == 0 or high - low >= width:
            return True
        exact = self.exactly(terms)
        return exact.low == 0 or exact.width >= width

    def _by_group(self, terms: Iterable[Hashable]) -> tuple[float, list[tuple["_Group", list[int]]]]:
        """What of the sum is known, and the columns of the rest within each group."""
        rest: dict[int, list[Hashable]] = defaultdict(list)
        known = 0.0
        for each in terms:
            if each in self._group_of:
                rest[self._group_of[each]].append(each)
            else:
                known += self._bounds[each][0]
        groups = ((self._groups[number], those) for number, those in rest.items())
        return known, [(group, group.columns(those)) for group, those in groups]

    def _tighten(self) -> None:
        waiting = deque(range(len(self._relations)))
        queued = set(waiting)
        budget = 60 * len(waiting)  # bounds creep where sums go round in circles; the solver is exact all the same
        while waiting and budget:
            budget -= 1
            number = waiting.popleft()
            queued.discard(number)
            for changed in self._tighten_by(self._relations[number]):
                fresh = [other for other in self._within[changed] if other not in queued]
                waiting.extend(fresh)
                queued.update(fresh)

    def _tighten_by(self, relation: Relation) -> list[Hashable]:
        """Use one relation; the counts that are known better now."""
        spans = [(each, times, *self._span(each, times)) for each, times in relation.terms.items()]
        least = sum(low for _, _, low, _ in spans)
        endless = sum(high == inf for *_, high in spans)
        most = sum(high for *_, high in spans if high < inf)
        changed = []
        for each, times, low, high in spans:
            others_most = inf if endless > (high == inf) else most - (0.0 if high == inf else high)
            new = max(low, relation.low - others_most), min(high, relation.high - (least - low))
            if new[0] > new[1]:
                raise Contradiction
            if new != (low, high):
                self._bounds[each] = new if times > 0 else (-new[1], -new[0])
                changed.append(each)
        return changed

    def _span(self, each: Hashable, times: int) -> tuple[float, float]:
        low, high = self._bounds[each]
        return (low, high) if times > 0 else (-high, -low)

    @cached_property
    def _group_of(self) -> dict[Hashable, int]:
        """For each count that is not known yet, the number of its group."""
        found: dict[Hashable, int] = {}
        number = 0
        for first, (low, high) in self._bounds.items():
            if low == high or first in found:
                continue
            number += 1
            reached = [first]
            found[first] = number
            while reached:
                near = {each for within in self._within[reached.pop()] for each in self._relations[within].terms}
                fresh = [each for each in near if each not in found and not self._is_known(each)]
                found.update(dict.fromkeys(fresh, number))
                reached += fresh
        return found

    def _is_known(self, each: Hashable) -> bool:
        low, high = self._bounds[each]
        return low == high

    @cached_property
    def _groups(self) -> dict[int, "_Group"]:
        members: dict[int, list[Hashable]] = defaultdict(list)
        for each, number in self._group_of.items():
            members[number].append(each)
        return {number: self._group(each) for number, each in members.items()}

    def _group(self, members: list[Hashable]) -> "_Group":
        numbers = {number for each in members for number in self._within[each]}
        mine = set(members)
        left = []
        for number in sorted(numbers):
            relation = self._relations[number]
            known = sum(self._bounds[each][0] * times for each, times in relation.terms.items() if each not in mine)
            terms = {each: times for each, times in relation.terms.items() if each in mine}
            left.append(Relation(terms, relation.low - known, relation.high - known))
        return _Group({each: self._bounds[each] for each in members}, left)


class _Group:
    """Counts that hang together, as an integer programme. What was seen to be possible is remembered."""

    def __init__(self, bounds: Mapping[Hashable, tuple[float, float]], relations: Sequence[Relation]) -> None:
        self._column = {each: number for number, each in enumerate(bounds)}
        finite = [abs(bound) for one in relations for bound in (one.low, one.high) if abs(bound) < inf]
        self._endless = 2 * sum(finite) + 1000
        self._solutions: list[list[int]] = []
        self._solver = _Highs()  # its wrapper, highspy.Highs, greets on standard output, where others read JSON
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        for low, high in bounds.values():
            self._solver.addVar(low, min(high, self._endless))
        for one in relations:
            columns = [self._column[each] for each in one.terms]
            self._solver.addRow(one.low, one.high, len(columns), columns, list(one.terms.values()))

    def columns(self, terms: Iterable[Hashable]) -> list[int]:
        """Where these counts stand in a solution."""
        return [self._column[each] for each in terms]

    def bounds(self, columns: Sequence[int]) -> Bounds:
        """The exact bounds of a sum of these columns."""
        low = self._solved(columns, highspy.ObjSense.kMinimize)
        high = self._solved(columns, highspy.ObjSense.kMaximize)
        return Bounds(low, inf if high > self._endless / 2 else high)

    def seen(self, columns: Sequence[int]) -> Bounds:
        """The least and the greatest sum of these columns among the solutions that were met so far."""
        if not self._solutions:
            self._solved(columns, highspy.ObjSense.kMinimize)
        sums = [sum(solution[column] for column in columns) for solution in self._solutions]
        return Bounds(min(sums), max(sums))

    def _solved(self, columns: Sequence[int], sense: highspy.ObjSense) -> int:
        """The best whole number for this sum."""
        self._solver.changeObjectiveSense(sense)
        for column in columns:
            self._solver.changeColCost(column, 1.0)
        values = self._run()
        if any(abs(value - round(value)) > SLACK for value in values):
            values = self._run_in_whole_numbers()
        for column in columns:
            self._solver.changeColCost(column, 0.0)
        solution = [round(value) for value in values]
        self._solutions.append(solution)
        return sum(solution[column] for column in columns)

    def _run_in_whole_numbers(self) -> list[float]:
        self._count_in(highspy.HighsVarType.kInteger)
        values = self._run()
        self._count_in(highspy.HighsVarType.kContinuous)
        return values

    def _count_in(self, kind: highspy.HighsVarType) -> None:
        for column in range(len(self._column)):
            self._solver.changeColIntegrality(column, kind)

    def _run(self) -> list[float]:
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise Contradiction
        return list(self._solver.getSolution().col_value)
