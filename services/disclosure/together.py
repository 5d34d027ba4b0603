"""What may be chosen of several answers together, and what counts of them say for whoever knows that.

Where “none of these” stands alone, where one answer calls for another, or where so many may be chosen at most, some
counts follow from others: of 60 people 20 chose none and 38 work, so two chose neither. What is known of how people
answered is a linear programme: how many of them chose each way to answer is sought.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import accumulate
from math import ceil, floor
from typing import Final

import highspy
from highspy._core import _Highs

from services.disclosure.bounds import SLACK, Contradiction

Way = tuple[frozenset[int], int]
"""What one person may choose: which of the answers that a rule names, by their places, and how many of all others."""
NOTHING: Final[Way] = (frozenset(), 0)

Span = tuple[int, int]
"""The fewest and the most that a count may be."""


@dataclass(frozen=True, slots=True)
class Together:
    """Each way to choose some of so many answers. Those that are not `named` can take each other's place."""

    answers: int
    named: frozenset[int]
    ways: frozenset[Way]

    @property
    def only_forbids(self) -> bool:
        """Whether of whatever may be chosen any part may be chosen, too."""
        ways = self.ways | {NOTHING}
        fewer = ((chosen - {each}, others) for chosen, others in self.ways for each in chosen)
        return all(way in ways for way in fewer) and all((chosen, max(n - 1, 0)) in ways for chosen, n in self.ways)

    @property
    def is_of_one_size(self) -> bool:
        """Whether their number follows from how many people they are, or cannot be any."""
        sizes = {len(chosen) + others for chosen, others in self.ways}
        return len(sizes) == 1 or (len(sizes) == 2 and 0 in sizes and 1 not in sizes)

    @property
    def or_nothing(self) -> "Together":
        """The same, or nothing at all."""
        return replace(self, ways=self.ways | {NOTHING})

    def naming(self, place: int) -> "Together":
        """The same, with this answer named."""
        if place in self.named:
            return self
        others = self.answers - len(self.named)
        without = {(chosen, number) for chosen, number in self.ways if number < others}
        with_it = {(chosen | {place}, number - 1) for chosen, number in self.ways if number}
        return Together(self.answers, self.named | {place}, frozenset(without | with_it))


def of_any(answers: int, at_most: int | None = None) -> Together:
    """Any of so many answers, so many of them at most."""
    sizes = range(1, (answers if at_most is None else at_most) + 1)
    return Together(answers, frozenset(), frozenset((frozenset(), size) for size in sizes))


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of so many people, each of whom answered in one of these ways: counts, each within a span."""

    together: Together
    people: int
    spans: Sequence[Span]

    @property
    def is_possible(self) -> bool:
        """Whether people can have answered so."""
        return _Mixture(self).is_possible

    def something(self, chosen: Collection[int] = (), but_not: Collection[int] = (), or_nothing: bool = False) -> Span:
        """How many chose all of these and none of those, but something, if not nothing is meant, too. Raises
        Contradiction where they cannot have answered so."""
        named = reduce(Together.naming, [*chosen, *but_not], self.together)
        known = _Mixture(replace(self, together=named))
        return known.span(
            lambda way: (or_nothing or way != NOTHING) and way[0].issuperset(chosen) and way[0].isdisjoint(but_not)
        )


class _Mixture:
    """How many people chose each way.

    Of answers that can take each other's place, people who choose so many each make up any counts of which the largest
    few are together no more than these people can choose of so few."""

    def __init__(self, known: Knowledge) -> None:
        together, spans = known.together, known.spans
        self._only_forbids = together.only_forbids
        self._ways = sorted(together.ways, key=lambda way: (sorted(way[0]), way[1]))
        self._solver = _Highs()  # as in `bounds`: its wrapper greets on standard output
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        for _ in self._ways:
            self._solver.addVar(0, highspy.kHighsInf)
        self._require([1 for _ in self._ways], known.people, known.people)
        for place in together.named:
            self._require([int(place in chosen) for chosen, _ in self._ways], *spans[place])
        others = [span for place, span in enumerate(spans) if place not in together.named]
        numbers = [number for _, number in self._ways]
        self._require(numbers, sum(low for low, _ in others), sum(high for _, high in others))
        for few, fewest in enumerate(accumulate(sorted((low for low, _ in others), reverse=True)), 1):
            self._require([min(few, number) for number in numbers], fewest, highspy.kHighsInf)

    @property
    def is_possible(self) -> bool:
        """Whether people can have answered so; in whole people, where that may matter: “choose two” makes an even
        number."""
        return self._is_solved() and (self._only_forbids or self._is_whole() or self._is_solved_in_whole_people())

    def span(self, is_meant: Callable[[Way], bool]) -> Span:
        """How many people chose a way that is meant. Raises Contradiction."""
        for column, way in enumerate(self._ways):
            self._solver.changeColCost(column, float(is_meant(way)))
        low, high = map(self._best, (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize))
        return ceil(low - SLACK), floor(high + SLACK)

    def _best(self, sense: highspy.ObjSense) -> float:
        self._solver.changeObjectiveSense(sense)
        if not self.is_possible:
            raise Contradiction
        return float(self._solver.getInfo().objective_function_value)

    def _require(self, times: Sequence[int], low: float, high: float) -> None:
        """That ways, each so many times for each person who chose it, add up to that."""
        self._solver.addRow(low, high, len(times), [*range(len(times))], [*map(float, times)])

    def _is_solved(self) -> bool:
        self._solver.run()
        return bool(self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _is_whole(self) -> bool:
        return all(abs(number - round(number)) <= SLACK for number in self._solver.getSolution().col_value)

    def _is_solved_in_whole_people(self) -> bool:
        for column in range(len(self._ways)):
            self._solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        return self._is_solved()
