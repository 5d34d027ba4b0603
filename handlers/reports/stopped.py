"""A report of other words is begun while one that was stopped can still be gone on with: which is meant, is asked.

Without words nothing is asked, since it may be somebody else who presses: the way back stays open for its ten minutes.
"""

from collections.abc import Mapping

from handlers.chat import keyboards, states
from handlers.chat.keyboards import rows
from handlers.chat.turn import Turn


async def ask(turn: Turn, form: str, given: Mapping[str, str]) -> None:
    """Ask, and remember what was to be begun. Words that are held stay so."""
    states.go(turn, states.STOPPED_BEFORE, form=form, given=dict(given))
    await turn.keep()
    await ask_again(turn)


async def ask_again(turn: Turn) -> None:
    """The way back first. Others may look at the phone: it is not said what was stopped."""
    words = turn.words
    said = words(
        "↩️ You stopped something a moment ago; it is not sent. {back} leads back to it, with whatever you wrote since."
        " {new} erases it.",
        back=words(keyboards.UNDO_STOP),
        new=words(keyboards.BEGIN_ANEW),
    )
    await turn.say(said, rows(words, (keyboards.UNDO_STOP,), (keyboards.BEGIN_ANEW,), (keyboards.STOP,)))
