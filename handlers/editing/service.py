"""An editor before one service: all is true, change something, suspend, open again, tell people."""

from handlers.chat import unfinished
from handlers.chat.keyboards import pressed
from handlers.chat.turn import Turn
from handlers.directory.buttons import speak_as_pressed
from handlers.editing import change, waiting
from handlers.editing.shown import ALL_TRUE, CHANGE, DEEDS, RESUME, STANDING, keep, stand_before, to_undo
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


async def undo(turn: Turn) -> None:
    """Put the service back as it was before the last deed. Where that is too long ago, what can be done now."""
    former = to_undo(turn)
    if former is not None:
        await keep(turn, editing.undo, former)
        return
    nothing = turn.words("↩️ There is nothing any more that I could undo. Nothing was changed.")
    conversation = turn.conversation
    if conversation.place in STANDING and "service" in conversation.facts:
        await stand_before(turn, str(conversation.facts["service"]), nothing)
    else:
        turn.preface(nothing)
        await waiting.show(turn)


async def chosen(turn: Turn) -> None:
    """What the editor does with it; any other words look for another service."""
    deed = pressed(turn, DEEDS)
    if deed == CHANGE:
        await change.ask_field(turn)
    elif deed is not None:
        await _do(turn, deed)
    elif turn.text:
        await waiting.look(turn, EVERY, turn.text)


async def _do(turn: Turn, deed: Message) -> None:
    if deed == ALL_TRUE:
        await keep(turn, editing.confirm)
    else:
        await keep(turn, editing.set_status, deed == RESUME)
