"""After a meeting: how many came, what is done of what was agreed before, what was agreed now. No names."""

from typing import Any

from handlers.chat import keyboards, unfinished
from handlers.chat.keyboards import NotOffered, pressed
from handlers.chat.step import Step
from handlers.chat.turn import Turn
from handlers.meetings.minutes_questions import (
    ACTION,
    COUNT,
    DUE,
    EARLIER,
    OPEN,
    OWNER,
    actions_by_number,
    earlier_actions,
    suggested,
)
from handlers.meetings.shown import buttons, overview
from handlers.meetings.when import day_said
from handlers.pickers.number import read_numbers
from services.authoring.texts import TextTooLong, length
from services.meetings import minutes
from services.meetings.minutes import ACTION_LIMIT, MOST, OWNER_LIMIT, TooManyPoints
from services.recurrence import wall_of

GROUPS = 3
"""Women, men, youth."""


async def pressed_minutes(turn: Turn) -> None:
    """A meeting that took place was chosen from the list, perhaps hours ago."""
    if await unfinished.comes_first(turn):
        return
    occasion = await overview.pressed_occasion(turn)
    if occasion is None:
        await overview.gone(turn)
    else:
        await begin(turn, occasion.id)


async def begin(turn: Turn, occasion: str) -> None:
    """Ask what came of it; what was noted before is taken up. Raises MeetingGone, NotAnOrganiser."""
    kept = await turn.read(minutes.of_occasion, occasion)
    actions = [_as_fact(each) for each in kept.actions] if kept else []
    topics = list(kept.topics) if kept else []
    turn.conversation.facts = {}
    await COUNT.enter(turn, occasion=occasion, heads=[], actions=actions, topics=topics, settled=[])


async def _take_count(turn: Turn) -> None:
    heads = turn.conversation.facts["heads"]
    heads = [*heads, *read_numbers(turn.text or "", GROUPS - len(heads), turn.app.languages)]
    if len(heads) < GROUPS:
        await COUNT.enter(turn, heads=heads)
    elif found := await earlier_actions(turn):
        await EARLIER.enter(turn, heads=heads, asked_actions=[(each.minutes, each.number) for each in found])
    else:
        await ACTION.enter(turn, heads=heads)


async def _back_from_count(turn: Turn) -> None:
    heads = turn.conversation.facts["heads"]
    if heads:
        await COUNT.enter(turn, heads=heads[:-1])
    else:
        await overview.back_to_list(turn)


async def _take_earlier(turn: Turn) -> None:
    if pressed(turn, (keyboards.NEXT,)):
        await ACTION.enter(turn)
        return
    if turn.was_decided:  # what was called done the first time is no longer among those shown
        await EARLIER.show(turn)
        return
    found, (number,) = await actions_by_number(turn), read_numbers(turn.text or "", 1, turn.app.languages)
    if number not in found and 1 <= number <= len(turn.conversation.facts["asked_actions"]):  # it is done already
        await EARLIER.show(turn)
        return
    if number not in found:
        raise NotOffered
    action = found[number]
    await turn.run(minutes.close_action, action.minutes, action.number)
    await EARLIER.show(turn, turn.words("✅ Done: {what}", what=action.what))


async def _take_action(turn: Turn) -> None:
    if pressed(turn, (buttons.NOTHING_MORE,)):
        await OPEN.enter(turn, asked_topics=[each.id for each in await suggested(turn)])
        return
    if len(turn.conversation.facts["actions"]) >= MOST:
        raise TooManyPoints(MOST)
    await OWNER.enter(turn, what=_within(turn, "action", ACTION_LIMIT))


async def _take_owner(turn: Turn) -> None:
    owner = "" if pressed(turn, (keyboards.SKIP,)) else _within(turn, "owner", OWNER_LIMIT)
    await DUE.enter(turn, owner=owner)


async def _take_due(turn: Turn) -> None:
    facts, by = turn.conversation.facts, None
    if not pressed(turn, (keyboards.SKIP,)):
        today = wall_of(turn.said, turn.app.content.organisation.timezone).day
        day = await day_said(turn, today, (keyboards.SKIP,))
        if day is None:
            return
        by = day.isoformat()
    action = {"what": facts["what"], "owner": facts["owner"], "by": by, "is_done": False}
    await ACTION.enter(turn, actions=[*facts["actions"], action])


async def _to_count(turn: Turn) -> None:
    await COUNT.enter(turn, heads=[])


async def _back_from_action(turn: Turn) -> None:
    """The action noted last is taken back; with none, the head-count is asked again."""
    actions = turn.conversation.facts["actions"]
    if actions:
        await ACTION.enter(turn, actions=actions[:-1])
    else:
        await _to_count(turn)


async def _to_action(turn: Turn) -> None:
    await ACTION.enter(turn)


async def _to_owner(turn: Turn) -> None:
    await OWNER.enter(turn)


def _within(turn: Turn, part: str, limit: int) -> str:
    """The words written, on one line. Raises TextTooLong."""
    text = " ".join((turn.text or "").split())
    if length(text) > limit:
        raise TextTooLong(part, turn.language, length(text), limit)
    return text


def _as_fact(action: minutes.Action) -> dict[str, Any]:
    by = action.by.isoformat() if action.by else None
    return {"what": action.what, "owner": action.owner, "by": by, "is_done": action.is_done}


STEPS = (
    Step(COUNT, _take_count, _back_from_count, holds_draft=False),
    Step(EARLIER, _take_earlier, _to_count),
    Step(ACTION, _take_action, _back_from_action, takes_text=True),
    Step(OWNER, _take_owner, _to_action, takes_text=True),
    Step(DUE, _take_due, _to_owner),
)
