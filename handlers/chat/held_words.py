"""Words that answer no question: held with the conversation until the person chooses what becomes of them.

They are kept as everything passing is: locked with the runtime key, an hour at most, gone with /forget and /stop.
"""

from typing import Final

from handlers.chat import states
from handlers.chat.turn import Turn
from services.errors import Refusal

WORDS: Final = "words"
LONGEST: Final = 12_000
"""Letters held at most: as many as three of the longest messages."""


class TooManyWords(Refusal):
    """More than is held; the last message was not."""


def held(turn: Turn) -> str:
    """What is held; '' for nothing."""
    return str(turn.conversation.facts.get(WORDS, "")) if turn.conversation.place == states.WORDS else ""


def hold(turn: Turn, text: str) -> str:
    """Hold these words, after those that are held: what comes in several messages belongs together. All of them.

    Raises TooManyWords.
    """
    together = "\n".join(part for part in (held(turn), text.strip()) if part)
    if len(together) > LONGEST:
        raise TooManyWords
    states.go(turn, states.WORDS, **{WORDS: together})
    return together
