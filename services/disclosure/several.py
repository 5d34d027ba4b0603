"""Counts of several answers that may be shown side by side, where one person may have given more than one of them.

Each is decided on its own: then what is shown says nothing of one that is hidden, which may be nobody. What could join
them is not shown: how many gave none, unless those in sight leave room for everybody.

Whoever has the form knows besides which of them one person may give (`together`). So nothing is shown unless

- nobody has to be in a hidden count, and everybody may have given what is *most*;
- each shown count might as well be the least number more, or fewer, and all others be what they are. Then what they
  leave for each other is nowhere fewer;
- how many gave something, and something but not this, is nobody, or not few, or not known so narrowly; and the same of
  each two answers, where a rule does more than forbid.

That depends on what is shown of each alone, and so tells no more of what is hidden.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from services.disclosure.attack import LEAST
from services.disclosure.bounds import Contradiction
from services.disclosure.suppression import MOST, Shown, each_alone
from services.disclosure.together import Knowledge, Span, Together, of_any


def several_each(
    counts: Sequence[int], answered: int, asked: int, least: int = LEAST, together: Together | None = None
) -> tuple[Shown, ...]:
    """How many of so many people who were asked chose each of several answers; so many chose one at least.

    How many were asked may be known, and that all of them answered, or not. So a count is seen where it may be of all
    who were asked as well as of all who answered. `together`: what one person may choose, where not any of them.
    """
    both = zip(each_alone(counts, asked, least), each_alone(counts, answered, least), strict=True)
    row = tuple(one if one == other else None for one, other in both)
    way = together or of_any(len(counts))
    is_open = all(_Row(row, people, least, way).tells_of_nobody for people in (asked, answered))
    return row if is_open else _nothing(row)


def several_or_none(
    counts: Sequence[int],
    none: int,
    people: int,
    least: int = LEAST,
    is_required: bool = False,
    together: Together | None = None,
) -> tuple[Shown, ...]:
    """How many of so many people (a known number) chose each of several answers, and last how many chose none.

    Zero is always hidden: it says something of everybody. So is how many chose none, unless nobody of the hidden counts
    is needed to make up the rest, and that many more might as well have chosen none, or fewer. `is_required`: it may be
    known that all chose one, since an answer is required. `together`: what one person may choose, where not any of
    them.
    """
    way = together or of_any(len(counts))
    row = _without_those_near(each_alone(counts, people, least), people, least)
    if not _Row(row, people, least, way if is_required else way.or_nothing).tells_of_nobody:
        return (*_nothing(row), None)
    is_room = none >= least and people > 2 * least and _in_sight(row, people) >= people
    fewer, those, more = (_Row(row, people - none + by, least, way) for by in (-least, 0, least))
    is_open = is_room and fewer.may_be and those.tells_of_nobody and more.may_be
    return (*row, none if is_open else None)


def _without_those_near(row: tuple[Shown, ...], people: int, least: int) -> tuple[Shown, ...]:
    """Beside one that nearly all chose, it is known that nearly all chose something; so of a count that nearly as many
    chose, it would be known how few chose something else."""
    if MOST not in row:
        return row
    return tuple(None if count != MOST and count and people - count < 2 * least - 1 else count for count in row)


def _in_sight(row: Sequence[Shown], people: int) -> int:
    """How many people the shown counts may hold at most: *most* may be all."""
    return sum(people if count == MOST else count for count in row if count is not None)


def _nothing(row: Sequence[Shown]) -> tuple[Shown, ...]:
    return (None,) * len(row)


@dataclass(frozen=True, slots=True)
class _Row:
    """What such a row says of so many people, who each chose what is allowed together."""

    row: Sequence[Shown]
    people: int
    least: int
    together: Together

    @property
    def tells_of_nobody(self) -> bool:
        """Whether nothing of few follows from it."""
        if all(count is None for count in self.row):
            return True
        try:
            return self.may_be and self._may_be_others and not any(map(self._is_few, self._of_groups()))
        except Contradiction:
            return False

    @property
    def may_be(self) -> bool:
        """Whether it can be so of these people if what is hidden is nobody, and what is *most* everybody."""
        spans = [(0, 0) if each is None else (self.people,) * 2 if each == MOST else (each, each) for each in self.row]
        return Knowledge(self.together, self.people, spans).is_possible

    @property
    def _may_be_others(self) -> bool:
        """Whether each count in sight might be the least number more, and fewer; where everybody has to choose so many,
        more in one and fewer in another."""
        moves = [{place: by} for place in self._seen for by in (self.least, -self.least)]
        if self.together.is_of_one_size:
            moves = [{one: self.least, other: -self.least} for one, other in permutations(self._seen, 2)]
        return all(self._known(more).is_possible for more in moves)

    @property
    def _seen(self) -> list[int]:
        return [place for place, count in enumerate(self.row) if isinstance(count, int)]

    def _known(self, more: Mapping[int, int]) -> Knowledge:
        """What is known by it, were there so many more in some places."""
        few, nearly_all = (0, self.least - 1), (self.people - self.least + 1, self.people)
        counts = [each + more.get(place, 0) if isinstance(each, int) else each for place, each in enumerate(self.row)]
        spans = [few if each is None else nearly_all if each == MOST else (each, each) for each in counts]
        return Knowledge(self.together, self.people, spans)

    def _of_groups(self) -> Iterator[Span]:
        """Of how many it is known that they gave none, or something but not this; or each two answers or not, where a
        rule does more than forbid."""
        known = self._known({})
        fewest, most = known.something()
        yield self.people - most, self.people - fewest
        yield from ((fewest - low, most - low) for low, high in known.spans if low == high)
        if fewest - self.least < self.least or MOST in self.row:
            yield from (known.something(but_not=[place]) for place in range(len(self.row)) if place not in self._seen)
        for one, other in () if self.together.only_forbids else combinations(self._seen, 2):
            yield known.something([one, other])
            yield known.something([one], [other])
            yield known.something([other], [one])
            yield known.something([], [one, other])
            yield known.something([], [one, other], or_nothing=True)

    def _is_few(self, span: Span) -> bool:
        low, high = span
        return 0 < low < self.least and high - low < self.least
