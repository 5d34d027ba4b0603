"""What is said where a day, a time, a repetition or a number is not understood."""

from typing import Any

from handlers.chat.refusals import Sentences
from handlers.chat.turn import Turn
from handlers.pickers.day import AnHour, DayOver, NoSuchDay, NotADay, OtherWeekday, example
from handlers.pickers.number import NotANumber, OneOrSeveral
from handlers.pickers.repeat import NotARepeat
from handlers.pickers.time import NotATime
from locales import sentence


def _day_over(turn: Turn, refusal: Any) -> str:
    return turn.words(
        "📅 {day} is over already. Please choose a day that is still to come.", day=turn.words.date(refusal.day)
    )


def _not_a_day(turn: Turn, refusal: Any) -> str:
    _, numbers = example(turn.said.date())
    # NOTE: {numbers} is a day in numbers: "24.11.2026".
    return turn.words(
        "📅 I did not understand the day. Please press one, or write it like this: {numbers}", numbers=numbers
    )


def _an_hour(turn: Turn, refusal: Any) -> str:
    _, numbers = example(turn.said.date())
    # NOTE: Somebody wrote an hour where a day is asked for. {numbers} is a day in numbers: "24.11.2026".
    return turn.words(
        "🕒 That looks like an hour. First the day, please: press one, or write it like this: {numbers}. I ask for the"
        " hour after that.",
        numbers=numbers,
    )


def _other_weekday(turn: Turn, refusal: Any) -> str:
    return turn.words(
        "📅 {day}: that is another day of the week than the one you wrote. Please choose a day again.",
        day=turn.words.date(refusal.day),
    )


SENTENCES: Sentences = {
    NotADay: _not_a_day,
    AnHour: _an_hour,
    NoSuchDay: sentence("📅 There is no such day in the calendar. Please choose another."),
    OtherWeekday: _other_weekday,
    DayOver: _day_over,
    NotATime: sentence("🕒 I did not understand the time. Please press one, or write it like this: 15:30"),
    NotARepeat: sentence("👇 Please press one of the buttons below."),
    OneOrSeveral: sentence(
        "🔢 Is that one number or several? Please write one number without signs in it, such as 1200, and a line for "
        "each."
    ),
    NotANumber: sentence("🔢 Please press a number or write one, for example 12."),
}
