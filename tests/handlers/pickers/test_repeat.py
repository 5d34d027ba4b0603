"""Promises of choosing how a meeting repeats."""

from datetime import date

import pytest

from handlers.pickers.repeat import (
    NotARepeat,
    end_keyboard,
    end_text,
    read_end,
    read_repeat,
    repeat_keyboard,
    repeat_text,
    rules_from,
)
from locales import Words
from services.recurrence import Rule

TUESDAY = date(2026, 11, 24)
OFFERED = ("en", "ar", "ckb", "fr")


@pytest.mark.parametrize("code", OFFERED)
@pytest.mark.parametrize("first", [TUESDAY, date(2026, 11, 30), date(2026, 12, 29), date(2027, 2, 28)])
def test_every_button_means_its_own_rule(code: str, first: date) -> None:
    labels = [label for row in repeat_keyboard(Words(code), first) for label in row]
    assert [read_repeat(label, OFFERED, first) for label in labels] == rules_from(first)


def test_the_fourth_weekday_is_also_the_last_where_no_fifth_follows() -> None:
    assert Rule("monthly", month_weekday=(4, 1)) in rules_from(TUESDAY)
    assert Rule("monthly", month_weekday=(-1, 1)) in rules_from(TUESDAY)
    assert Rule("monthly", month_weekday=(-1, 1)) not in rules_from(date(2026, 12, 22))


def test_a_fifth_weekday_is_only_ever_the_last() -> None:
    found = rules_from(date(2026, 12, 29))
    assert [rule.month_weekday for rule in found if rule and rule.month_weekday] == [(-1, 1)]


def test_the_last_day_of_a_month_may_be_meant() -> None:
    assert Rule("monthly", month_day=-1) in rules_from(date(2026, 11, 30))
    assert Rule("monthly", month_day=-1) not in rules_from(TUESDAY)


def test_other_words_are_no_way_of_repeating() -> None:
    with pytest.raises(NotARepeat):
        read_repeat("now and then", OFFERED, TUESDAY)


@pytest.mark.parametrize("code", OFFERED)
def test_each_end_can_be_pressed(code: str) -> None:
    labels = [label for row in end_keyboard(Words(code)) for label in row]
    weekly = Rule("weekly", until=date(2027, 1, 1))
    ends = [read_end(label, OFFERED, weekly) for label in labels]
    assert [(rule.until, rule.count) for rule in ends] == [(None, None), (None, 4), (None, 8), (None, 12), (None, 26)]
    with pytest.raises(NotARepeat):
        read_end("24.12.2026", OFFERED, weekly)


def test_rules_that_came_by_file_are_worded_too() -> None:
    words = Words("en")
    said = [
        repeat_text(words, rule, TUESDAY)
        for rule in (
            Rule("weekly", 3, weekdays=(0, 3)),
            Rule("monthly", 2, month_weekday=(1, 4)),
            Rule("monthly", month_day=-1),
        )
    ]
    plain = [text.replace("\u2068", "").replace("\u2069", "") for text in said]
    assert plain == [
        "Every 3 weeks, Monday and Thursday",
        "Every month, the first Friday (every 2 months)",
        "Every month, on the last day",
    ]


def test_the_end_is_said() -> None:
    words = Words("en")
    assert "until somebody cancels it" in end_text(words, Rule("weekly"))
    assert "Dec 24, 2026" in end_text(words, Rule("weekly", until=date(2026, 12, 24)))
    assert "8" in end_text(words, Rule("weekly", count=8))


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        *((typed, Rule("weekly", 2)) for typed in ("every 2 weeks", "Every two weeks", "كل أسبوعين")),
        *((typed, Rule("weekly", 2)) for typed in ("toutes les deux semaines", "هەر دوو هەفتە جارێک")),
        *((typed, Rule("weekly")) for typed in ("weekly", "every week", "أسبوعياً", "هەفتانە", "toutes les semaines")),
        *((typed, None) for typed in ("once", "مرة واحدة", "یەک جار", "une seule fois")),
    ],
)
def test_what_is_typed_without_a_day_of_the_week_is_a_repeat(typed: str, rule: Rule | None) -> None:
    assert read_repeat(typed, OFFERED, TUESDAY) == rule


@pytest.mark.parametrize("typed", ["monthly", "every 3 weeks", "every friday"])
def test_what_may_be_several_is_asked_back(typed: str) -> None:
    with pytest.raises(NotARepeat):
        read_repeat(typed, OFFERED, TUESDAY)
