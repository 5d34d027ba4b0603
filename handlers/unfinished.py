"""What a person must not lose by pressing something else: a report that is not sent, a receipt that is not noted."""

from handlers import keyboards, places
from handlers.keyboards import rows
from handlers.turn import Turn


async def comes_first(turn: Turn) -> bool:
    """True when something unfinished was offered instead of what the person asked for."""
    conversation = turn.conversation
    if conversation.form is None and places.under_way(conversation) != places.RECEIPT:
        return False
    unfinished = places.RECEIPT if conversation.form is None else places.REPORT
    if conversation.place != unfinished:
        places.go(turn, unfinished)
        await turn.keep()
    await (receipt_is_above if unfinished == places.RECEIPT else _report_is_not_sent)(turn)
    return True


async def receipt_is_above(turn: Turn) -> None:
    """The receipt is still shown; nothing else goes on before it is written down."""
    words = turn.words
    await turn.say(
        words(
            "👆 Your receipt is above. Other words are not kept here."
            " Press {button} when you have written the receipt down.",
            button=words(keyboards.NOTED),
        ),
        rows(words, (keyboards.NOTED,)),
    )


async def _report_is_not_sent(turn: Turn) -> None:
    words = turn.words
    await turn.say(
        words("📝 You have a report that is not sent yet."), rows(words, (keyboards.GO_ON,), (keyboards.STOP,))
    )
