"""Waiting for one message that somebody types: "stop" and a receipt mean there what they mean everywhere."""

from handlers.chat import keyboards, stopping
from handlers.chat.keyboards import pressed
from handlers.chat.turn import Turn
from handlers.reports import mailbox


async def is_something_else(turn: Turn) -> bool:
    """True where what came was "stop" or a receipt, and is dealt with; or where nothing came at all."""
    if turn.text is None and turn.attachment is None:
        return True
    if pressed(turn, (keyboards.STOP,)):
        await stopping.stop(turn)
        return True
    if mailbox.is_receipt(turn.text):
        await mailbox.knock(turn)
        return True
    return False
