"""Words that answer no question: held with the conversation until the person chooses what becomes of them.

They are kept as everything passing is: locked with the runtime key, gone with /forget, ten minutes after /stop, and
each an hour after it was written, whatever is done meanwhile. Whoever goes elsewhere finds them again in the menu; what
is begun there by another button is begun without them, unless they say otherwise.
"""

from typing import Any, Final

from handlers.chat import states
from handlers.chat.turn import Turn
from services.conversation.conversation import Written
from services.errors import Refusal

LONGEST: Final = 12_000
"""Letters held at most: as many as three of the longest messages."""


class TooManyWords(Refusal):
    """More than is held; the last message was not."""


def held(turn: Turn) -> str:
    """What is held; '' for nothing."""
    return "\n".join(each.text for each in turn.conversation.held)


def hold(turn: Turn, text: str, place: str = states.WORDS, **facts: Any) -> str:
    """Hold these words, after those that are held: what comes in several messages belongs together. All of them.

    `place` asks what shall become of them. Raises TooManyWords.
    """
    written = (*turn.conversation.held, Written(text.strip(), turn.said))
    if len("\n".join(each.text for each in written)) > LONGEST:
        raise TooManyWords
    states.go(turn, place, **facts)
    turn.conversation.held = written
    return held(turn)


def hold_too(turn: Turn, text: str) -> None:
    """Hold what was taken already for something else, and is now left unsent: no limit refuses it."""
    turn.conversation.held = (*turn.conversation.held, Written(text.strip(), turn.said))


def together(turn: Turn) -> str:
    """Those of them that belong to what is begun now; '' for none."""
    return "\n".join(each.text for each in turn.conversation.held if not each.is_apart)


def take_out(turn: Turn, text: str) -> str:
    """Hold these words alone no more. They themselves, or '' where they are not held any longer."""
    held_before = turn.conversation.held
    turn.conversation.held = tuple(each for each in held_before if each.text != text)
    return text if len(turn.conversation.held) < len(held_before) else ""


def waits(turn: Turn) -> bool:
    """True where something was stopped so lately that there is a way back."""
    stopped = turn.conversation.stopped
    return stopped is not None and not stopped.is_past(turn.said)


def let_go(turn: Turn) -> str:
    """Hold those that belong `together` no more, since they have become something else. What they were."""
    words = together(turn)
    turn.conversation.held = tuple(each for each in turn.conversation.held if each.is_apart)
    return words
