"""Buttons of something that is over: they stay on phones for hours, and are never taken for words."""

from handlers.chat import keyboards, second_press, unfinished
from handlers.chat.routing import MIDDLE_DOT
from handlers.chat.turn import Turn
from handlers.directory import finding
from handlers.directory.buttons import ALSO_CLOSED, AUDIENCES, LESS, MORE, MORE_ABOUT
from handlers.editing import routes as editing
from handlers.meetings import routes as meetings
from handlers.meetings.shown import buttons
from handlers.nudges.receiving import NO_MORE_LABEL
from handlers.pickers.day import OTHER_DAY
from handlers.pickers.repeat import NO_END
from handlers.surveys import lapsed
from locales import Message, match_label

UNDER_MESSAGES = (
    *(keyboards.READ_ON, keyboards.ALL_STEPS, keyboards.PASS_ON, keyboards.AREAS, keyboards.LIST),
    *(MORE_ABOUT, MORE, LESS, ALSO_CLOSED, NO_MORE_LABEL),
)
EVERYWHERE = (
    *(*keyboards.PASSING_BUTTONS, *AUDIENCES.values(), *UNDER_MESSAGES),
    *(*buttons.PASSING, OTHER_DAY, NO_END, *editing.PASSING),
)
"""The labels of all buttons that mean something only while something lasts."""


def is_one(turn: Turn) -> bool:
    """True where what came is such a button, with the thing it was about or without."""
    is_a_number = (turn.text or "").startswith(keyboards.CHANGE) and not any(map(str.isalpha, turn.text or ""))
    return _reads(turn, EVERYWHERE) or is_a_number or (unfinished.was_a_choice(turn) and not finding.names_a_need(turn))


async def say_so(turn: Turn) -> None:
    """What it was about is forgotten; what ended with the last press is said again, where that was just now."""
    if await second_press.says_what_ended(turn):
        return
    if _reads(turn, buttons.PASSING):
        await meetings.too_late(turn)
    elif _reads(turn, editing.PASSING):
        await editing.too_late(turn)
    elif not await lapsed.says_so(turn):
        await unfinished.too_long_ago(turn)


def _reads(turn: Turn, labels: tuple[Message, ...]) -> bool:
    label = (turn.text or "").partition(MIDDLE_DOT)[0]
    return bool(match_label(label, labels, turn.app.languages))
