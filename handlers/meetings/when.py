"""Asking for the day and the time of a meeting, wherever they are asked for: a new one, a changed one, a moved one."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, time

from handlers.chat.keyboards import BACK, STOP, pressed, rows
from handlers.chat.step import Act, Asked, Question, Step
from handlers.chat.turn import Turn
from handlers.meetings.edit import FACT, current, forum_here, today_there
from handlers.pickers.day import OTHER_DAY, DayFarAhead, WhichDay, day_keyboard, example, read_sure_day
from handlers.pickers.moment import Moment, WhichMoment, read_moment
from handlers.pickers.time import WhichHalf, read_time, shown, time_keyboard
from locales import Message
from services.meetings.upcoming import habits
from services.recurrence import wall_of

CHOSEN_DAY = "day"
"""The fact that holds the day chosen before the time is asked for."""


def day_step(
    place: str,
    asked: Callable[[Turn], str],
    then: Callable[[Turn, date], Awaitable[None]],
    at_once: Callable[[Turn, date, time], Awaitable[None]],
    back: Act,
    holds_draft: bool = True,
) -> Step:
    """A question for a day from today on. `asked` words it; `at_once` goes on where the time was said with the day."""

    async def ask(turn: Turn) -> Asked:
        return Asked(asked(turn), day_keyboard(turn.words, today_there(turn, forum_here(turn).zone)))

    async def take(turn: Turn) -> None:
        words = turn.words
        if pressed(turn, (OTHER_DAY,)):
            day, numbers = example(today_there(turn, forum_here(turn).zone))
            # NOTE: Three ways to write a day: "Tue, Nov 24, 2026", "24.11.2026", "Tuesday".
            how = words(
                "📅 Please write the day, for example: {day}, or {numbers}, or {weekday}.",
                day=words.date(day),
                numbers=numbers,
                weekday=words.weekday(day),
            )
            await turn.say(how, rows(words, (BACK, STOP)))
            return
        said = await _moment_said(turn, today_there(turn, forum_here(turn).zone))
        if said is not None and said.at is not None:
            await at_once(turn, said.day, said.at)
        elif said is not None:
            await then(turn, said.day)

    return Step(Question(place, ask), take, back, holds_draft)


async def day_said(turn: Turn, today: date, ways_on: Sequence[Message] = ()) -> date | None:
    """The day that was pressed or written; None where it is asked back which one is meant. Raises what `read_day`
    raises."""
    try:
        return read_sure_day(turn.text or "", turn.app.languages, today)
    except WhichDay as several:
        await _ask_which_moment(turn, tuple(map(Moment, several.days)), ways_on)
    except DayFarAhead as far:
        await _ask_if_far(turn, far, ways_on)
    return None


async def _moment_said(turn: Turn, today: date) -> Moment | None:
    """The same with its time, where that was said with it."""
    try:
        return read_moment(turn.text or "", turn.app.languages, today)
    except WhichMoment as several:
        await _ask_which_moment(turn, several.moments, ())
    except DayFarAhead as far:
        await _ask_if_far(turn, far, ())
    return None


async def _ask_if_far(turn: Turn, far: DayFarAhead, ways_on: Sequence[Message]) -> None:
    words = turn.words
    # NOTE: {day} is a date with its year, also on a button below this.
    asked = words(
        "📅 The next such day is {day}, a long time from now. If you mean it, press it. If not, write another day.",
        day=words.date(far.day),
    )
    await turn.say(asked, [[Moment(far.day).label(words)], *rows(words, ways_on, (BACK, STOP))])


async def _ask_which_moment(turn: Turn, moments: Sequence[Moment], ways_on: Sequence[Message]) -> None:
    words = turn.words
    buttons = [[moment.label(words)] for moment in moments]
    await turn.say(words("📅 Which one do you mean?"), [*buttons, *rows(words, ways_on, (BACK, STOP))])


def time_step(
    place: str,
    asked: Callable[[Turn], str],
    then: Callable[[Turn, time], Awaitable[None]],
    back: Act,
    holds_draft: bool = True,
) -> Step:
    """A question for a time of day; the forum's usual times come first."""

    async def ask(turn: Turn) -> Asked:
        forum = forum_here(turn)
        usual = await turn.read(habits, forum.key)
        is_other_year = _chosen_day(turn).year != today_there(turn, forum.zone).year
        year = f"📅 {turn.words.date(_chosen_day(turn))}\n" if is_other_year else ""
        how = turn.words("Press a time, or write it, for example 15:30.")
        return Asked(f"{year}{asked(turn)}\n{how}", time_keyboard(usual.times, _over_by_now(turn)))

    async def take(turn: Turn) -> None:
        try:
            chosen = read_time(turn.text or "", turn.app.languages)
        except WhichHalf as either:
            await _ask_which(turn, either)
            return
        await then(turn, chosen)

    return Step(Question(place, ask), take, back, holds_draft)


def _over_by_now(turn: Turn) -> time | None:
    """The time it is there, where the day that was chosen is today."""
    now = wall_of(turn.now, forum_here(turn).zone)
    return now.at if _chosen_day(turn) == now.day else None


def _chosen_day(turn: Turn) -> date:
    facts = turn.conversation.facts
    return current(turn).draft.series.begins.day if FACT in facts else date.fromisoformat(facts[CHOSEN_DAY])


async def _ask_which(turn: Turn, either: WhichHalf) -> None:
    words = turn.words
    buttons = [shown(each) for each in either.times]
    await turn.say(words("🕒 Which one do you mean?"), [buttons, *rows(words, (BACK, STOP))])
