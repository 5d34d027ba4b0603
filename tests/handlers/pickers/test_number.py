"""Promises of choosing a number of people."""

import pytest

from handlers.pickers.number import NotANumber, OneOrSeveral, number_keyboard, read_numbers

OFFERED = ("en", "ar", "ckb", "fr")


def test_every_button_means_its_number() -> None:
    labels = [label for row in number_keyboard() for label in row]
    assert [read_numbers(label, 1) for label in labels] == [[int(label)] for label in labels]


@pytest.mark.parametrize("typed", ["12 8 5", "12, 8, 5", "١٢ ٨ ٥", "۱۲/۸/۵", "12 women, 8 men and 5 youth", "12\n8\n5"])
def test_several_numbers_may_come_at_once(typed: str) -> None:
    assert read_numbers(typed, 3) == [12, 8, 5]


@pytest.mark.parametrize("typed", ["", "many", "1 2 3 4", "100001", "9" * 40])
def test_other_words_are_refused(typed: str) -> None:
    with pytest.raises(NotANumber):
        read_numbers(typed, 3)


@pytest.mark.parametrize("typed", ["١٬٢٠٠", "1\u00a0200", "1\u202f200", "1200"])
def test_what_separates_thousands_makes_no_second_number(typed: str) -> None:
    assert read_numbers(typed, 3) == [1200]


@pytest.mark.parametrize("typed", ["1,200", "1 200", "1.200", "١،٢٠٠", "۱٬۲۰۰", "1’200"])
def test_a_thousand_is_one_number_where_one_is_asked_for(typed: str) -> None:
    assert read_numbers(typed, 1) == [1200]


@pytest.mark.parametrize("typed", ["1,200", "1 200", "1.200", "١،٢٠٠", "150,120", "1,234,567"])
def test_what_may_be_a_thousand_or_two_numbers_is_asked_back(typed: str) -> None:
    with pytest.raises(OneOrSeveral):
        read_numbers(typed, 2)


def test_numbers_that_are_surely_two_stay_two() -> None:
    assert read_numbers("150 women, 120 men", 2) == [150, 120]
    assert read_numbers("1, 200", 2) == [1, 200]


PEOPLE_AND_A_NUMBER = [
    "me and my two kids",
    "two kids and me",
    "my wife and 2 kids",
    "أنا وأولادي الثلاثة",
    "أولادي الثلاثة وأنا",
    "من و دوو منداڵم",
    "moi et mes deux enfants",
]


@pytest.mark.parametrize("typed", PEOPLE_AND_A_NUMBER)
def test_who_is_told_of_beside_a_number_is_not_left_out_of_it(typed: str) -> None:
    with pytest.raises(NotANumber):
        read_numbers(typed, 2, OFFERED)


@pytest.mark.parametrize(
    ("typed", "number"), [("we are 7", 7), ("ولادي تلاتة", 3), ("أنا واحد", 1), ("just me", 1), ("خمسة وعشرون", 25)]
)
def test_a_number_with_other_words_is_one(typed: str, number: int) -> None:
    assert read_numbers(typed, 1, OFFERED) == [number]
