"""Counts that may be shown side by side: small ones are hidden, and so many others that none can be worked out.

A count under the least number would single somebody out, so it is hidden; so is zero, where others are, for else a
hidden count would be somebody. Who subtracts what is shown from the whole, and knows these rules, must still find a
hidden count to be anything from nobody on, or at least so many numbers apart. Where counts add up, more are hidden for
that, the smallest first and equal ones together, until

- those that are hidden make up at least two more than the least number: it may be known that somebody is in one of
  them, and somebody in the others;
- what is still shown is at least twice the least number. Just above the least number a shown count would say that the
  hidden ones are below it, and add up to what they add up to.

Where people may be in several counts, see `services.disclosure.several`.

Where all but a few gave one answer, that answer is shown as *most*: a number, or 100 %, would tell what each of them
answered. A row of few people shows nothing at all. Brute force over all rows is the judge, in the tests.
"""

from collections.abc import Sequence
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
