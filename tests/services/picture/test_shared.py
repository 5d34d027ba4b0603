"""The page that is passed on is sums of what blocks show, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.picture.ledger import Block, ZoneWeeks
from services.picture.shared import MOST_PLACES, NothingPublished, Place, Shared, fitting, shared

BLOCK = st.builds(
    lambda category, zones, people, sensitive, several: Block(
        category, tuple(ZoneWeeks(zone, 10, 12) for zone in zones), people, frozenset(), sensitive, several
    ),
    st.sampled_from(["theft", "threat", "tension"]),
    st.sets(st.sampled_from([f"zone {n}" for n in range(20)]), min_size=1, max_size=2),
    st.integers(5, 60),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(BLOCK, min_size=1, max_size=60))
def test_every_number_is_a_sum_of_what_whole_blocks_show_and_no_order_changes_it(blocks: list[Block]) -> None:
    found, all = shared(blocks), sum(block.shown for block in blocks)
    assert found == shared(blocks[::-1])
    assert found.about == all == sum(n for _, n in found.categories) == sum(n for _, n in found.places)
    page = fitting(found)
    assert page.about == all == sum(n for _, n in page.places) and len(page.places) <= MOST_PLACES
    assert all_different(found) and all_different(page)
    for category, about in found.categories:
        assert about == sum(block.shown for block in blocks if block.category == category)


def all_different(found: Shared) -> bool:
    return len({place for place, _ in found.places}) == len(found.places)


def test_exact_numbers_are_nowhere() -> None:
    one, other = (Block("theft", (ZoneWeeks("north", 1, 2),), people, frozenset()) for people in (8, 12))
    assert shared([one]) == shared([other]) and shared([one]).about == 10


def test_sensitive_stands_by_no_zone_and_small_zones_together() -> None:
    parts = (ZoneWeeks("mill", 1, 2), ZoneWeeks("bridge", 1, 2))
    blocks = [Block("threat", parts, 12, frozenset(), is_sensitive=True), Block("theft", parts, 7, frozenset())]
    assert shared(blocks).places == ((Place("whole_site"), 10), (Place("zones", ("bridge", "mill")), 5))


def test_without_blocks_there_is_no_page() -> None:
    with pytest.raises(NothingPublished):
        shared([])
