"""Promises of numbers in the words of a service: the noun behind a number stands as the language has it."""

from datetime import time

import pytest

from handlers.directory.ages import ages
from handlers.directory.hours import hours_lines
from locales import Words
from locales.direction import MARKS
from services.directory.model import Schedule


def said_ages(code: str, least: float | None, most: float | None) -> str:
    return MARKS.sub("", ages(Words(code), least, most))


def said_days(code: str, schedule: Schedule) -> str:
    [line] = hours_lines(Words(code), [schedule], code)
    return MARKS.sub("", line).replace("\u00a0", " ").partition(": 0")[0].rstrip()


def opening(freq: str, byday: str, interval: int = 1) -> Schedule:
    return Schedule(freq=freq, byday=byday, interval=interval, opens_at=time(8), closes_at=time(16))


@pytest.mark.parametrize(
    ("code", "least", "most", "said"),
    [
        *(("en", 3.0, 5.0, "From 3 to 5 years"), ("en", 0.0, 1.0, "From 0 to 1 year"), ("en", None, None, "")),
        *(
            ("en", 0.5, 5.0, "From 6 to 60 months"),
            ("en", 1.0, None, "From 1 year"),
            ("en", None, 0.5, "Up to 6 months"),
        ),
        *(
            ("ar", 1.0, 3.0, "من 1 إلى 3 سنوات"),
            ("ar", 1.0, 2.0, "من 1 إلى سنتين"),
            ("ar", 3.0, 18.0, "من 3 إلى 18 سنة"),
        ),
        *(("ar", 3.0, None, "من 3 سنوات"), ("ar", 2.0, None, "من سنتين"), ("ar", None, 1.0, "حتى سنة")),
        *(("ar", None, 5.0, "حتى 5 سنوات"), ("ar", None, 11.0, "حتى 11 سنة"), ("ar", 0.5, None, "من 6 أشهر")),
        *(("fr", None, 1.0, "Jusqu’à 1 an"), ("fr", None, 5.0, "Jusqu’à 5 ans"), ("ckb", 3.0, None, "لە 3 ساڵەوە")),
    ],
)
def test_ages(code: str, least: float | None, most: float | None, said: str) -> None:
    assert said_ages(code, least, most) == said


@pytest.mark.parametrize(
    ("code", "interval", "said"),
    [("ar", 2, "كل أسبوعين"), ("ar", 3, "كل 3 أسابيع"), ("ar", 11, "كل 11 أسبوعًا"), ("en", 2, "Every 2 weeks")],
)
def test_every_few_weeks(code: str, interval: int, said: str) -> None:
    assert said_days(code, opening("WEEKLY", "TU", interval)).startswith(f"{said}: ")


@pytest.mark.parametrize(
    ("code", "byday", "said"),
    [
        *(("en", "2TU", "Second Tuesday of the month"), ("en", "-1TU", "Last Tuesday of the month")),
        *(("en", "5FR", "Fifth Friday of the month"), ("en", "-2TU", "Tuesday no. 2 from the end of the month")),
        *(
            ("ar", "2TU", "ثاني ثلاثاء من الشهر"),
            ("ar", "1FR", "أول جمعة من الشهر"),
            ("ar", "-1SU", "آخر أحد من الشهر"),
        ),
        *(("fr", "2TU", "2ᵉ mardi du mois"), ("fr", "1TU", "1ᵉʳ mardi du mois")),
        *(("ckb", "1TU", "یەکەمین سێشەممەی مانگ"), ("ckb", "2TU", "دووەمین سێشەممەی مانگ")),
    ],
)
def test_a_weekday_that_is_counted_in_its_month(code: str, byday: str, said: str) -> None:
    assert said_days(code, opening("MONTHLY", byday)) == said


def test_french_keeps_the_colon_at_its_days() -> None:
    [line] = hours_lines(Words("fr"), [opening("WEEKLY", "MO")], "fr")
    assert MARKS.sub("", line) == "lundi\u00a0: 08:00–16:00"
