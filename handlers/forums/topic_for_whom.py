"""A topic that speaks of a danger: for those who organise, or for protection staff? Asked before anybody gets it."""

from handlers.chat import keyboards, states
from handlers.chat.held_words import hold
from handlers.chat.keyboards import rows
from handlers.chat.sweeping import remove_own
from handlers.chat.turn import Turn


async def ask(turn: Turn, text: str) -> None:
    """Hold the words, out of the chat's sight, and ask. Nobody has them yet. Raises TooManyWords."""
    before = of_the_topic(turn)
    hold(turn, text, states.TOPIC_FOR_WHOM, forum=turn.conversation.facts["forum"], topic=[*before, text.strip()])
    await turn.keep()
    await remove_own(turn)
    await _ask(turn, turn.words("➕ Added: what you wrote is one topic together.") if before else "")


def of_the_topic(turn: Turn) -> list[str]:
    """What was written for this topic, message by message. Other words that are held are none of it."""
    return list(turn.conversation.facts.get("topic", ()))


async def ask_again(turn: Turn) -> None:
    """Who reads it, either way. The words are not shown again: others may look at the phone."""
    await _ask(turn, "")


async def _ask(turn: Turn, first: str) -> None:
    words = turn.words
    said = "\n".join(
        (
            *([first] if first else []),
            words("👀 Who shall read this? It is not sent yet."),
            words(
                "{button}: trained people who read reports. You get a receipt, and they can answer.",
                button=words(keyboards.TELL),
            ),
            words("{button}: those who organise the meetings.", button=words(keyboards.AS_A_TOPIC)),
        )
    )
    await turn.say(said, rows(words, (keyboards.TELL,), (keyboards.AS_A_TOPIC,), (keyboards.STOP,)))
