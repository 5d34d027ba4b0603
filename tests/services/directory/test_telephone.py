"""Telephone numbers: what is one, how it is shown so that a press dials it, and when two are the same."""

import pytest

from services.directory.telephone import (
    Dialled,
    NumberTooLong,
    NumberTooShort,
    NumberUnclear,
    country_of,
    dialled,
    digits_of,
    is_number,
    is_same,
    numbers_in,
    read_numbers,
    what_is_doubtful,
)


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("", []),
        ("911", ["911"]),
        ("000", ["000"]),
        ("116 111", ["116 111"]),
        ("112, 122", ["112", "122"]),
        ("٠٧٧٠ ١٢٣ ٤٥٦٧، ۰۷۵۰ ۱۲۳ ۴۵۶۷", ["0770 123 4567", "0750 123 4567"]),
        ("+964 770 123 4567", ["+964 770 123 4567"]),
        ("00964 770 123 4567", ["00964 770 123 4567"]),
        ("+ 44 (0)20 7946 0000", ["+ 44 (0)20 7946 0000"]),
        ("0770 123 4567 ext. 12", ["0770 123 4567 (12)"]),
        ("0770-123-4567 x12", ["0770-123-4567 (12)"]),
        ("066 123 4567 poste 3\n066 123 4567 تحويلة ٤", ["066 123 4567 (3)", "066 123 4567 (4)"]),
        ("tel:+9647701234567;ext=5", ["+9647701234567 (5)"]),
        ("0770 123 4567 (12)", ["0770 123 4567 (12)"]),
        ("0770 123 4567/0750 123 4567", ["0770 123 4567", "0750 123 4567"]),
        ("0770 123 4567 or 0750 123 4567", ["0770 123 4567", "0750 123 4567"]),
        ("\u2068+964 770 123 4567\u2069", ["+964 770 123 4567"]),
        ("＋964 770 123 4567", ["+964 770 123 4567"]),
    ],
)
def test_what_is_a_number_is_taken(written: str, numbers: list[str]) -> None:
    assert [each.number for each in read_numbers(written, "IQ", "en")] == numbers


@pytest.mark.parametrize(
    "written",
    [
        "ask at the gate",
        "12",
        "7",
        "0770 123 456",
        "0770 123",
        "12345",
        "0770 123 45678",
        "0770 123 4567 0750 123 4567",
        "+964 12",
        "+999 770 123 4567",
        "0750 abc",
        "someone@example.org",
        "112, soon",
        "2 lines: 0770 123 4567",
        "https://example.org",
        "➡️",
        "+",
    ],
)
def test_what_is_none_is_refused_and_named(written: str) -> None:
    with pytest.raises(NumberUnclear) as refused:
        read_numbers(written, "IQ", "en")
    assert refused.value.part in written


@pytest.mark.parametrize(
    ("written", "country", "refusal", "part"),
    [
        ("0770 123 456", "IQ", NumberTooShort, "0770 123 456"),
        ("0770 123 45678", "IQ", NumberTooLong, "0770 123 45678"),
        ("+964 770 123 456", "", NumberTooShort, "+964 770 123 456"),
        ("112, 0750 123 456 (at night)", "IQ", NumberTooShort, "0750 123 456 (at night)"),
        ("0770 123 4567 / 0750 123 45678", "IQ", NumberTooLong, "0750 123 45678"),
        ("06 12 34 56 7", "FR", NumberTooShort, "06 12 34 56 7"),
        ("call the office", "IQ", NumberUnclear, "call the office"),
    ],
)
def test_a_digit_missing_or_too_many_is_named_with_its_number(
    written: str, country: str, refusal: type[NumberUnclear], part: str
) -> None:
    with pytest.raises(NumberUnclear) as refused:
        read_numbers(written, country, "en")
    assert (type(refused.value), refused.value.part) == (refusal, part)


def test_words_beside_a_number_stay_with_it() -> None:
    night, day = read_numbers("0770 123 4567 (at night); Reception: 112", "IQ", "en")
    assert (night.number, night.description.said("en")) == ("0770 123 4567", "at night")
    assert (day.number, day.description.said("en")) == ("112", "Reception")


def test_where_the_country_is_not_known_its_numbers_are_taken_by_their_length() -> None:
    assert country_of("UTC") == country_of("Etc/GMT-3") == country_of("Nowhere/Land") == ""
    assert read_numbers("0770 123 4567", "", "en")[0].number == "0770 123 4567"
    with pytest.raises(NumberUnclear):
        read_numbers("0770 123 4567 8901 2345", "", "en")


@pytest.mark.parametrize(
    ("kept", "country", "shown"),
    [
        ("0770 123 4567", "IQ", Dialled("+964 770 123 4567")),
        ("07701234567 (12)", "IQ", Dialled("+964 770 123 4567", "12")),
        ("00964 770 1234567", "IQ", Dialled("+964 770 123 4567")),
        ("+44 20 7946 0000", "IQ", Dialled("+44 20 7946 0000")),
        ("(415) 555-2671", "US", Dialled("+1 415-555-2671")),
        ("650 780-7525", "IQ", Dialled("650 780-7525")),
        ("112", "IQ", Dialled("112")),
        ("000 (7)", "IQ", Dialled("000", "7")),
        ("0770 123 4567", "", Dialled("0770 123 4567")),
        ("ask at the gate", "IQ", Dialled("ask at the gate")),
    ],
)
def test_a_number_is_shown_as_phones_dial_it_and_never_made_into_another(
    kept: str, country: str, shown: Dialled
) -> None:
    assert dialled(kept, country) == shown


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0770 123 4567", "+964 770 123 4567", True),
        ("770 1234567", "00964-770-123-4567", True),
        ("0770 123 4567 ext 4", "٠٧٧٠١٢٣٤٥٦٧", True),
        ("123 4567", "+964 66 123 4567", True),
        ("4567", "0770 123 4567", False),
        ("0770 123 4567", "0770 123 4568", False),
        ("112", "112", True),
        ("12", "112", False),
        ("000", "000", True),
        ("000", "112", False),
    ],
)
def test_a_number_is_the_same_with_and_without_codes(one: str, other: str, same: bool) -> None:
    assert is_same(digits_of(one), digits_of(other)) is same


def test_numbers_are_found_among_words() -> None:
    assert numbers_in("who is 0770 123 4567, block 7?") == ["7701234567"]
    assert numbers_in("a doctor for 2 children") == []
    assert is_number("+964 (770) 123-4567")
    assert not is_number("block 116")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0770 123 45", "digits seem to be missing: 2"),
        ("0770 123 456", "digits seem to be missing: 1"),
        ("+964 770 123 456 78", "digits seem to be too many: 1"),
        ("0770 123 4567", ""),
        ("122", ""),
        ("+964 770 123 4567", ""),
    ],
)
def test_a_number_of_an_import_that_is_too_short_or_too_long_says_by_how_much(written: str, said: str) -> None:
    assert what_is_doubtful(written, "IQ") == said
