"""Saying one thing and removing everything else from the chat, so that nothing tells on the person afterwards."""

from collections.abc import Sequence

from handlers.chat.screen.markup import Keyboard
from handlers.chat.turn import Turn


async def say_alone(turn: Turn, text: str, keyboard: Keyboard) -> None:
    """Say `text` first, so that the person is never left before an empty chat, then remove all before it."""
    await turn.wipe(keep=await turn.say_shortly(text, keyboard))


async def say_in_place(turn: Turn, text: str, keyboard: Keyboard) -> None:
    """Say how it stands now, in place of what was pressed and of what was said so before: the question stays in sight.
    Telegram changes the buttons below a chat only by a new message."""
    shown = turn.app.keyboards
    before = [number for number in (shown.line(turn.chat), turn.arrival.message) if number is not None]
    shown.brought_by(turn.chat, await turn.say(text, keyboard))
    await turn.remove(*before)


async def remove_what_came_before(turn: Turn) -> None:
    """Remove all that stood in the chat before what is said in this turn, where anything is."""
    if turn.said_now:
        await turn.wipe(keep=turn.said_now)


async def remove_own(turn: Turn) -> None:
    """Remove what the person sent just now: it would tell on them, and is of no use in the chat."""
    if turn.arrival.message is not None:
        await turn.remove(turn.arrival.message)


async def say_last(turn: Turn, texts: Sequence[str], keyboard: Keyboard) -> None:
    """Say these texts, protected from being passed on, then remove all that stood before them."""
    kept = [number for text in texts[:-1] for number in await turn.say_whole(text, protect=True)]
    await turn.wipe(keep=[*kept, *await turn.say_whole(texts[-1], keyboard, protect=True)])
