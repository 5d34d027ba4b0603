"""People write in several messages. What comes within two seconds of an answer in their own words belongs to it, since
nobody has read the next question by then. Measured by the dates of the messages: whole seconds of Telegram's clock."""

from typing import Final

from handlers.chat import keyboards
from handlers.chat.keyboards import pressed
from handlers.chat.turn import Turn
from handlers.forms.steps import MOVES, step
from services.errors import Refusal
from services.forms import Interview, Kind, Question, Step

WITHIN: Final = 2
BREATH: Final = "breath"
"""The fact that holds when the latest answer in somebody's own words was said, and to which question."""


def noted(turn: Turn, current: Step, after: Interview) -> None:
    """Remember when an answer in somebody's own words was said; forget the one before. A suggestion that was pressed is
    no beginning of theirs."""
    facts = {name: fact for name, fact in turn.conversation.facts.items() if name != BREATH}
    is_pressed = turn.press is not None and turn.press.is_offered
    is_words = isinstance(current, Question) and current.kind is Kind.TEXT and not current.multiline and not is_pressed
    if is_words and isinstance(current, Question) and after.state.answers.get(current.path) and turn.arrival.said:
        facts[BREATH] = [turn.arrival.said, current.path]
    turn.conversation.facts = facts


def joined(turn: Turn, interview: Interview, current: Step) -> Interview | None:
    """The interview with this message added to the answer just given; None where it is an answer of its own."""
    said, path = turn.conversation.facts.get(BREATH, (0, ""))
    now = turn.arrival.said
    if not path or turn.text is None or turn.attachment is not None or now is None or now - said > WITHIN:
        return None
    if _answers(turn, interview, current):
        return None
    try:
        moved = interview.change(path).answer(f"{interview.value(path)}\n{turn.text}")
    except Refusal:
        return None
    turn.conversation.facts = {**turn.conversation.facts, BREATH: [now, path]}
    return moved


def _answers(turn: Turn, interview: Interview, current: Step) -> bool:
    """Whether the message says something to what is asked now: a button, a choice, a number where one is wanted."""
    if pressed(turn, (*MOVES, keyboards.SEND, keyboards.STOP)) is not None:
        return True
    if isinstance(current, Question) and current.kind is Kind.TEXT:
        return False
    try:
        step(turn, interview, current)
    except Refusal:
        return False
    return True
