"""Promises of choosing a number of people."""

import pytest

from handlers.pickers.number import NotANumber, number_keyboard, read_numbers


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
