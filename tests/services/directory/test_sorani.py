"""Endings of Sorani words: found through where the text is Kurdish and what is left is known, and nowhere else."""

from pathlib import Path

import pytest

from services.directory.needs import Needs, read_needs
from services.directory.sorani import stems, without_endings

CONTENT = Path(__file__).resolve().parents[3] / "content"


@pytest.fixture(scope="module")
def needs() -> Needs:
    found, problems = read_needs(CONTENT, ("en", "ar", "ckb", "fr"))
    assert problems == []
    return found


@pytest.mark.parametrize(
    ("said", "need"),
    [
        ("ئاومان نییە لە گەڕەکەکە", "water"),
        ("ناسنامەکەم ون کردووە", "legal"),
        ("ناسنامەیەکم دەوێت", "legal"),
        ("دکتۆرێکم دەوێت", "health"),
        ("پارەمان نەماوە", "cash"),
        ("چادرەکانیان دڕاوە", "shelter"),
        ("بەتانییەک بۆ منداڵەکەم", "items"),
    ],
)
def test_a_need_is_named_by_a_word_with_whatever_endings(needs: Needs, said: str, need: str) -> None:
    assert need in needs.named_in(said)


@pytest.mark.parametrize("said", ["الزمان والمكان", "كتابان جديدان", "هذا بيان من الرومان"])
def test_arabic_words_that_end_alike_stay_whole(said: str) -> None:
    words = tuple(said.split())
    assert without_endings(words, said, lambda word: word in ("زم", "مك", "كتاب", "بي", "رو")) == words


def test_a_word_that_is_known_stays_as_it_is() -> None:
    assert without_endings(("نان", "منداله"), "نان بۆ منداڵە", {"نان", "مندال"}.__contains__) == ("نان", "مندال")


def test_what_is_known_in_no_way_is_its_shortest_stem_of_four_letters() -> None:
    assert without_endings(("ههوالهكان",), "هەواڵەکان", lambda word: False) == ("ههوال",)
    assert without_endings(("مان",), "ێ", lambda word: False) == ("مان",)


def test_stems_come_nearest_first_and_each_once() -> None:
    found = list(stems("ناسنامهكهمان"))
    assert len(found) == len(set(found))
    assert found.index("ناسنامهكه") < found.index("ناسنامه")
