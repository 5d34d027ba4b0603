"""Reading something while something else may be under way: whose buttons stay below."""

from handlers.chat.screen.markup import Keyboard
from handlers.chat.turn import Turn
from handlers.directory.choosing import is_free


async def own_buttons(turn: Turn, keyboard: Keyboard) -> Keyboard | None:
    """These buttons, where nothing is under way that needs its own; looking for services is over then."""
    if not is_free(turn):
        return None
    if turn.conversation.place:
        turn.leave()
        await turn.keep()
    return keyboard
