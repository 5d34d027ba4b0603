"""What an organiser learns of one given woman who watches for a year about how many people hear about something.

    python tests/bench/audiences.py [--years 300] [--seed 1]

Each day one in two hundred leaves, and as many join; the organiser looks once and keeps it all, words and whether a
second yes is asked for. In half of the years the given woman joins on a day that the organiser knows of, and stays.
Printed for each size, for a discreet group and for another audience: how often these guess rightly whether she joined

- who watches: says yes where something else is told within a week from that day on, else no;
- who watches, told everybody else's coming and going, and who knows the rules, all but what is drawn: nobody can do
  better. A coin is tossed where with her and without her the whole year is as likely;
- who keeps everybody else out and adds an account of their own each week, until "enough" is told: of how many sizes
  that the group may have had without them this leaves.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from handlers.meetings.shown.people import readers_line
from locales import Words
from services.disclosure.bands import ENOUGH, SLACK, Told, band_of
from services.forums import are_discreet
from services.keys.sealing import RuntimeKey
from services.notices import fixed, headcounts
from services.publishing.senders import reach
from services.recurrence.wall_time import WallTime
from storage import migrations
from storage.engine import Database
from tests.support.meetings.meeting_room import NOW, Room, content

DAYS = 365
ANY_DAY: Final = WallTime(NOW.date(), NOW.time())
SIZES = (5, 12, 40, 150)
AUDIENCES = {"discreet group": "forum:women", "other audience": "zone:north"}
Says = Callable[[int], str]


def teller(room: Room, audience: str) -> Says:
    """What is said of a band, by the bot's own way from what it has counted to words."""

    @cache
    def says(band: int) -> str:
        kept = {audience: {headcounts.AT: NOW.isoformat(), "people": band}}
        room.write(fixed.fix, headcounts.KIND, kept)
        found = room.read(reach, room.content, [audience])
        groups = tuple(replace(each, counted=ANY_DAY) for each in found.groups)
        return f"{readers_line(Words('en'), replace(found, groups=groups))} {found.needs_second_yes}"

    return says


def told(people: Sequence[int], is_discreet: bool) -> list[int]:
    """The band of each look, by the bot's own rule: of a discreet group once a week, of another each day."""
    told, bands = Told.anew(), []
    for each in people[:: 7 if is_discreet else 1]:
        told = told.after(each) if is_discreet else Told(band_of(each), 0)
        bands.append(told.band)
    return bands


def likelihood(people: Sequence[int], said: Sequence[str], says: Says, is_discreet: bool) -> float:
    """How likely it is that this is said of so many people, whatever is drawn."""
    if not is_discreet:
        return float([says(band_of(each)) for each in people] == list(said))
    every = [1 / (SLACK + 1)] * (SLACK + 1)
    states = {Told(0, slack): chance for slack, chance in enumerate(every)}
    for each, heard in zip(people[::7], said, strict=True):
        after: dict[Told, float] = defaultdict(float)
        for told, chance in states.items():
            low, high = band_of(each - told.slack), band_of(each + told.slack)
            band = max(low, min(told.band, high))
            if says(band) == heard:
                for slack, share in enumerate(every):
                    after[told if band == told.band else Told(band, slack)] += chance * share
        states = after
    return sum(states.values())


def others(size: int, chance: random.Random) -> list[int]:
    """How many there are on each day, but for her."""
    found = [size]
    while len(found) < DAYS:
        come, gone = (sum(chance.random() < 0.005 for _ in range(of)) for of in (size, found[-1]))
        found.append(found[-1] + come - gone)
    return found


def with_her(people: Sequence[int], since: int) -> list[int]:
    return [each + (day >= since) for day, each in enumerate(people)]


def guesses(says: Says, size: int, chance: random.Random, is_discreet: bool) -> tuple[bool, bool]:
    """Whether who watches, and who knows all others, guess rightly in one year."""
    people, since, joins = others(size, chance), chance.randrange(7, DAYS - 7), chance.random() < 0.5
    joined = with_her(people, since)
    said = [says(band) for band in told(joined if joins else people, is_discreet)]
    look = -(-since // 7) if is_discreet else since
    changes = said[look] != said[look - 1]
    without, with_one = (likelihood(each, said, says, is_discreet) for each in (people, joined))
    knows = with_one > without if with_one != without else chance.random() < 0.5
    return changes == joins, knows == joins


def sizes_left(is_discreet: bool) -> list[int]:
    """For each number of own accounts at which "enough" may come to be told: of how many sizes of the others it may."""
    found: dict[int, set[int]] = defaultdict(set)
    for others in range(ENOUGH):
        for slack in range(SLACK + 1 if is_discreet else 1):
            found[next(own for own in range(99) if Told(0, slack).after(others + own).band)].add(others)
    return [len(found[own]) for own in sorted(found)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--years", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/amana.db"
        migrations.upgrade(url)
        room = Room(Database(url), RuntimeKey.generate(), content(second_yes_over=50))
        for name, audience in AUDIENCES.items():
            says, is_discreet = teller(room, audience), are_discreet(room.content.forums, [audience])
            for size in SIZES:
                chance = random.Random(given.seed)
                found = [guesses(says, size, chance, is_discreet) for _ in range(given.years)]
                watching, knowing = zip(*found, strict=True)
                print(
                    f"{name} of about {size}: who watches is right in {sum(watching) / given.years:.0%} of the years,"
                    f" who knows all others in {sum(knowing) / given.years:.0%}"
                )
            print(f"{name}, own accounts until enough is told: sizes left {sizes_left(is_discreet)}")
        room.database.close()


if __name__ == "__main__":
    main()
