"""How many dummies there are: secret levels, drawn wide and anew every year, and the moments that come of them.

The proof, for one kind of row (a size of report, or of later letter) in one compartment: dummies come as a Poisson
process whose rate is the level, uniform between 0 and `most`, and a burst of the week. True ones that come at a rate
`t` on the average, added to dummies of the level `x`, look in every respect like dummies of the level `x + t`. So all
that anybody can learn from any number of weeks of one level is whether it was above `most - t` or below `t`: two worlds
with and without true ones differ by `t / most` (total variation), and over 52 weeks, which see two levels, by
`2 * t / most`. Whoever guesses is right in one half plus one half of that. Bursts widen each single week.

Who works on a case lays down several letters in one afternoon, which arrivals one by one would seldom imitate to
somebody who copies the file every day. So there are sittings, too: as many letters as chance will have it, minutes
apart. They come as a Poisson process of a secret level, and the same proof holds for their number. And so are there
incidents, after which several people report within days: what comes together is no sign that it is true.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Final, NamedTuple

LASTS: Final = 52
"""Weeks that a level lasts. The first lasts less, at random, so that nobody knows when one ends."""
BURST: Final = 0.125
"""How much a week's burst adds on the average, as a part of the most."""
BURST_OF_REPORTS: Final = 0.25
"""The same of reports: in one week, several that came together are to be as likely a burst."""

Sizes = Mapping[int, float]
REPORTS: Final[Sizes] = {1024: 20.0, 4096: 20.0, 16384: 6.0, 65536: 0.5}
"""The highest level a week of reports (with a mailbox, where reports have one), by the size of the envelope."""
LETTERS: Final[Sizes] = {1024: 48.0, 4096: 24.0, 16384: 2.0, 65536: 0.2}
"""The same of what has no mailbox of its own: what is done with a case, and later messages. Surveys have none."""

NOTICES: Final[Sizes] = {0: 20.0}
"""The same of numbers in the outbox that no notice has: who knows of all others would count those of psea."""

SITTINGS: Final[Sizes] = {0: 6.0}
"""The same of afternoons in which somebody works on a case."""
INCIDENTS: Final[Sizes] = {1024: 1.0, 4096: 1.0, 16384: 0.1, 65536: 0.01}
"""The same of incidents that several reports of one size come of."""
OF_ONE: Final = 6
"""Reports of an incident, on the average."""
LONGEST_APART: Final = 2.0
"""Days between two of them, on the average, where they come most slowly."""
A_SITTING: Final = 6
"""Letters of a sitting, on the average."""
MINUTES_APART: Final = 10.0
"""Between two letters of a sitting, on the average."""


class Level(NamedTuple):
    """A rate (rows a week) and the number of the first week it holds no more for."""

    rate: float
    until: int


class Habits(NamedTuple):
    """What follows dummy reports, until the week of that number: how many replies and messages on the average, how many
    days each takes, and how many of the replies are read."""

    replies: float
    messages: float
    days: float
    read: float
    until: int


def level(most: float, week: int, chance: Random, is_first: bool) -> Level:
    """A new level from that week on."""
    return Level(chance.uniform(0, most), week + _lasts(chance, is_first))


def habits(week: int, chance: Random, is_first: bool) -> Habits:
    """New habits from that week on."""
    replies, messages = chance.uniform(0, 1.2), chance.uniform(0, 0.6)
    return Habits(replies, messages, chance.uniform(1, 10), chance.random(), week + _lasts(chance, is_first))


def moments(rate: float, burst: float, chance: Random) -> Iterator[float]:
    """The moments of one week, as parts of it (0 to 1), in their order; its burst adds so much on the average."""
    whole = rate + chance.expovariate(1 / burst)
    return arrivals(whole, chance)


def sitting(chance: Random) -> Iterator[float]:
    """When the letters of one sitting come, in minutes after it begins: the first at once."""
    minutes = 0.0
    yield minutes
    while chance.random() > 1 / A_SITTING:
        minutes += chance.expovariate(1 / MINUTES_APART)
        yield minutes


def incident(chance: Random) -> Iterator[float]:
    """When the reports of one incident come, in days after it: how soon after each other is drawn for each."""
    pause, days = chance.uniform(0, LONGEST_APART), 0.0
    yield days
    while chance.random() > 1 / OF_ONE:
        days += chance.expovariate(1) * pause
        yield days


def arrivals(rate: float, chance: Random) -> Iterator[float]:
    """The moments of a Poisson process of that rate between 0 and 1, in their order."""
    moment = chance.expovariate(1) / rate if rate else 1.0
    while moment < 1:
        yield moment
        moment += chance.expovariate(1) / rate


def _lasts(chance: Random, is_first: bool) -> int:
    return chance.randint(1, LASTS) if is_first else LASTS
