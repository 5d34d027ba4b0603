"""Nobody can answer a survey, since nobody knows who wrote: words of danger in one can become a report instead."""

from typing import Final

from handlers.chat import danger, keyboards, states
from handlers.chat.held_words import LONGEST, hold
from handlers.chat.keyboards import pressed
from handlers.chat.turn import Turn
from locales import Message

OF_DANGER: Final = "of danger"
"""The fact that holds what was written of danger in this survey."""


def listen(turn: Turn) -> None:
    """Words of danger stay with the survey as they are, and it is said that nobody can answer them there."""
    text = turn.text or ""
    if pressed(turn, (keyboards.BACK,)):
        _take_back(turn)
    if not danger.spoken_of(turn, text) or danger.is_a_label(turn):
        return
    facts = turn.conversation.facts
    together = "\n".join(part for part in (facts.get(OF_DANGER, ""), text.strip()) if part)
    if len(together) <= LONGEST:
        turn.conversation.facts = {**facts, OF_DANGER: together}
    words = turn.words
    turn.preface(
        words(
            "📋 Nobody can answer a survey. For an answer, press {button}: the survey then ends, unsent.",
            button=words(keyboards.TELL),
        )
    )


def _take_back(turn: Turn) -> None:
    """Words that are taken back with their answer are offered as a report no more."""
    answers = (turn.conversation.form or {}).get("answers", [])
    latest = str(answers[-1][1]).splitlines() if answers else []
    facts = turn.conversation.facts
    left = [line for line in facts.get(OF_DANGER, "").splitlines() if line not in latest]
    turn.conversation.facts = {**facts, OF_DANGER: "\n".join(left)}


def ways_out(turn: Turn) -> tuple[Message, ...]:
    """The button of a report, once there are such words."""
    return (keyboards.TELL,) if turn.conversation.facts.get(OF_DANGER) else ()


def lets_go_for_a_report(turn: Turn) -> bool:
    """Whether somebody inside a survey wants a report of these words; then they alone are held, and the survey is
    over."""
    conversation = turn.conversation
    words = conversation.facts.get(OF_DANGER, "")
    if conversation.place != states.SURVEY or not words:
        return False
    conversation.form = None
    conversation.set_apart()
    hold(turn, words)
    return True
