"""Numbers and days are understood as people write them, in any script; what is unclear is refused, not guessed."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.forms import AnswerNotANumber, NotADate, NotAWholeNumber, YearUnclear
from services.forms.reading import day, day_and_time, decimal_number, free_text, whole_number

TODAY = date(2026, 3, 5)
NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
DIGITS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "၀၁၂၃၄၅၆၇၈၉", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"]


def in_script(text: str, digits: str) -> str:
    return "".join(digits[int(sign)] if sign.isdecimal() else sign for sign in text)


@pytest.mark.parametrize("digits", DIGITS)
def test_digits_of_any_script_are_read(digits: str) -> None:
    assert whole_number(in_script("-1042", digits), "") == "-1042"
    assert decimal_number(in_script("3.50", digits), "") == "3.5"
    assert day(in_script("5.3.2026", digits), "", TODAY) == "2026-03-05"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" 007 ", "7"),
        ("+5", "5"),
        ("1,500", "1500"),
        ("12 000", "12000"),
        ("١٬٥٠٠", "1500"),
        ("١،٥٠٠", "1500"),
        ("−3", "-3"),
        ("-0", "0"),
    ],
)
def test_whole_numbers_as_people_write_them(written: str, read: str) -> None:
    assert whole_number(written, "") == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1,5", "1.5"),
        ("١،٥", "1.5"),
        ("۰،۲۵", "0.25"),
        ("٣٫٥", "3.5"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        (".5", "0.5"),
        ("-0.0", "0"),
    ],
)
def test_decimal_numbers_as_people_write_them(written: str, read: str) -> None:
    assert decimal_number(written, "") == read


@pytest.mark.parametrize("written", ["", "x", "1e5", "1.2.3", "½", "0x10", "NaN", "inf", "1,500", "²", "--1", "1" * 40])
def test_what_is_no_clear_decimal_number_is_refused(written: str) -> None:
    with pytest.raises(AnswerNotANumber):
        decimal_number(written, "q")


@pytest.mark.parametrize("written", ["4.5", "four", "1,50", "", "9" * 30])
def test_what_is_no_whole_number_is_refused(written: str) -> None:
    with pytest.raises(NotAWholeNumber):
        whole_number(written, "q")


@pytest.mark.parametrize("written", ["2026-03-05", "2026/3/5", "05.03.2026", "05-03-2026", "‏٢٠٢٦/٣/٥", " 2026.03.05 "])
def test_days_as_people_write_them(written: str) -> None:
    assert day(written, "", TODAY) == "2026-03-05"


@pytest.mark.parametrize(
    "written", ["2026-02-30", "31.4.2026", "yesterday", "5.3.26", "2026-3", "20260305", "0000-01-01"]
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(NotADate):
        day(written, "q", TODAY)


@given(st.text())
def test_any_text_is_kept_without_what_could_break_a_store_or_a_screen(text: str) -> None:
    kept = free_text(text, "q")
    kept.encode()
    assert "\x00" not in kept and kept == kept.strip()
    assert free_text(kept, "q") == kept


@pytest.mark.parametrize("written", ["5.3.26", "5/3/98", "٥/٣/٩٨", "98-3-5", "0098-03-05", "5 3 98"])
def test_a_year_of_two_digits_is_asked_back_and_not_guessed(written: str) -> None:
    with pytest.raises(YearUnclear):
        day(written, "q", TODAY)
    with pytest.raises(YearUnclear):
        day_and_time(f"{written} 14:30", "q", NOW)


@given(st.text(), st.sampled_from([whole_number, decimal_number, partial(day, today=TODAY)]))
def test_any_text_is_read_or_refused(text: str, read: object) -> None:
    try:
        value = read(text, "q")  # type: ignore[operator]  # one of the three readers
    except (AnswerNotANumber, NotADate):
        return
    assert value.isascii() and read(value, "q") == value  # type: ignore[operator]


def test_what_turns_words_round_or_cannot_be_seen_is_taken_out_and_writing_is_not() -> None:
    assert free_text("he \u202eesrever\u202c \u2066came\u2069\u200b\ufeff\U000e0041", "q") == "he esrever came"
    for written in ("می\u200cروم", "👩\u200d👧", "\u200eabc\u200f", "❤\ufe0f"):
        assert free_text(f"a{written}b", "q") == f"a{written}b"
