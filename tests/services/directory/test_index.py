"""What is found when a word is nearly right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.index import Index, distance, errors_allowed

WORDS = {1: {"hospital": 7, "north": 3}, 2: {"school": 7, "north": 3}, 3: {"hospitality": 1}, 4: {"hotel": 7}}


@pytest.fixture
def index() -> Index:
    made = Index()
    for document, words in WORDS.items():
        made.add(document, words)
    return made


@pytest.mark.parametrize("typed", ["hospital", "hospita", "hopsital", "hospittal", "ospital", "hozpitel"])
def test_a_word_is_found_though_misspelt(index: Index, typed: str) -> None:
    assert next(iter(sorted(index.find([typed]).items(), key=lambda found: -found[1])))[0] == 1


def test_the_heavier_place_of_a_word_wins(index: Index) -> None:
    found = index.find(["hospital"])
    assert 3 not in found


def test_more_words_found_are_a_better_answer(index: Index) -> None:
    found = index.find(["north", "school"])
    assert max(found, key=lambda document: found[document]) == 2


def test_a_word_too_far_off_or_too_short_finds_nothing(index: Index) -> None:
    assert index.find(["bread"]) == {}
    assert index.find(["zz"]) == {}
    assert index.find([]) == {}


@given(st.text("abcdeنمب", max_size=9), st.text("abcdeنمب", max_size=9))
def test_distance_is_the_same_both_ways_and_nothing_only_for_the_same_word(one: str, other: str) -> None:
    assert distance(one, other, 3) == distance(other, one, 3)
    assert (distance(one, other, 3) == 0) == (one == other)


@given(st.text("abcdef", min_size=4, max_size=12), st.data())
def test_one_letter_changed_or_two_swapped_is_one_error(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert distance(word, swapped, 2) in (0, 1)
    assert distance(word, word[:at] + "z" + word[at + 1 :], 2) == 1
    assert errors_allowed(word) >= 1
