"""A form that began with somebody's own words: they are its story, and no more is asked than has to be."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from handlers.chat.held_words import let_go
from handlers.chat.turn import Turn
from services.errors import Refusal
from services.forms import Interview, Question, told_first
from services.forms.before_sending import comes_before_sending

BRIEF: Final = "brief"
"""The fact that holds while such a form is kept short."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody wrote before the first question, and what has to be said before they go on. Where it `is_all`,
    no more is asked than has to be."""

    words: str
    is_all: bool
    said: str = ""


def begun_with(turn: Turn, interview: Interview, told: Told) -> Interview | None:
    """The interview with these words as its story; then they are held no more. None where the form takes no words."""
    with_words = told_first(interview, told.words)
    turn.conversation.facts = {BRIEF: True} if with_words and told.is_all else {}
    if with_words:
        let_go(turn)
    return with_words


def kept_short(turn: Turn, moved: Interview, still_asked: Collection[str]) -> Interview:
    """Looked over at once where nothing more is asked of somebody who told it all but what comes before sending anyway;
    more can be told from there."""
    standing = moved.current()
    if not turn.conversation.facts.get(BRIEF) or not isinstance(standing, Question):
        return moved
    if standing.name in (*still_asked, *comes_before_sending(moved)) or moved.state.at:
        return moved
    turn.conversation.facts = {}
    try:
        return moved.hurry()
    except Refusal:
        return moved
