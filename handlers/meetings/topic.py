"""A topic that somebody suggested goes on an agenda that a whole group reads: looked at first, and then put below."""

from typing import Any, Final

from handlers.chat import states
from handlers.chat.keyboards import pressed, rows
from handlers.chat.step import Act, Asked, Question, Step
from handlers.chat.turn import Turn
from handlers.meetings import review
from handlers.meetings.edit import current
from handlers.meetings.shown import buttons
from handlers.meetings.shown.wording import written
from services.authoring.texts import AGENDA, cleaned
from services.directory.pointers import pointers

POINT: Final = "- "
"""What stands before a topic on the agenda."""
TOPIC: Final = "topic"
HAS_LOOKED: Final = "has looked"
"""The fact that holds that this organiser was asked to read what goes on this agenda."""


async def chosen(turn: Turn, topic: str) -> None:
    """Put it on the agenda: the first one, and whatever leads straight to somebody, once it was looked at."""
    if pointers(topic) or not turn.conversation.facts.get(HAS_LOOKED):
        facts: dict[str, Any] = {TOPIC: topic, HAS_LOOKED: True}
        await QUESTION.enter(turn, **facts)
    else:
        await _put(turn, topic)


async def _ask(turn: Turn) -> Asked:
    words, topic = turn.words, turn.conversation.facts[TOPIC]
    found = pointers(topic)
    if found:
        warned = words(
            "⚠️ {pieces}: the whole group would see it, and whoever looks at their phones.", pieces=words.listed(found)
        )
    else:
        warned = words(
            "👀 The whole group will read it. Please read each topic first:"
            " would anybody recognise who is meant, or who wrote it?"
        )
    how = words("✍️ Write it in other words, or press {button}.", button=words(buttons.AS_IT_IS))
    return Asked("\n\n".join((words.aligned(words.isolated(topic)), warned, how)), rows(words, (buttons.AS_IT_IS,)))


async def _take(turn: Turn) -> None:
    is_as_it_is = pressed(turn, (buttons.AS_IT_IS,))
    await _put(turn, turn.conversation.facts[TOPIC] if is_as_it_is else " ".join((turn.text or "").split()))


async def _put(turn: Turn, topic: str) -> None:
    """Below what there is: in every language there is, or in this one."""
    words, edit = turn.words, current(turn)
    point, before = f"{POINT}{topic}", edit.draft.agenda
    agenda = {code: f"{text}\n{point}" for code, text in before.items()} or written(point, turn.language)
    below = words("📋 It stands on the agenda now, below what was there.")
    said = below if before else words("📋 It stands on the agenda now.")
    await review.enter(turn, edit.changed(agenda=cleaned(AGENDA, agenda)), said)


QUESTION = Question(states.MEETING_TOPIC, _ask)


def step(back: Act) -> Step:
    """Looking at it, leading back to the agenda."""
    return Step(QUESTION, _take, back, takes_text=True)
