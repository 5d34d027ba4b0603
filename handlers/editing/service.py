"""An editor before one service: all is true, change something, suspend, open again, tell people."""

from handlers.chat import unfinished
from handlers.chat.keyboards import pressed
from handlers.chat.turn import Turn
from handlers.directory.buttons import speak_as_pressed
from handlers.editing import change, waiting
from handlers.editing.shown import ALL_TRUE, CHANGE, DEEDS, OTHER, RESUME, keep, stand_before
from locales import Message
from services.editing import editing
from services.editing.worklist import EVERY


async def opened(turn: Turn) -> None:
    """Pressed in a list: the card as residents see it, and what can be done."""
    _, language, id = ((turn.arrival.button or "") + "::").split(":", 2)
    speak_as_pressed(turn, language)
    await turn.heard()
    if await unfinished.comes_first(turn):
        return
    await stand_before(turn, id.rstrip(":"))


async def chosen(turn: Turn) -> None:
    """What the editor does with it; any other words look for another service."""
    deed = pressed(turn, DEEDS)
    if deed == CHANGE:
        await change.ask_field(turn)
    elif deed == OTHER:
        await waiting.show(turn)
    elif deed is not None:
        await _do(turn, deed)
    elif turn.text:
        await waiting.look(turn, EVERY, turn.text)


async def _do(turn: Turn, deed: Message) -> None:
    if deed == ALL_TRUE:
        await keep(turn, editing.confirm)
    else:
        await keep(turn, editing.set_status, deed == RESUME)
