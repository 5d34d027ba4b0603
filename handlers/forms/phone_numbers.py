"""A telephone number that nobody could dial is asked for once again, and then kept as it was written.

Which question asks for one, a form tells as ODK has it (a text with the appearance `numbers`) or by the row's name.
"""

import re
from typing import Final

from handlers.chat.turn import Turn
from services.directory.telephone import NumberUnclear, country_of, read_numbers
from services.errors import Refusal
from services.forms import Kind, Question, Step

DOUBTED: Final = "doubted"
"""The fact that holds the question whose answer was asked for again."""
_NUMBERS: Final = "numbers"
_NAMED: Final = re.compile(r"(?:^|_)(?:tele)?(?:phone|tel|mobile|whatsapp)(?:_|$)|telephone", re.IGNORECASE)


class NumberDoubtful(Refusal):
    """What was written holds digits, and no telephone number; nobody has to write another."""


def check(turn: Turn, current: Step) -> None:
    """Raises NumberDoubtful, for each question once. Words without digits say something else, and are no number."""
    text = turn.text or ""
    if not _asks_for_one(current) or not any(map(str.isdecimal, text)):
        return
    assert isinstance(current, Question)
    if turn.conversation.facts.get(DOUBTED) == current.path:
        return
    try:
        read_numbers(text, country_of(turn.app.content.organisation.timezone), turn.language)
    except NumberUnclear:
        turn.conversation.facts = {**turn.conversation.facts, DOUBTED: current.path}
        raise NumberDoubtful from None


def _asks_for_one(current: Step) -> bool:
    if not isinstance(current, Question) or current.kind is not Kind.TEXT:
        return False
    return _NUMBERS in current.appearance or bool(_NAMED.search(current.name))
