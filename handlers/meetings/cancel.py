"""Moving or cancelling one occasion, or cancelling all of them: chosen, previewed, and only then sent."""

from datetime import date, time
from typing import Any

from handlers.chat import states
from handlers.chat.turn import Turn
from handlers.meetings import known, preview
from handlers.meetings.known import OCCASION, standing
from handlers.meetings.preview import CANCEL, CANCEL_SERIES, MOVE
from handlers.meetings.shown import buttons
from handlers.meetings.when import CHOSEN_DAY, day_step, time_step
from services.meetings.meeting import Occasion
from services.recurrence import Exhausted, WallTime, instant

ACTS = {buttons.CANCEL_ONE: CANCEL, buttons.CANCEL_ALL: CANCEL_SERIES}


async def cancel(turn: Turn, act: str) -> None:
    """Show what people would get. Nothing is sent yet."""
    occasion = (await standing(turn)).occasion
    await preview.PREVIEW.enter(turn, **_about(occasion), act=act)


async def move(turn: Turn) -> None:
    """Ask for the new day."""
    occasion = (await standing(turn)).occasion
    await DAY.question.enter(turn, **_about(occasion))


async def _take_day(turn: Turn, day: date) -> None:
    await TIME.question.enter(turn, **{CHOSEN_DAY: day.isoformat()})


async def _take_time(turn: Turn, at: time) -> None:
    occasion = (await standing(turn)).occasion
    to = WallTime(date.fromisoformat(turn.conversation.facts[CHOSEN_DAY]), at)
    if instant(to, occasion.meeting.series.zone) <= turn.now:
        raise Exhausted(to)
    await preview.PREVIEW.enter(turn, act=MOVE, to=str(to))


async def _take_both(turn: Turn, day: date, at: time) -> None:
    turn.conversation.facts[CHOSEN_DAY] = day.isoformat()
    await _take_time(turn, at)


async def to_open(turn: Turn) -> None:
    """Back to the meeting as it is."""
    await known.enter(turn, turn.conversation.facts[OCCASION])


async def back_from_preview(turn: Turn) -> None:
    """To the hour of the day that was chosen; from a cancelling, which asks nothing, to the meeting as it is."""
    if turn.conversation.facts.get(preview.ACT) == MOVE:
        await TIME.question.enter(turn)
    else:
        await to_open(turn)


async def _to_day(turn: Turn) -> None:
    await DAY.question.enter(turn)


def _about(occasion: Occasion) -> dict[str, Any]:
    """What is seen now: a change by somebody else since is noticed by its version."""
    meeting = occasion.meeting
    return {"meeting": meeting.id, "version": meeting.version, "forum": meeting.forum}


DAY = day_step(
    states.MEETING_MOVE_DAY,
    lambda turn: turn.words("📅 To which day?"),
    _take_day,
    _take_both,
    to_open,
    holds_draft=False,
)
TIME = time_step(
    states.MEETING_MOVE_TIME, lambda turn: turn.words("🕒 At what time?"), _take_time, _to_day, holds_draft=False
)
STEPS = (DAY, TIME)
