"""What a person must not lose by pressing something else: a report that is not sent, a receipt that is not noted."""

from handlers.chat import keyboards, states
from handlers.chat.keyboards import rows
from handlers.chat.turn import Turn


async def comes_first(turn: Turn) -> bool:
    """True when something unfinished was offered instead of what the person asked for."""
    conversation = turn.conversation
    place = states.under_way(conversation)
    if conversation.form is None and place != states.RECEIPT and place not in states.OF_AN_ORGANISER:
        return False
    if conversation.place == states.LANGUAGE:
        states.go(turn, place, **conversation.facts["facts"])
        await turn.keep()
    await (receipt_is_above if place == states.RECEIPT else _is_not_sent)(turn)
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


async def _is_not_sent(turn: Turn) -> None:
    words = turn.words
    if turn.conversation.place == states.REPORT:
        said = words("📝 You have a report that is not sent yet.")
    elif turn.conversation.place in states.OF_AN_ORGANISER:
        said = words("📝 What you have begun is not sent or saved yet.")
    else:
        said = words("📝 You have answers that are not sent yet.")
    await turn.say(said, rows(words, (keyboards.GO_ON,), (keyboards.STOP,)))
