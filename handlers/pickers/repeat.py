"""Choosing how a meeting repeats, and saying it: once, every week, every two weeks, or monthly in one of two ways.

Rules that came in by file can say more than the buttons do; they are worded here too.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from handlers.chat.keyboards import columns
from handlers.chat.meant import Named, meant
from handlers.chat.screen.markup import Keyboard
from locales import Words, mark, normal_label
from services.errors import Refusal
from services.recurrence import Rule

WEEK = 7
LAST = -1
A_MONDAY = date(2024, 1, 1)
COUNTS = (4, 8, 12, 26)
TYPED: Final = {"once": None, "weekly": Rule("weekly"), "fortnightly": Rule("weekly", 2)}
"""What is typed without a day of the week, by the names of `typed.toml`."""
NO_END = mark("♾ No end")


class NotARepeat(Refusal):
    """What was written is none of the ways a meeting can repeat."""


def repeat_keyboard(words: Words, first: date) -> Keyboard:
    """Once, and each way of repeating that the first day allows."""
    return [[repeat_text(words, rule, first)] for rule in rules_from(first)]


def read_repeat(text: str, languages: Sequence[str], first: date) -> Rule | None:
    """The rule of the pressed button, or of words that mean one; None for once. Raises NotARepeat."""
    wanted = normal_label(text)
    for rule in rules_from(first):
        if any(normal_label(repeat_text(Words(code), rule, first)) == wanted for code in languages):
            return rule
    for found in meant(text, tuple(map(Named, TYPED)), tuple(languages)):
        return TYPED[found.button.name]
    raise NotARepeat


def end_keyboard(words: Words) -> Keyboard:
    """Without end, or after so many times. A last day is typed."""
    return [[words(NO_END)], *columns([_times(words, count) for count in COUNTS])]


def read_end(text: str, languages: Sequence[str], rule: Rule) -> Rule:
    """The rule with the pressed end. Raises NotARepeat, so that a last day can be tried."""
    wanted = normal_label(text)
    for code in languages:
        words = Words(code)
        if normal_label(words(NO_END)) == wanted:
            return replace(rule, until=None, count=None)
        for count in COUNTS:
            if normal_label(_times(words, count)) == wanted:
                return replace(rule, until=None, count=count)
    raise NotARepeat


def rules_from(first: date) -> list[Rule | None]:
    """What the buttons offer for a first day. A weekday that is the fourth and the last of its month is both."""
    nth = (first.day - 1) // WEEK + 1
    days = monthrange(first.year, first.month)[1]
    rules: list[Rule | None] = [None, Rule("weekly"), Rule("weekly", 2)]
    if nth < 5:
        rules.append(Rule("monthly", month_weekday=(nth, first.weekday())))
    if first.day + WEEK > days:
        rules.append(Rule("monthly", month_weekday=(LAST, first.weekday())))
    rules.append(Rule("monthly", month_day=first.day))
    if first.day == days:
        rules.append(Rule("monthly", month_day=LAST))
    return rules


def refitted(rule: Rule, first: date) -> Rule:
    """The rule from another first day on: every second Tuesday becomes every third Friday. A rule of several weekdays
    stays as it is."""
    if rule.frequency == "weekly":
        return replace(rule, weekdays=()) if len(rule.weekdays) == 1 else rule
    if rule.month_weekday is not None:
        nth = (first.day - 1) // WEEK + 1
        return replace(rule, month_weekday=(nth if nth < 5 else LAST, first.weekday()))
    is_last = rule.month_day == LAST and first.day == monthrange(first.year, first.month)[1]
    return replace(rule, month_day=LAST if is_last else first.day)


def repeat_text(words: Words, rule: Rule | None, first: date) -> str:
    """How it repeats, without its end."""
    if rule is None:
        return words("Once")
    if rule.frequency == "weekly":
        return _weekly(words, rule, first)
    return _monthly(words, rule, first)


def end_text(words: Words, rule: Rule) -> str:
    """When it ends."""
    if rule.count is not None:
        return _times(words, rule.count)
    if rule.until is not None:
        return words("until {day}", day=words.date(rule.until))
    return words("without end, until somebody cancels it")


def _times(words: Words, count: int) -> str:
    return words.plural("{n} time", "{n} times", n=count)


def _weekly(words: Words, rule: Rule, first: date) -> str:
    weekdays = rule.weekdays or (first.weekday(),)
    named = words.listed([words.weekday(A_MONDAY + timedelta(days=weekday)) for weekday in weekdays])
    # NOTE: {weekday} is the name of a day of the week, or several with commas between.
    if rule.interval == 1:
        return words("Every week, {weekday}", weekday=named)
    return words.plural("Every {n} week, {weekday}", "Every {n} weeks, {weekday}", n=rule.interval, weekday=named)


def _monthly(words: Words, rule: Rule, first: date) -> str:
    if rule.month_weekday is not None:
        said = _nth(words, *rule.month_weekday)
    elif rule.month_day == LAST:
        said = words("Every month, on the last day")
    else:
        said = words("Every month, on day {number}", number=rule.month_day or first.day)
    if rule.interval == 1:
        return said
    # NOTE: Follows "Every month, on day 15": only in every second, third … month.
    return f"{said} " + words.plural("(every {n} month)", "(every {n} months)", n=rule.interval)


def _nth(words: Words, which: int, weekday: int) -> str:
    name = words.counted_weekday(A_MONDAY + timedelta(days=weekday))
    # NOTE: {weekday} is the name of a day of the week.
    match which:
        case 1:
            return words("Every month, the first {weekday}", weekday=name)
        case 2:
            return words("Every month, the second {weekday}", weekday=name)
        case 3:
            return words("Every month, the third {weekday}", weekday=name)
        case 4:
            return words("Every month, the fourth {weekday}", weekday=name)
        case _:
            return words("Every month, the last {weekday}", weekday=name)
