"""How one occasion of a meeting is named on buttons and in messages, and found again from what a button said.

A notice's buttons stay on the phone for hours: they say the day and the time, and that alone has to lead back to the
meeting, in whatever language they were drawn. Used by who answers (handlers.answers) and who pushes (handlers.notices).
"""

from collections.abc import Iterable, Sequence

from handlers import keyboards
from handlers.keyboards import about
from handlers.routing import MIDDLE_DOT
from handlers.time_picker import shown
from handlers.turn import Keyboard, Turn
from locales import Words, normal_label
from services.content import Content
from services.forums import Forum
from services.meetings import Occasion
from services.wall_time import WallTime

ANSWERS = {"yes": keyboards.COMING, "no": keyboards.NOT_COMING, "maybe": keyboards.MAYBE_COMING}
"""What a person can answer (services.answers), and the button that says so."""


def when(words: Words, wall: WallTime) -> str:
    """Day and time as they stand on buttons: "Tue, Nov 24, 15:00"."""
    # NOTE: Stands on buttons, such as "Tue, Nov 24, 15:00".
    return words("{day}, {time}", day=words.day(wall.day), time=shown(wall.at))


def answer_keyboard(words: Words, wall: WallTime, which: str | None = None) -> Keyboard:
    """Yes, no, maybe and the calendar file, each saying which meeting it is about; and the way back."""
    about_it = which or when(words, wall)
    return [
        [about(words, keyboards.COMING, about_it)],
        [about(words, keyboards.NOT_COMING, about_it)],
        [about(words, keyboards.MAYBE_COMING, about_it)],
        [about(words, keyboards.CALENDAR, about_it)],
        [words(keyboards.FORUMS), words(keyboards.MENU)],
    ]


def told_apart(words: Words, content: Content, occasion: Occasion) -> str:
    """Day, time and forum: for a button where two meetings begin at the same time."""
    name = content.forum(occasion.meeting.forum).name.said(words.code)
    return f"{when(words, occasion.occurrence.wall)}{MIDDLE_DOT}{name}"


def found(turn: Turn, occasions: Iterable[Occasion]) -> list[Occasion]:
    """Those that the pressed button may be about, in whichever language it was drawn."""
    rest = normal_label(turn.label_rest or "")
    return [occasion for occasion in occasions if rest in _names(turn, occasion)]


def named_forum(turn: Turn, name: str | None, forums: Sequence[Forum]) -> Forum | None:
    """The forum of that name in any offered language; None for any other words."""
    wanted = normal_label(name or "")
    for forum in forums:
        if wanted in {normal_label(forum.name.said(code)) for code in turn.house.languages}:
            return forum
    return None


def _names(turn: Turn, occasion: Occasion) -> set[str]:
    names = set()
    for code in turn.house.languages:
        words = turn.house.words(code)
        names |= {when(words, occasion.occurrence.wall), told_apart(words, turn.house.content, occasion)}
    return {normal_label(name) for name in names}
