"""Changing when a meeting is: its day, its time, how long it lasts, how it repeats, and the days without."""

from dataclasses import replace
from datetime import date, time

from handlers.chat import states
from handlers.chat.keyboards import NEXT, NotOffered, columns, pressed, rows, stands_after, ticked, without_tick
from handlers.chat.step import Asked, Question, Step
from handlers.chat.turn import Turn
from handlers.meetings import review
from handlers.meetings.edit import at_another_time, current, forum_here, today_there
from handlers.meetings.shown.occasions import when
from handlers.meetings.when import day_said, day_step, time_step
from handlers.pickers.number import NotANumber
from handlers.pickers.repeat import NotARepeat, end_keyboard, read_end, read_repeat, refitted, repeat_keyboard
from handlers.pickers.spoken import spoken_minutes
from locales import normal_label
from services.recurrence import Series, WallTime, first_ahead, next_occurrences

LENGTHS = (30, 45, 60, 90, 120, 180)
DAYS_TO_LEAVE_OUT = 8


async def to_review(turn: Turn) -> None:
    """Back to the whole meeting, unchanged."""
    await review.REVIEW.enter(turn)


def on_another_day(series: Series, wall: WallTime) -> Series:
    """The series from then on, repeating by the new day as it did by the old one."""
    rule = refitted(series.rule, wall.day) if series.rule else None
    return replace(at_another_time(series, wall), rule=rule)


async def _save(turn: Turn, series: Series) -> None:
    """Keep the series, if it still has an occasion to come. Raises Exhausted, NeverHappens, UnknownZone."""
    first_ahead(series, turn.now)
    await review.enter(turn, current(turn).changed(series=series))


async def _take_day(turn: Turn, day: date) -> None:
    await _take_both(turn, day, current(turn).draft.series.begins.at)


async def _take_both(turn: Turn, day: date, at: time) -> None:
    await _save(turn, on_another_day(current(turn).draft.series, WallTime(day, at)))


async def _take_time(turn: Turn, at: time) -> None:
    series = current(turn).draft.series
    await _save(turn, at_another_time(series, WallTime(series.begins.day, at)))


async def _ask_length(turn: Turn) -> Asked:
    words = turn.words
    labels = [words.plural("⏱ {n} minute", "⏱ {n} minutes", n=minutes) for minutes in LENGTHS]
    return Asked(words("⏱ How many minutes does it last?"), columns(labels))


async def _take_length(turn: Turn) -> None:
    found = spoken_minutes(turn.text or "", turn.app.languages)
    if len(found) != 1 or not 1 <= found[0] <= 24 * 60:
        raise NotANumber
    await _save(turn, replace(current(turn).draft.series, minutes=found[0]))


async def _ask_repeat(turn: Turn) -> Asked:
    first = current(turn).draft.series.begins.day
    return Asked(turn.words("🔁 How often does it take place?"), repeat_keyboard(turn.words, first))


async def _take_repeat(turn: Turn) -> None:
    edit = current(turn)
    series = edit.draft.series
    rule = read_repeat(turn.text or "", turn.app.languages, series.begins.day)
    changed = replace(at_another_time(series, series.begins), rule=rule, except_=frozenset())
    if rule is None:
        await _save(turn, changed)
    else:
        await END.question.enter(turn, **edit.changed(series=changed).facts())


async def _ask_end(turn: Turn) -> Asked:
    return Asked(
        turn.words("🏁 Until when? Press a button, or write the last day, for example 24.12.2026."),
        end_keyboard(turn.words),
    )


async def _take_end(turn: Turn) -> None:
    series, languages = current(turn).draft.series, turn.app.languages
    assert series.rule is not None, "only a repeating meeting has an end"
    try:
        rule = read_end(turn.text or "", languages, series.rule)
    except NotARepeat:
        last = await day_said(turn, today_there(turn, forum_here(turn).zone))
        if last is None:
            return
        rule = replace(series.rule, until=last, count=None)
    await _save(turn, replace(series, rule=rule))


async def _ask_except(turn: Turn) -> Asked:
    words, series = turn.words, current(turn).draft.series
    labels = [ticked(when(words, wall), wall not in series.except_) for wall in _days(turn, series)]
    text = words(
        "📅 Press a day on which the meeting does not take place. Then press {button}.",
        button=words(NEXT),
    )
    return Asked(text, [*([label] for label in labels), *rows(words, (NEXT,))])


async def _take_except(turn: Turn) -> None:
    edit = current(turn)
    series = edit.draft.series
    if pressed(turn, (NEXT,)):
        await _save(turn, series)
        return
    wanted = normal_label(without_tick(turn.text or ""))
    for wall in _days(turn, series):
        if wanted in {normal_label(when(turn.app.words(code), wall)) for code in turn.app.languages}:
            takes_place = stands_after(turn.text or "", wall not in series.except_)
            changed = replace(series, except_=series.except_ - {wall} if takes_place else series.except_ | {wall})
            await EXCEPT.question.tick(turn, **edit.changed(series=changed).facts())
            return
    raise NotOffered


def _days(turn: Turn, series: Series) -> list[WallTime]:
    """The next days of the rule, with those that are left out already."""
    whole = replace(series, except_=frozenset())
    return [each.original for each in next_occurrences(whole, turn.now, DAYS_TO_LEAVE_OUT)]


DAY = day_step(
    states.MEETING_OTHER_DAY,
    lambda turn: turn.words("📅 On which day is the first one?"),
    _take_day,
    _take_both,
    to_review,
)
TIME = time_step(states.MEETING_OTHER_TIME, lambda turn: turn.words("🕒 At what time?"), _take_time, to_review)
LENGTH = Step(Question(states.MEETING_LENGTH, _ask_length), _take_length, to_review)
REPEAT = Step(Question(states.MEETING_REPEAT, _ask_repeat), _take_repeat, to_review)
END = Step(Question(states.MEETING_END, _ask_end), _take_end, to_review)
EXCEPT = Step(Question(states.MEETING_EXCEPT, _ask_except), _take_except, to_review)
STEPS = (DAY, TIME, LENGTH, REPEAT, END, EXCEPT)
