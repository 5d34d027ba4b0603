"""What is said where a day, a time, a repetition or a number is not understood."""

from typing import Any

from handlers.chat.refusals import Sentences
from handlers.chat.turn import Turn
from handlers.pickers.day import DayOver, NoSuchDay, NotADay
from handlers.pickers.number import NotANumber
from handlers.pickers.repeat import NotARepeat
from handlers.pickers.time import NotATime
from locales import sentence


def _day_over(turn: Turn, refusal: Any) -> str:
    return turn.words(
        "📅 {day} is over already. Please choose a day that is still to come.", day=turn.words.date(refusal.day)
    )


SENTENCES: Sentences = {
    NotADay: sentence("📅 I did not understand the day. Please press one, or write it like this: 24.11.2026"),
    NoSuchDay: sentence("📅 There is no such day in the calendar. Please choose another."),
    DayOver: _day_over,
    NotATime: sentence("🕒 I did not understand the time. Please press one, or write it like this: 15:30"),
    NotARepeat: sentence("👇 Please press one of the buttons below."),
    NotANumber: sentence("🔢 Please press a number or write one, for example 12."),
}
