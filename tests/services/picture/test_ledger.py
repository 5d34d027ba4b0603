"""Promises of the ledger: every report in one block, nothing ever changed, and no small number to be worked out."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from services.keys.sealing import SymmetricKey
from services.picture.gate import pinned
from services.picture.ledger import NO_ZONE, Accepted, BlockLedger, Rules, ZoneWeeks, joined, opened, release
from services.picture.weeks import ends_a_month, name_of, number_of

FIRST = number_of("2026-W01")
WEEKS = 40
SECRET = SymmetricKey(bytes(range(32)))
RULES = Rules({"north": 300, "south": 250, "mill": 40, "bridge": 30}, frozenset({"violence"}))
CATEGORIES = ("theft", "threat", "violence", "psea")


def drawn_by(chance: Random) -> list[tuple[int, str, str, int]]:
    """Up to 400 reports, of a few zones and categories or of all, so that most years have blocks."""
    zones, categories = (
        chance.sample(every, chance.randint(1, len(every))) for every in ([*RULES.zones, ""], CATEGORIES)
    )
    return [
        (chance.randrange(WEEKS), chance.choice(zones), chance.choice(categories), chance.randrange(200))
        for _ in range(chance.randint(0, 400))
    ]


MANY = st.integers(0, 2**32).map(Random).map(drawn_by)
"""Not a list of reports: hypothesis makes nearly all of them too short for a single block."""


def reports(drawn: Sequence[tuple[int, str, str, int]]) -> list[Accepted]:
    return [
        Accepted(number.to_bytes(16), FIRST + week, zone, category, person.to_bytes(2))
        for number, (week, zone, category, person) in enumerate(drawn)
    ]


def several(count: int, week: int, zone: str = "north", category: str = "theft", first: int = 0) -> list[Accepted]:
    """So many reports of as many people in one week."""
    numbers = range(first, first + count)
    return [Accepted(each.to_bytes(16), FIRST + week, zone, category, each.to_bytes(2)) for each in numbers]


def released(every: Sequence[Accepted], weeks: int = WEEKS, ledger: BlockLedger | None = None) -> BlockLedger:
    return release(ledger or opened(SECRET, FIRST), every, RULES, FIRST + weeks - 1)


@settings(max_examples=60, deadline=None)
@given(MANY)
def test_every_report_is_in_one_block_or_waits_for_one(drawn: list[tuple[int, str, str, int]]) -> None:
    every = reports(drawn)
    blocks = released(every).blocks
    inside = [id for block in blocks for id in block.reports]
    assert len(inside) == len(set(inside))
    assert set(inside) <= {each.id for each in every}
    for each in every:
        if each.id in inside:
            (block,) = (block for block in blocks if each.id in block.reports)
            assert block.category == each.category
            assert any(part.zone == each.zone and part.first <= each.week <= part.last for part in block.parts)


@settings(max_examples=40, deadline=None)
@given(MANY, st.lists(st.integers(1, WEEKS), max_size=5))
def test_it_does_not_matter_how_often_somebody_looks(drawn: list[tuple[int, str, str, int]], looks: list[int]) -> None:
    every, ledger = reports(drawn), opened(SECRET, FIRST)
    for weeks in sorted(looks):
        later = released(every, weeks, ledger)
        assert later.blocks[: len(ledger.blocks)] == ledger.blocks
        assert released(every, weeks, later) == later
        ledger = later
    assert released(every, ledger=ledger) == released(every)


@settings(max_examples=40, deadline=None)
@given(MANY, st.randoms(use_true_random=False), st.integers(5, WEEKS - 5))
def test_what_is_found_otherwise_later_changes_no_block_and_enters_none_twice(
    drawn: list[tuple[int, str, str, int]], random: Random, weeks: int
) -> None:
    every = reports(drawn)
    before = released(every, weeks)
    changed = [each._replace(category=random.choice(CATEGORIES)) for each in every if random.random() < 0.8]
    after = released(changed, ledger=before)
    assert after.blocks[: len(before.blocks)] == before.blocks
    inside = [id for block in after.blocks for id in block.reports]
    assert len(inside) == len(set(inside))
    assert pinned(after) == []


@settings(max_examples=40, deadline=None)
@given(MANY)
def test_weeks_of_a_zone_follow_each_other_and_overlap_nowhere(drawn: list[tuple[int, str, str, int]]) -> None:
    blocks = released(reports(drawn)).blocks
    for zone in [*RULES.zones, ""]:
        for category in CATEGORIES:
            parts = [part for block in blocks if block.category == category for part in block.parts]
            spans = sorted((part.first, part.last) for part in parts if part.zone == zone)
            assert not spans or spans[0][0] == FIRST
            assert all(later[0] == earlier[1] + 1 for earlier, later in pairwise(spans))


@settings(max_examples=60, deadline=None)
@given(MANY)
def test_sensitive_is_told_for_the_whole_site_once_a_month_and_psea_nowhere(
    drawn: list[tuple[int, str, str, int]],
) -> None:
    for block in released(reports(drawn)).blocks:
        assert block.category != "psea"
        assert block.is_sensitive == (block.category == "violence")
        if block.is_sensitive:
            assert {part.zone for part in block.parts} == {*RULES.zones, ""}
            assert block.people >= 10
            assert ends_a_month(block.last)


@settings(max_examples=60, deadline=None)
@given(MANY)
def test_a_block_counts_people_and_shows_them_rounded_to_five(drawn: list[tuple[int, str, str, int]]) -> None:
    every = {each.id: each for each in reports(drawn)}
    for block in released(list(every.values())).blocks:
        assert block.people == len({every[id].contributor for id in block.reports}) >= 5
        assert block.shown % 5 == 0
        assert abs(block.shown - block.people) <= 4


@settings(max_examples=60, deadline=None)
@given(MANY)
def test_small_zones_are_never_told_apart(drawn: list[tuple[int, str, str, int]]) -> None:
    for block in released(reports(drawn)).blocks:
        zones = {part.zone for part in block.parts}
        assert ("mill" in zones) == ("bridge" in zones)
        assert zones & {"mill", "bridge"} != zones, "70 people are too few as well"


def test_a_small_zone_full_of_reports_is_told_with_its_neighbours_only() -> None:
    blocks = released(several(40, week=0, zone="mill")).blocks
    assert blocks
    assert all({part.zone for part in block.parts} >= {"mill", "bridge"} for block in blocks)
    assert all(len({part.zone for part in block.parts}) > 2 for block in blocks)


@settings(max_examples=40, deadline=None)
@given(MANY)
def test_nobody_can_work_out_a_small_number_not_even_who_knows_the_rules(
    drawn: list[tuple[int, str, str, int]],
) -> None:
    assert pinned(released(reports(drawn))) == []


def test_one_person_who_reports_ten_times_is_one_person() -> None:
    same = [each._replace(contributor=b"one") for each in several(30, week=0)]
    assert released(same).blocks == ()


def test_a_block_waits_until_enough_people_came_and_then_holds_all_of_them() -> None:
    first, rest = several(4, week=0), several(9, week=3, first=4)
    assert released([*first, *rest], weeks=3).blocks == ()
    (block,) = released([*first, *rest], weeks=4).blocks
    assert block.people == 13
    assert [(part.zone, part.first, part.last) for part in block.parts] == [("north", FIRST, FIRST + 3)]


def test_how_many_it_takes_is_another_number_at_every_look() -> None:
    """Five each week, in which four of five times they are not enough: no number from five on is surely enough, or
    surely not, and none is so for long."""
    every = [each for week in range(400) for each in several(1, week, first=week)]
    sizes = [block.people for block in released(every, weeks=400).blocks]
    assert {5, 6, 7, 8, 9, 10} <= set(sizes)
    waiting = [released(several(5, 0), weeks).blocks == () for weeks in range(1, 60)]
    assert waiting[0]
    assert not waiting[-1]
    other = release(opened(SymmetricKey(b"x" * 32), FIRST), every, RULES, FIRST + 399)
    assert sizes != [block.people for block in other.blocks]


def test_what_is_accepted_late_enters_the_next_block() -> None:
    on_time = several(40, week=0)
    before = released(on_time, weeks=1)
    late = several(3, week=0, first=50)
    (first, second) = released([*on_time, *late, *several(40, week=2, first=60)], weeks=3, ledger=before).blocks
    assert first == before.blocks[0]
    assert {each.id for each in late} <= second.reports
    assert second.parts[0].first == FIRST + 1


def test_what_waited_for_a_quarter_in_several_zones_goes_out_together() -> None:
    few = [*several(4, 0, "north"), *several(4, 0, "south", first=10), *several(1, 25, "south", first=20)]
    blocks = released(few).blocks
    (block,) = blocks
    assert block.is_of_several
    assert block.people == 8
    assert {part.zone for part in block.parts} >= {"north", "south"}
    assert {each.id for each in few if each.week == FIRST + 25}.isdisjoint(block.reports)
    assert released(several(4, 0, "north")).blocks == ()


def test_a_zone_that_only_a_report_names_stands_in_no_list() -> None:
    """Its name alone would say that somebody there reported; it counts as not said."""
    violence = several(40, 1, category="violence")
    with_it = released([*violence, *several(1, 1, "old", first=90)])
    (without,) = released(violence).blocks
    assert {part.zone for block in with_it.blocks for part in block.parts} == {part.zone for part in without.parts}
    assert released(several(40, 1, "old")).blocks[0].parts[0].zone == NO_ZONE


@settings(max_examples=30, deadline=None)
@given(MANY, st.integers(5, WEEKS - 5))
def test_when_people_leave_a_zone_it_is_joined_with_another_and_nothing_is_told(
    drawn: list[tuple[int, str, str, int]], weeks: int
) -> None:
    every = reports(drawn)
    fewer = Rules({**RULES.zones, "south": 60}, RULES.sensitive | {"threat"})
    before = released(every, weeks)
    after = release(before, every, fewer, FIRST + WEEKS - 1)
    assert pinned(after) == []
    inside = [id for block in after.blocks for id in block.reports]
    assert len(inside) == len(set(inside))


def test_zones_are_joined_until_enough_people_live_there_and_stay_so() -> None:
    people = {"a": 20, "b": 50, "c": 60, "d": 500, "e": None}
    once = joined(people, people, ())
    assert set(once) == {frozenset("abc"), frozenset("d"), frozenset("e")}
    grown = dict.fromkeys(people, 1000)
    assert joined(people, grown, once) == once
    shrunk = {**people, "d": 80}
    assert frozenset("abcd") in joined(people, shrunk, once)
    assert joined(["a"], {"a": 20}, ()) == (frozenset("a"),)


def test_with_a_known_threshold_the_last_week_of_a_block_would_be_pinned() -> None:
    """Why it is secret: a block of 5 at a threshold of 5 tells that its last week held one person at least, and 5 at
    most."""
    from services.disclosure.attack import Figure, Pinned, attack

    figures = [
        Figure(frozenset({"before", "last"}), 5, 5),
        Figure(frozenset({"before"}), 0, 4, is_published=False),
    ]
    assert Pinned(frozenset({"last"}), 1, 5) in attack(figures)


def test_the_gate_sees_a_block_that_should_not_be() -> None:
    (block,) = released(several(40, 0)).blocks
    small = replace(block, people=2, rounded_by=0)
    assert pinned(replace(opened(SECRET, FIRST), blocks=(small,)))


def test_weeks_are_counted_over_the_turn_of_a_year() -> None:
    assert number_of("2027-W01") == number_of("2026-W53") + 1
    assert name_of(number_of("2026-W53")) == "2026-W53"
    assert sum(ends_a_month(week) for week in range(number_of("2026-W02"), number_of("2027-W01"))) == 12


def test_a_report_is_counted_by_zone_kind_and_week_and_by_nothing_else() -> None:
    """A second cut (gender, language) of the same weeks would have to pass the gate together with the first."""
    assert Accepted._fields == ("id", "week", "zone", "category", "contributor")
    assert ZoneWeeks._fields == ("zone", "first", "last")
