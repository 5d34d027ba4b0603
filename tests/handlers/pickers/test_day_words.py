"""Promises of what is understood of a typed day in each language, however its letters were typed."""

import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest
from babel.dates import format_date

from handlers.pickers.day import NotADay, WhichDay, read_day
from handlers.pickers.day_words import understood
from locales import LANGUAGES, Words
from locales.day_names import day_names, read_day_names

SATURDAY = date(2026, 11, 21)
TUESDAY = date(2026, 11, 24)
NEW_YEARS_EVE = date(2026, 12, 31)
WHOLE_DATES = ("EEEE d MMMM y", "d MMM", "MMMM d, y", "y MMMM d", "EEEE", "E d MMM")


def without_accents(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("layout", WHOLE_DATES)
def test_what_the_language_writes_is_understood(code: str, layout: str) -> None:
    """As CLDR words it, in capitals, without accents; by itself and among all the other languages."""
    months = {"my": (1, 4, 6, 11)}.get(code, range(1, 13))  # its short December is also "this"
    days = [date(2027, month, 26 - month) for month in months] if "d" in layout else [date(2027, 1, 5)]
    for day in days:
        written = format_date(day, layout, locale=code)
        for typed in (written, written.upper(), unicodedata.normalize("NFD", written)):
            assert read_day(typed, (code,), NEW_YEARS_EVE) == day
            assert read_day(typed, tuple(LANGUAGES), NEW_YEARS_EVE) == day
        if LANGUAGES[code].direction == "ltr" and code != "my":
            assert read_day(without_accents(written), (code,), NEW_YEARS_EVE) == day


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_the_bot_shows_is_understood_when_it_is_copied(code: str) -> None:
    for day in (TUESDAY, date(2027, 2, 3), date(2027, 9, 30)):
        assert read_day(Words(code).date(day), (code,), SATURDAY) == day
        assert read_day(Words(code).day(day), (code,), SATURDAY) == day


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        *(("en", typed) for typed in ("today", "Today!", "today, Nov 21")),
        *(("ar", typed) for typed in ("اليوم", "هذا اليوم", "اليوم السبت", "النهارده")),
        *(("ckb", typed) for typed in ("ئەمڕۆ", "ئەمرۆ", "ئه‌مڕۆ")),
        *(("fr", typed) for typed in ("aujourd'hui", "aujourd’hui", "AUJOURDHUI")),
        *(("ku", typed) for typed in ("îro", "iro")),
        *(("sw", "leo"), ("es", "hoy"), ("fil", "ngayon"), ("fil", "ngayong araw"), ("my", "ဒီနေ့"), ("my", "ယနေ့")),
    ],
)
def test_today(code: str, typed: str) -> None:
    assert read_day(typed, (code,), SATURDAY) == SATURDAY


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        *(("en", "tomorrow"), ("en", "Tommorow"), ("fr", "demain"), ("es", "mañana"), ("es", "manana")),
        *(("ar", typed) for typed in ("غدا", "غدًا", "غداً", "غد", "الغد", "يوم غد", "بكرة", "بكره", "بكرا", "باچر")),
        *(("ckb", typed) for typed in ("سبەی", "سبەینێ", "سبه‌ینێ", "بەیانی")),
        *(("ku", "sibê"), ("ku", "sibe"), ("ku", "sibeh"), ("sw", "kesho"), ("fil", "bukas"), ("my", "မနက်ဖြန်")),
    ],
)
def test_tomorrow(code: str, typed: str) -> None:
    assert read_day(typed, (code,), SATURDAY) == SATURDAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        *(("en", "the day after tomorrow"), ("fr", "apres demain"), ("fr", "après-demain"), ("es", "pasado mañana")),
        *(("ar", "بعد غد"), ("ar", "بعد الغد"), ("ar", "بعد بكره"), ("ckb", "دوو سبەی"), ("ckb", "دووسبەی")),
        *(("ku", "dusibe"), ("sw", "kesho kutwa"), ("fil", "sa makalawa"), ("my", "သန်ဘက်ခါ")),
    ],
)
def test_the_day_after_tomorrow(code: str, typed: str) -> None:
    assert read_day(typed, (code,), SATURDAY) == SATURDAY + timedelta(days=2)


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        *(("ar", typed) for typed in ("ثلاثاء", "الثلاثا", "يوم الثلاثاء", "الثلاثاء القادم", "ٱلثُّلَاثَاء", "الثلثاء")),
        *(("ckb", typed) for typed in ("سێ شەممە", "سێ\u200cشەممە", "سێ شەمە", "٣ شەممە", "ڕۆژی سێشەممە", "سى شه‌ممه")),
        *(("fr", "le mardi"), ("fr", "mardi prochain"), ("en", "this Tuesday"), ("en", "tues."), ("es", "el martes")),
        *(("ku", "sêşemb"), ("ku", "roja sesemê"), ("sw", "siku ya Jumanne"), ("fil", "sa Martes"), ("my", "အင်္ဂါနေ့")),
    ],
)
def test_a_weekday(code: str, typed: str) -> None:
    assert read_day(typed, (code,), SATURDAY) == TUESDAY


@pytest.mark.parametrize(
    ("code", "typed", "month"),
    [
        *(("ar", "10 كانون الثاني", 1), ("ar", "10 كانون ثاني", 1), ("ar", "10 كانون 2", 1), ("ar", "10 ك2", 1)),
        *(("ar", "10 أيّار", 5), ("ar", "10 مايس", 5), ("ar", "10 ماي", 5), ("ar", "١٠ آب", 8), ("ar", "10 اب", 8)),
        *(
            ("ar", "10 إبريل", 4),
            ("ar", "10 أفريل", 4),
            ("ar", "10 نيسان", 4),
            ("ar", "10 جويلية", 7),
            ("ar", "10 غشت", 8),
        ),
        *(("ar", "10 تشرين الأول", 10), ("ar", "10 تشرين2", 11), ("ar", "10 تشرين الثاني/نوفمبر 2027", 11)),
        *(("ckb", "10ی ئایار", 5), ("ckb", "10ی مای", 5), ("ckb", "10 تەموز", 7), ("ckb", "10ی ئابی 2027", 8)),
        *(
            ("ckb", "10 تەمموز", 7),
            ("ckb", "10 جەنیوەری", 1),
            ("ckb", "10 ئۆگست", 8),
            ("ckb", "10 ئۆکتۆبەر", 10),
            ("ckb", "10 كانونى یه‌كه‌م", 12),
            ("ckb", "لە 10ی کانوونی دوەمی 2027", 1),
        ),
        *(
            ("ku", "10ê gulanê", 5),
            ("ku", "10 Nîsan", 4),
            ("ku", "10'ê mijdara 2027an", 11),
            ("ku", "10 kanuna pesin", 12),
        ),
        *(
            ("ku", "10ê Îlonê", 9),
            ("ku", "10 resemî", 2),
            ("fr", "10 juill. 2027", 7),
            ("fr", "10 fev", 2),
            ("fr", "10 dec", 12),
        ),
        *(("es", "10 de septiembre de 2027", 9), ("es", "10 set", 9), ("es", "10 mar", 3), ("en", "10th of Sept", 9)),
        *(
            ("sw", "tarehe 10 Disemba 2027", 12),
            ("sw", "10 mei", 5),
            ("fil", "ika-10 ng Septyembre", 9),
            ("fil", "Mayo 10", 5),
        ),
        *(("my", "၂၀၂၇ ခုနှစ် နိုဝင်ဘာလ ၁၀ ရက်", 11), ("my", "၂၀၂၇ခုနှစ်သြဂုတ်လ၁၀ရက်နေ့", 8), ("my", "ဇန္နဝါရီ ၁၀", 1)),
    ],
)
def test_a_month_however_it_is_spelled(code: str, typed: str, month: int) -> None:
    assert read_day(typed, (code,), date(2026, 12, 11)) == date(2027, month, 10)


@pytest.mark.parametrize(("code", "typed"), [("my", "ဒီလ ၂၄ ရက်"), ("ku", "10 kanûn"), ("es", "mar 8"), ("my", "၂၄ ဗ")])
def test_what_may_be_another_day_is_not_guessed(code: str, typed: str) -> None:
    with pytest.raises(NotADay):
        read_day(typed, (code,), SATURDAY)


@pytest.mark.parametrize(
    ("typed", "weekday", "number"),
    [
        *(("التنين", 0, 2), ("التلات", 1, 3), ("تلات", 1, 3), ("يوم الثلاث", 1, 3)),
        *(("الاربع", 2, 4), ("الأربع", 2, 4), ("الخمس", 3, 5)),
    ],
)
def test_a_weekday_that_is_a_number_too_is_asked_about(typed: str, weekday: int, number: int) -> None:
    with pytest.raises(WhichDay) as asked:
        read_day(typed, ("ar", "en"), date(2026, 12, 1))
    assert {day.day for day in asked.value.days if day.weekday() != weekday} == {number}
    assert any(day.weekday() == weekday for day in asked.value.days)


@pytest.mark.parametrize(
    ("code", "typed", "day"),
    [
        *(("ar", "الحد", date(2026, 12, 6)), ("ar", "الاربعا", date(2026, 12, 2)), ("ar", "لربع", date(2026, 12, 2))),
        *(("ar", "الثلاثا 8", date(2026, 12, 8)), ("ar", "تلات ايار", date(2027, 5, 3))),
        *(("ar", "5 كانون تاني", date(2027, 1, 5)), ("ar", "5 تشرين التاني", date(2027, 11, 5))),
        *(
            ("fr", "lun.", date(2026, 12, 7)),
            ("en", "weds", date(2026, 12, 2)),
            ("ckb", "سێ شەممە 8", date(2026, 12, 8)),
        ),
    ],
)
def test_days_and_months_as_they_are_spoken(code: str, typed: str, day: date) -> None:
    assert read_day(typed, (code,), date(2026, 12, 1)) == day


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_name_of_a_language_means_two_days(code: str) -> None:
    """But for "mar", which is a month and a weekday to whoever writes Spanish or Filipino, and for what is listed with
    two distances."""
    names = day_names(code)
    spelled = [*names.months, *names.weekdays, *names.ahead]
    double = {name for name in spelled for said in [list(understood(name, code))] if len(said) != 1}
    listed = {name for name, days in names.ahead.items() if len(days) > 1}
    assert {name.casefold() for name in double - listed} <= {"mar"}
    assert set(names.months.values()) == set(range(1, 13))
    assert set(names.weekdays.values()) == set(range(7))
    assert {day for days in names.ahead.values() for day in days} >= {0, 1, 2}


def test_a_language_without_a_file_of_its_own_has_the_names_of_cldr(tmp_path: Path) -> None:
    names = read_day_names("so", tmp_path / "days.toml")
    assert set(names.months.values()) == set(range(1, 13))
    assert not names.ahead


def test_a_file_that_says_something_unknown_is_refused(tmp_path: Path) -> None:
    (tmp_path / "days.toml").write_text('todya = ["leo"]\n', encoding="utf-8")
    with pytest.raises(TypeError):
        read_day_names("sw", tmp_path / "days.toml")
