"""Stopping, wherever somebody stands. What was written is never erased unasked: it stays locked for ten minutes.

A thumb slips, and somebody who looks over a shoulder goes away. There is one way back. Others may look at the phone: it
is not said what was stopped. Only "🧹 Forget this chat" erases at once.
"""

from typing import Final

from handlers.chat import endings, keyboards, states
from handlers.chat.held_words import waits
from handlers.chat.menu import own_menu
from handlers.chat.screen.markup import Keyboard
from handlers.chat.sweeping import say_alone
from handlers.chat.turn import Turn
from locales import Message, sentence
from services.conversation.conversation import ABOUT_HELD_WORDS
from services.forms import has_answers

KEPT: Final = sentence(
    "⏹ Stopped. Nothing was sent. I keep it locked for about ten minutes: {button} leads back, {forget} erases it now."
)
SOME_WORDS_KEPT: Final = sentence(
    "⏹ Some of your words are not sent. What you sent before stays sent. I keep these words locked for about ten"
    " minutes: {button} leads back to them, {forget} erases them now."
)
"""The same where something may have been sent just before, and other words have waited since before that."""


async def stop(turn: Turn) -> None:
    """End what is under way, say so, and leave its messages where they are."""
    await turn.say(*await stopped(turn, endings.STOPPED))


async def stop_words(turn: Turn) -> None:
    """Stop where nothing is under way but words that are held: all of them."""
    rest_on_words(turn)
    await stop(turn)


def rest_on_words(turn: Turn) -> None:
    """Nothing is under way, and all words that are held belong together."""
    turn.enter(states.WORDS)
    turn.conversation.bring_together()


async def stop_alone(turn: Turn) -> None:
    """The same, and remove its messages."""
    await say_alone(turn, *await stopped(turn, endings.STOPPED))


async def stopped(
    turn: Turn, nothing_lost: Message, has_draft: bool = False, kept: Message = KEPT
) -> tuple[str, Keyboard]:
    """Stop; what to say of it, and what stands below. `nothing_lost` is said where nothing was written, nor a draft put
    together, else `kept`."""
    words = turn.words
    is_kept = has_draft or is_anything_written(turn)
    lost = words("🧹 What was stopped before this is erased now.") if is_kept and _takes_a_place(turn) else ""
    if is_kept:
        turn.stop()
    else:
        turn.leave()
    turn.ends(endings.STOPPED_A_WHILE if is_kept else nothing_lost)
    await turn.keep()
    if not is_kept:
        return _nothing_written(turn, nothing_lost), await own_menu(turn)
    said = words(kept, button=words(keyboards.UNDO_STOP), forget=words(keyboards.FORGET))
    return f"{said}\n{lost}".strip(), await own_menu(turn)


def _nothing_written(turn: Turn, nothing_lost: Message) -> str:
    """What was stopped earlier is locked still, and is not to be denied."""
    before = turn.conversation.stopped
    if before is None or before.is_past(turn.said):
        return turn.words(nothing_lost)
    return turn.words(
        "⏹ Stopped. Nothing was sent. What was stopped before is still locked, for some minutes: {button} leads back,"
        " {forget} erases it now.",
        button=turn.words(keyboards.UNDO_STOP),
        forget=turn.words(keyboards.FORGET),
    )


def is_anything_written(turn: Turn) -> bool:
    """Whether anything of what is under way would be lost: words, or answers to a form."""
    form = turn.conversation.form
    return bool(turn.conversation.own) or (form is not None and has_answers(form))


def _takes_a_place(turn: Turn) -> bool:
    """Whether there is a way back to something else, which cannot be joined with this."""
    before, place = turn.conversation.stopped, turn.conversation.place
    return waits(turn) and before is not None and not before.is_words_alone and place not in ABOUT_HELD_WORDS
