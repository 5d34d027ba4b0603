"""A report is begun while words wait that were written before: whether it begins with them, is asked.

They may have been written for something else, or by somebody else on the same phone. They are shown to whoever asks.
"""

from collections.abc import Mapping

from handlers.chat import keyboards, states
from handlers.chat.held_words import held
from handlers.chat.keyboards import rows
from handlers.chat.screen.markup import Keyboard
from handlers.chat.turn import Turn


async def ask(turn: Turn, form: str, given: Mapping[str, str]) -> None:
    """Ask, and remember what was to be begun. The words stay held."""
    states.go(turn, states.WORDS_BEFORE, form=form, given=dict(given))
    await turn.keep()
    await ask_again(turn)


async def ask_again(turn: Turn) -> None:
    """Either way nothing is sent by it."""
    said = turn.words("✍️ Words that were written here before still wait. They are not sent. Begin with them?")
    await turn.say(said, _answers(turn))


async def show(turn: Turn) -> None:
    """All of them."""
    words = turn.words
    await turn.say(words("🔒 These words were written here before. They are not sent:") + "\n\n" + held(turn))
    await ask_again(turn)


def _answers(turn: Turn) -> Keyboard:
    labels = (keyboards.WITH_WORDS, keyboards.WITHOUT_WORDS, keyboards.SEE_WAITING, keyboards.STOP)
    return rows(turn.words, *((label,) for label in labels))
