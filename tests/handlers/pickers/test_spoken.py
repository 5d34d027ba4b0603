"""Numbers in words, as people type them in the offered languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.pickers.spoken import in_digits, is_clear, spoken_minutes, spoken_numbers
from locales.number_words import number_words

OFFERED = ("en", "ar", "ckb", "fr")


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("seven", 7),
        ("We are 7", 7),
        ("we are seven people", 7),
        ("twenty-five", 25),
        ("one hundred and two", 102),
        ("three thousand two hundred", 3200),
        ("nobody", 0),
        ("٧ أشخاص", 7),
        ("سبعة", 7),
        ("نحن خمسة وعشرون", 25),
        ("أحد عشر", 11),
        ("مئة وخمسة وعشرون", 125),
        ("شخصان", 2),
        ("لا أحد", 0),
        ("حەوت کەس", 7),
        ("ئێمە حەوت کەسین", 7),
        ("بیست و پێنج", 25),
        ("سەد و بیست", 120),
        ("sept", 7),
        ("nous sommes sept", 7),
        ("vingt et un", 21),
        ("soixante-dix-huit", 78),
        ("quatre-vingt-dix-neuf", 99),
        ("deux cent trois", 203),
        ("personne", 0),
    ],
)
def test_a_number_is_found_among_its_words(said: str, number: int) -> None:
    assert spoken_numbers(said, OFFERED) == [number]
    assert is_clear(said, OFFERED)


@pytest.mark.parametrize(
    "said",
    [
        "seven and a half",
        "more than seven",
        "minus three",
        "not seven",
        "سبعة ونصف",
        "أكثر من سبعة",
        "moins de sept",
        "حەوت یان هەشت",
    ],
)
def test_what_makes_another_number_of_it_is_none(said: str) -> None:
    assert spoken_numbers(said, OFFERED) == []


@pytest.mark.parametrize("said", ["سێ", "سی", "سي کەس"])
def test_what_a_keyboard_writes_alike_is_asked_back(said: str) -> None:
    assert spoken_numbers(said, OFFERED) == []


@pytest.mark.parametrize("said", ["-3 people", "3.5", "07501234567", "50 %", "7½"])
def test_digits_that_are_a_part_of_something_else_are_not_clear(said: str) -> None:
    assert not is_clear(said, OFFERED)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("seven or eight people", []),
        ("five adults and two children", [5, 2]),
        ("twelve women, eight men, five youth", [12, 8, 5]),
        ("12 women and eight men", [12, 8]),
        ("one family of 7", [1, 7]),
        ("خمس نساء وثلاثة رجال", [5, 3]),
    ],
)
def test_two_numbers_stay_two(said: str, found: list[int]) -> None:
    assert spoken_numbers(said, OFFERED) == found


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("90", [90]),
        ("ninety minutes", [90]),
        ("two hours", [120]),
        ("2 hours", [120]),
        ("1h30", [90]),
        ("an hour and a half", [90]),
        ("half an hour", [30]),
        ("ساعتين", [120]),
        ("ساعة ونصف", [90]),
        ("نصف ساعة", [30]),
        ("une heure et demie", [90]),
        ("2 heures", [120]),
        ("دوو کاتژمێر", [120]),
        ("one and a half hours", []),
        ("long", []),
        ("10 20", [10, 20]),
    ],
)
def test_a_length_in_hours_is_one_in_minutes(said: str, minutes: list[int]) -> None:
    assert spoken_minutes(said, OFFERED) == minutes


@pytest.mark.parametrize("code", OFFERED)
@given(number=st.integers(min_value=0, max_value=99))
def test_every_language_says_every_number_up_to_a_hundred(code: str, number: int) -> None:
    """By its own words: one for the number, or one for its tens, one for its units. But for 3 and 30 in Sorani, which
    a common keyboard writes alike: they are asked back."""
    said = {value: text for text, value in reversed(list(number_words(code).words.items()))}
    if code == "ckb" and (30 <= number <= 39 or number % 10 == 3):
        return
    if number in said:
        assert spoken_numbers(said[number], (code,)) == [number]
        return
    tens, units = said[number - number % 10], said[number % 10]
    joined = {"en": f"{tens} {units}", "fr": f"{tens}-{units}", "ar": f"{units} و{tens}", "ckb": f"{tens} و {units}"}
    assert spoken_numbers(joined[code], (code,)) == [number]


@given(text=st.text(max_size=60))
def test_whatever_is_typed_is_read_or_left(text: str) -> None:
    assert all(0 <= number <= 10**9 for number in spoken_numbers(text, OFFERED))
    assert in_digits(in_digits(text, OFFERED), OFFERED) == in_digits(text, OFFERED)
