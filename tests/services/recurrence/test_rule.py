"""A rule says what RFC 5545 says, and one nobody can follow is refused with its part."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.recurrence.rule import Rule, RuleBroken
from tests.support.meetings import day_by_day


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Rule("weekly"), "FREQ=WEEKLY"),
        (Rule("weekly", 2, (3, 1)), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
        (Rule("monthly", month_weekday=(2, 1), count=10), "FREQ=MONTHLY;BYDAY=2TU;COUNT=10"),
        (Rule("monthly", month_weekday=(-1, 4)), "FREQ=MONTHLY;BYDAY=-1FR"),
        (
            Rule("monthly", 3, month_day=-1, until=date(2027, 6, 30)),
            "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1;UNTIL=20270630",
        ),
    ],
)
def test_a_rule_is_written_as_the_standard_writes_it(rule: Rule, text: str) -> None:
    assert rule.text == text
    assert Rule.parse(text) == rule


@given(st.integers())
def test_every_rule_reads_back(seed: int) -> None:
    rule = day_by_day.random_rule(random.Random(seed), date(2026, 11, 21))
    assert Rule.parse(rule.text) == rule


def test_parts_may_come_in_any_order_and_case() -> None:
    assert Rule.parse("byday=we;freq=weekly") == Rule("weekly", weekdays=(2,))


@pytest.mark.parametrize(
    ("text", "part", "why"),
    [
        ("", "", "missing"),
        ("FREQ", "FREQ", "missing"),
        ("FREQ=SECONDLY", "FREQ", "unknown"),
        ("BYDAY=MO", "FREQ", "unknown"),
        ("FREQ=WEEKLY;FREQ=WEEKLY", "FREQ", "twice"),
        ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL", "out of range"),
        ("FREQ=WEEKLY;INTERVAL=1000000000000", "INTERVAL", "not a number"),
        ("FREQ=WEEKLY;INTERVAL=½", "INTERVAL", "not a number"),
        ("FREQ=WEEKLY;COUNT=-3", "COUNT", "out of range"),
        ("FREQ=WEEKLY;COUNT=2;UNTIL=20270101", "COUNT", "conflict"),
        ("FREQ=WEEKLY;UNTIL=20270231", "UNTIL", "out of range"),
        ("FREQ=WEEKLY;UNTIL=20270101T100000Z", "UNTIL", "unknown"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY", "conflict"),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY", "unknown"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "BYMONTHDAY", "conflict"),
        ("FREQ=MONTHLY;BYDAY=MO", "BYDAY", "unknown"),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "BYDAY", "unknown"),
        ("FREQ=MONTHLY;BYDAY=5MO", "BYDAY", "out of range"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY", "out of range"),
        ("FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=1MO", "BYMONTHDAY", "conflict"),
        ("FREQ=MONTHLY;BYSETPOS=2;BYDAY=1MO", "BYSETPOS", "unknown"),
    ],
)
def test_a_rule_nobody_can_follow_is_refused_with_its_part(text: str, part: str, why: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        Rule.parse(text)
    assert (broken.value.part, broken.value.why) == (part, why)
