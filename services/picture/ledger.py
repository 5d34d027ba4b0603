"""The ledger of blocks: what may be published, week after week, of how many reports there were, where and of what kind.

Tables that are published again and again give their small numbers away, whatever is hidden in each: next week's table
less this week's is one person. So nothing is ever published but *blocks*. A zone and a category collect whole weeks
until a secret number of people is reached; then these reports become a block, which is shown, rounded, and never
changes. The next block begins after it.

What holds, and why:

1. *Every report is in one block at most, and will be in one.* A report is known by its envelope; one that is in a
   block is not collected again. What a later look finds otherwise (another category, withdrawn) enters no block twice.
2. *No number under 5 follows from all blocks together.* Blocks share no reports, so no difference of sums of blocks is
   less than a whole block. Whatever else is shown (totals, shares, maps) is computed from what blocks show, so it tells
   nothing that they do not.
3. *Nor from the rules, to somebody who knows them but for the secret.* Whether as many people as wait are enough is
   drawn anew at each look, by a keyed hash: never for fewer than 5, for each one from there on four times of five as
   seldom not. No number under 37 is certainly enough, none from 5 on certainly too few: there is no border to stand
   at. Who has eight reports of their own in an open block learns little by one look. There is one a week, and a block
   that came out is looked at no more; that one stays open for many weeks tells more (SECURITY.md).
   Whether a number is rounded up or down is a keyed hash, too: the nearer one is as much likelier as it is nearer, so
   that sums stay right. Rounded to the nearest, a week with 12 invented reports was shown as 10 where nobody else
   reported, and as 15 where somebody did.
4. *Nor from what is not shown.* A zone without a block may have any number, and the more the less likely.
5. *What waits too long goes out together.* At the end of a quarter, weeks older than the quarter that wait in several
   areas may become one block of these. Which weeks these are depends on no count that is not published.

Sensitive categories are collected for the whole site alone, 10 people at least, and looked at once a month. PSEA is
in no ledger. Zones with few people are one area with others, for good. People are counted, by the mailbox of their
report, once a block.

Everything here is a function of what it is given: the same reports and the same secret give the same blocks.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from typing import Final, NamedTuple

from services.disclosure.attack import LEAST
from services.disclosure.suppression import LEAST_SENSITIVE
from services.keys.sealing import SymmetricKey, keyed_tag
from services.picture.weeks import QUARTER, ends_a_month, ends_a_quarter

GO_ON: Final = 205
"""So many times of 256 (four of five) it takes one person more."""
NO_ZONE: Final = ""
"""Where the person did not say where it was."""
FEW_PEOPLE: Final = 100
"""A zone of fewer people than this is published together with others."""
ROUNDING: Final = 5


class Accepted(NamedTuple):
    """A report that was accepted: its envelope, the number of its week, what it is about, and whose it is.

    `contributor` is the tag of its mailbox, or whatever else stands for a person. Duplicates have been merged before.
    """

    id: bytes
    week: int
    zone: str
    category: str
    contributor: bytes


@dataclass(frozen=True, slots=True)
class Rules:
    """What an organisation says of its zones and categories.

    `zones`: each with the people who live there, None where nobody knows (then it stands alone). `sensitive`: the
    categories that are told for the whole site only. `never`: those that are not told at all.
    """

    zones: Mapping[str, int | None]
    sensitive: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset({"psea"})


class ZoneWeeks(NamedTuple):
    """The weeks of one zone that stand in a block, the first and the last included."""

    zone: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Block:
    """Reports that were published together. `is_sensitive` and `is_of_several` say by which rule; `areas`, of several,
    which of the zones were one. `rounded_by`: what is added before it is rounded down, 0 to 4, and known to nobody;
    None for a block of before there was that, which is rounded to the nearest 5."""

    category: str
    parts: tuple[ZoneWeeks, ...]
    people: int
    reports: frozenset[bytes] = field(repr=False)
    is_sensitive: bool = False
    is_of_several: bool = False
    rounded_by: int | None = field(default=None, repr=False)
    areas: tuple[frozenset[str], ...] = ()

    @property
    def shown(self) -> int:
        """What is published of it: its people, rounded to 5, up or down."""
        added = ROUNDING // 2 if self.rounded_by is None else self.rounded_by
        return (self.people + added) // ROUNDING * ROUNDING

    @property
    def furthest(self) -> int:
        """How many people more or fewer than shown they may be, to who knows the rules."""
        return ROUNDING // 2 if self.rounded_by is None else ROUNDING - 1

    @property
    def last(self) -> int:
        """Its last week."""
        return max(part.last for part in self.parts)


@dataclass(frozen=True, slots=True)
class BlockLedger:
    """All blocks there are, in the order in which they were released. `through` is the last week that was looked at,
    `areas` are the zones that are published together for good, `left_out` the reports that are never to count: told
    twice, or invented."""

    secret: SymmetricKey = field(repr=False)
    began: int
    through: int
    areas: tuple[frozenset[str], ...] = ()
    blocks: tuple[Block, ...] = ()
    left_out: frozenset[bytes] = field(default=frozenset(), repr=False)

    def starts(self) -> dict[tuple[str, str], int]:
        """For each zone and category with a block the first week that is in none."""
        found: dict[tuple[str, str], int] = {}
        for block in self.blocks:
            for part in block.parts:
                key = part.zone, block.category
                found[key] = max(found.get(key, 0), part.last + 1)
        return found


def opened(secret: SymmetricKey, first_week: int) -> BlockLedger:
    """A ledger without blocks, for reports from that week on."""
    return BlockLedger(secret, first_week, first_week - 1)


def release(ledger: BlockLedger, reports: Iterable[Accepted], rules: Rules, through: int) -> BlockLedger:
    """The ledger after every week up to that one was looked at: with the blocks that became full."""
    collecting = _Collecting(ledger, reports, rules)
    for week in range(ledger.through + 1, through + 1):
        collecting.look(week)
    return replace(ledger, through=max(ledger.through, through), areas=collecting.areas, blocks=collecting.blocks)


def joined(
    zones: Iterable[str], people: Mapping[str, int | None], before: Sequence[frozenset[str]]
) -> tuple[frozenset[str], ...]:
    """The zones in areas of enough people each. Zones that were together before stay together."""
    known = frozenset().union(*before)
    areas = [*before, *(frozenset({zone}) for zone in zones if zone not in known)]
    while len(areas) > 1:
        smallest, next_one, *others = sorted(areas, key=lambda area: (_people(area, people), sorted(area)[::-1]))
        if _people(smallest, people) >= FEW_PEOPLE:
            break
        areas = [smallest | next_one, *others]
    return tuple(sorted(areas, key=sorted))


class _Collecting:
    """The reports that are in no block yet, while weeks are looked at."""

    def __init__(self, ledger: BlockLedger, reports: Iterable[Accepted], rules: Rules) -> None:
        self._ledger = ledger
        self._rules = rules
        self._starts = ledger.starts()
        self.blocks = ledger.blocks
        taken = ledger.left_out.union(*(block.reports for block in ledger.blocks))
        # A zone that only a report names says by its name alone that somebody there reported.
        zones = {*rules.zones, NO_ZONE}.union(*ledger.areas)
        self.areas = joined(zones, rules.zones, ledger.areas)
        self._waiting: dict[str, dict[str, list[Accepted]]] = defaultdict(lambda: defaultdict(list))
        for each in reports:
            if each.id not in taken and each.category not in rules.never:
                self._waiting[each.category][each.zone if each.zone in zones else NO_ZONE].append(each)

    def look(self, week: int) -> None:
        """Release what is full at the end of a week."""
        for category in sorted(self._waiting):
            if category in self._rules.sensitive:
                if ends_a_month(week):
                    self._release(category, self._parts(category, frozenset().union(*self.areas), week))
                continue
            for area in self.areas:
                self._release(category, self._parts(category, area, week))
            if ends_a_quarter(week):
                self._release_several(category, week - QUARTER)

    def _parts(self, category: str, zones: Iterable[str], last: int) -> tuple[ZoneWeeks, ...]:
        """The weeks of these zones that are in no block, up to that one."""
        starts = ((zone, self._starts.get((zone, category), self._ledger.began)) for zone in sorted(zones))
        return tuple(ZoneWeeks(zone, first, last) for zone, first in starts if first <= last)

    def _release_several(self, category: str, last: int) -> None:
        """What has waited for a quarter in two areas or more."""
        parts = [part for area in self.areas for part in self._parts(category, area, last)]
        areas = tuple(area for area in self.areas if self._parts(category, area, last))
        if sum(bool(self._reports(category, self._parts(category, area, last))) for area in areas) > 1:
            self._release(category, tuple(parts), areas)

    def _release(self, category: str, parts: tuple[ZoneWeeks, ...], areas: tuple[frozenset[str], ...] = ()) -> None:
        """A block of these weeks, of several areas where these are named, once there are enough people."""
        reports = self._reports(category, parts)
        people = len({each.contributor for each in reports})
        is_sensitive, secret = category in self._rules.sensitive, self._ledger.secret
        if people < _threshold(secret, category, parts, is_sensitive):
            return
        ids, added = frozenset(each.id for each in reports), _rounded_by(secret, category, parts)
        block = Block(category, parts, people, ids, is_sensitive, bool(areas), added, areas)
        self.blocks += (block,)
        for part in parts:
            self._starts[part.zone, category] = part.last + 1
            waiting = self._waiting[category]
            waiting[part.zone] = [each for each in waiting[part.zone] if each.id not in ids]

    def _reports(self, category: str, parts: Iterable[ZoneWeeks]) -> list[Accepted]:
        """What waits in these weeks. What was accepted late for an earlier one counts in the first that is open."""
        waiting = self._waiting[category]
        return [each for part in parts for each in waiting[part.zone] if each.week <= part.last]


def _threshold(secret: SymmetricKey, category: str, parts: Iterable[ZoneWeeks], is_sensitive: bool) -> int:
    """How many people a block of these weeks needs: the least number, and more by chance, without a most. Another
    number at each look, since the last week is another one; nobody can tell it without the secret."""
    drawn = keyed_tag(secret, "amana threshold of a look", json.dumps([category, list(parts)]).encode())
    more = next((place for place, byte in enumerate(drawn) if byte >= GO_ON), len(drawn))
    return (LEAST_SENSITIVE if is_sensitive else LEAST) + more


def _rounded_by(secret: SymmetricKey, category: str, parts: Iterable[ZoneWeeks]) -> int:
    """What is added to the people of that block before they are rounded down: nobody can tell without the secret."""
    drawn = keyed_tag(secret, "amana rounding of a block", json.dumps([category, list(parts)]).encode())
    return int.from_bytes(drawn[:8], "big") % ROUNDING


def _people(area: frozenset[str], people: Mapping[str, int | None]) -> float:
    numbers = [people.get(zone) for zone in area]
    return inf if None in numbers else sum(number for number in numbers if number is not None)
