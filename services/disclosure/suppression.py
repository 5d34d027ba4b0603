"""Counts that may be shown side by side: small ones are hidden, and so many others that none can be worked out.

A count under the least number would single somebody out, so it is hidden; so is zero, where others are, for else a
hidden count would be somebody. Who subtracts what is shown from the whole, and knows these rules, must still find a
hidden count to be anything from nobody on, or at least so many numbers apart. Where counts add up, more are hidden for
that, the smallest first and equal ones together, until

- those that are hidden make up at least two more than the least number: it may be known that somebody is in one of
  them, and somebody in the others;
- what is still shown is at least twice the least number. Just above the least number a shown count would say that the
  hidden ones are below it, and add up to what they add up to.

Where people may be in several counts, each is decided on its own: then what is shown says nothing of one that is
hidden, which may be nobody. What could join them is not shown: how many are in none of them, unless those in sight
leave room for everybody; and nothing at all where too little is hidden to make up what is missing.

Where all but a few gave one answer, that answer is shown as *most*: a number, or 100 %, would tell what each of them
answered. A row of few people shows nothing at all. Brute force over all rows is the judge, in the tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from services.disclosure.attack import LEAST

LEAST_SENSITIVE: Final = 10
"""The least number where violence, children or aid workers are spoken of."""
MOST: Final = "most"

Shown = int | Literal["most"] | None
"""A count; or that it is all but a few; or None where it is hidden: then it is small, or would give a small one away.
"""


def in_a_row(counts: Sequence[int], least: int = LEAST) -> tuple[Shown, ...]:
    """Counts of people who are each in one of them, as they may be shown to somebody who knows how many there are.

    Also to somebody who knows that nobody is in one of them, such as those who did not answer where they had to.
    """
    people = sum(counts)
    if people <= 2 * least:
        return (None,) * len(counts)
    if any(_is_most(count, people, least) for count in counts):
        return tuple(MOST if _is_most(count, people, least) else None for count in counts)
    hidden = _hidden(counts, least)
    return tuple(None if count in hidden else count for count in counts)


def several_each(
    counts: Sequence[int], answered: int, asked: int, least: int = LEAST, at_once: int | None = None
) -> tuple[Shown, ...]:
    """How many of so many people who were asked chose each of several answers; so many chose one at least.

    How many were asked may be known, and that all of them answered, or not. So a count is seen where it may be of all
    who were asked as well as of all who answered, and nothing unless those in sight leave room for everybody: then
    neither those in hidden counts nor those who chose none are needed to make up the whole. `at_once`: so many answers
    one person may choose, where not all.
    """
    both = zip(each_alone(counts, asked, least), each_alone(counts, answered, least), strict=True)
    row = tuple(one if one == other else None for one, other in both)
    tells = _Several(row, asked, least, at_once).nearly_all_are_limited
    return _nothing(row) if tells or _in_sight(row, asked) < asked else row


def several_or_none(
    counts: Sequence[int],
    none: int,
    people: int,
    least: int = LEAST,
    is_required: bool = False,
    at_once: int | None = None,
) -> tuple[Shown, ...]:
    """How many of so many people (a known number) chose each of several answers, and last how many chose none.

    Zero is always hidden: it says something of everybody. So is how many chose none, unless nobody of the hidden counts
    is needed to make up the rest, and it would not tell of few that they chose something, but not this. `is_required`:
    it may be known that all chose one, since an answer is required. `at_once`: so many answers one person may choose.
    """
    row = _without_those_near(each_alone(counts, people, least), people, least)
    in_sight, hidden = _in_sight(row, people), row.count(None)
    if is_required and in_sight < people:
        return (*_nothing(row), None)
    if hidden < 2 and 0 < people - in_sight - hidden * (least - 1) < least:
        return (*_nothing(row), None)
    if _Several(row, people, least, at_once).tells:
        return (*_nothing(row), None)
    is_room = in_sight >= people > 2 * least
    others_are_enough = all(people - none - count >= least for count in row if isinstance(count, int))
    return (*row, none if none >= least and is_room and others_are_enough else None)


def all_or_nothing(counts: Sequence[int], answered: int, asked: int, least: int = LEAST) -> tuple[Shown, ...]:
    """How many chose each of several answers, where a rule of which it is not known what it implies says which may be
    chosen together: shown where nobody is few, whoever chose one, did not, chose another one alone, or chose none."""
    none = asked - answered
    are_few = [count < least or answered - count < least for count in counts]
    return _nothing(tuple(counts)) if any(are_few) or 0 < none < least or asked <= 2 * least else tuple(counts)


def share(count: int, people: int, least: int = LEAST) -> Shown:
    """So many of so many people, in per cent: the group and its rest are both enough people, or it is most, or hidden.
    Of what is published in blocks both numbers are sums of what blocks show."""
    if people <= 2 * least or count < least:
        return None
    return MOST if _is_most(count, people, least) else round(100 * count / people)


def enough(least: int) -> int:
    """How many people hidden counts have to make up: two more, for of two of them, or of one and all others together,
    it may be known that both are somebody."""
    return least + 2


def _is_most(count: int, people: int, least: int) -> bool:
    return people - count < least


def each_alone(counts: Sequence[int], people: int, least: int) -> tuple[Shown, ...]:
    """Each count as if nothing joined it to the others."""
    if people <= 2 * least:
        return (None,) * len(counts)
    return tuple(MOST if _is_most(count, people, least) else None if count < least else count for count in counts)


def _without_those_near(row: tuple[Shown, ...], people: int, least: int) -> tuple[Shown, ...]:
    """Beside one that nearly all chose, it is known that nearly all chose something; so of a count that nearly as many
    chose, it would be known how few chose something else."""
    if MOST not in row:
        return row
    return tuple(None if count != MOST and count and people - count < 2 * least - 1 else count for count in row)


@dataclass(frozen=True, slots=True)
class _Several:
    """What such a row says of so many people, of whom each may choose so many answers `at_once`."""

    row: Sequence[Shown]
    people: int
    least: int
    at_once: int | None

    @property
    def tells(self) -> bool:
        """Whether somebody knows of few that they did not choose an answer, or chose something but not that."""
        return self.nearly_all_are_limited or any(map(self._is_pinned_without, range(len(self.row))))

    @property
    def nearly_all_are_limited(self) -> bool:
        """Whether what nearly all chose cannot be what all chose, since they chose so much else."""
        if self.at_once is None or MOST not in self.row:
            return False
        return sum(low for low, _ in self._spans) + self.least - 1 > self.at_once * self.people

    def _is_pinned_without(self, place: int) -> bool:
        """Whether it is known of few how many chose something, but not this answer."""
        low, high = self._spans[place]
        others = [span for other, span in enumerate(self._spans) if other != place]
        fewest = max(self._fewest - high, 0)
        most = min(self.people - low, sum(high for _, high in others))
        return 0 < fewest < self.least and most - fewest < self.least

    @property
    def _fewest(self) -> int:
        """So many at least chose something."""
        lows = [low for low, _ in self._spans]
        return max(max(lows), -(-sum(lows) // self.at_once) if self.at_once else 0)

    @property
    def _spans(self) -> list[tuple[int, int]]:
        few, nearly_all = (0, self.least - 1), (self.people - self.least + 1, self.people)
        return [few if count is None else nearly_all if count == MOST else (count, count) for count in self.row]


def _in_sight(row: Sequence[Shown], people: int) -> int:
    """How many people the shown counts may hold at most: *most* may be all."""
    return sum(people if count == MOST else count for count in row if count is not None)


def _nothing(row: Sequence[Shown]) -> tuple[Shown, ...]:
    return (None,) * len(row)


def _hidden(counts: Sequence[int], least: int) -> set[int]:
    """The values that are hidden, so that those in sight are twice the least number and more. Zeros alone need no
    hiding."""
    hidden = {count for count in counts if count < least}
    while hidden - {0}:
        those = [count for count in counts if count in hidden]
        others = [count for count in counts if count not in hidden]
        is_enough = len(those) > 1 and sum(those) >= enough(least)
        if not others or (is_enough and min(others) >= 2 * least):
            return hidden
        hidden.add(min(others))
    return set()
