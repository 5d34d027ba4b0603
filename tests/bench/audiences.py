"""What an organiser learns of one given woman who watches for a year about how many people hear about something.

    python tests/bench/audiences.py [--years 300] [--seed 1]

Each day one in two hundred leaves, and as many join; the organiser looks once and keeps it all, words and whether a
second yes is asked for. In half of the years the given woman joins on a day that the organiser knows of, and stays.
Printed for each size, for a discreet group and for another audience: how often these guess rightly whether she joined

- who watches: says yes where something else is told from that day on, else no;
- who watches, told everybody else's coming and going: nobody can do better. A coin is tossed where with her and
  without her the whole year reads alike;
- who has kept everybody else out and has nine accounts of their own in the group: what a threshold that is known
  cannot withstand (SECURITY.md).
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final
from unittest import mock

sys.path.insert(0, str(Path(__file__).parents[2]))

from handlers.meetings.shown.people import readers_line
from locales import Words
from services.keys.sealing import RuntimeKey
from services.notices import headcounts, subscriptions
from services.publishing.senders import reach
from services.recurrence.wall_time import WallTime
from storage import migrations
from storage.engine import Database
from tests.support.meetings.meeting_room import NOW, Room, content

DAYS = 365
ANY_DAY: Final = WallTime(NOW.date(), NOW.time())
SIZES = (5, 12, 40, 150)
AUDIENCES = {"discreet group": "forum:women", "other audience": "zone:north"}
Told = Callable[[int], str]


def teller(room: Room, audience: str) -> Told:
    """What is told of so many people, by the bot's own way from counting to words."""
    days = iter(range(10**6))

    @cache
    def told(people: int) -> str:
        sizes: Mapping[str, int] = {language: people * (language == "en") for language in room.content.languages}
        with mock.patch.object(subscriptions, "sizes", lambda *_: sizes):
            room.write(headcounts.count, [audience], room.content.languages, NOW + next(days) * timedelta(days=1))
        found = room.read(reach, room.content, [audience])
        groups = tuple(replace(each, counted=ANY_DAY) for each in found.groups)
        return f"{readers_line(Words('en'), replace(found, groups=groups))} {found.needs_second_yes}"

    return told


def others(size: int, chance: random.Random) -> list[int]:
    """How many there are on each day, but for her."""
    found = [size]
    while len(found) < DAYS:
        come, gone = (sum(chance.random() < 0.005 for _ in range(of)) for of in (size, found[-1]))
        found.append(found[-1] + come - gone)
    return found


def with_her(people: Sequence[int], since: int) -> list[int]:
    return [each + (day >= since) for day, each in enumerate(people)]


def guesses(told: Told, size: int, chance: random.Random) -> tuple[bool, bool]:
    """Whether who watches, and who knows all others, guess rightly in one year."""
    people, since, joins = others(size, chance), chance.randrange(1, DAYS), chance.random() < 0.5
    without, joined = list(map(told, people)), list(map(told, with_her(people, since)))
    seen = joined if joins else without
    changes = seen[since] != seen[since - 1]
    return changes == joins, without != joined or chance.random() < 0.5


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
            told = teller(room, audience)
            for size in SIZES:
                chance = random.Random(given.seed)
                watching, knowing = zip(*(guesses(told, size, chance) for _ in range(given.years)), strict=True)
                print(
                    f"{name} of about {size}: who watches is right in {sum(watching) / given.years:.0%} of the years,"
                    f" who knows all others in {sum(knowing) / given.years:.0%}"
                )
            print(f"{name}, nine accounts of one's own and nobody else: {'told' if told(9) != told(10) else 'untold'}")
        room.database.close()


if __name__ == "__main__":
    main()
