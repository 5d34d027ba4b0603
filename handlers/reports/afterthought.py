"""What somebody forgot and writes while the receipt is still shown: held, and the receipt leads it to the report.

Nothing in the chat leads to a report once it is sent: only who has its receipt can add to it. See decision 0107.
"""

from handlers.chat import danger, keyboards, small_talk, states, unfinished
from handlers.chat.attachments import only_words_count
from handlers.chat.held_words import TooManyWords, hold, together
from handlers.chat.keyboards import is_passing, rows
from handlers.chat.refusals import not_now
from handlers.chat.turn import Turn
from handlers.reports.mailbox import is_receipt


async def came(turn: Turn) -> None:
    """Words are held, and how they reach the report is said; whatever else came is answered with the receipt above."""
    text = turn.text
    if text is None and turn.attachment is None:
        return
    if text is None or is_passing(turn) or is_receipt(text) or small_talk.small_talk_in(turn) is not None:
        await unfinished.receipt_is_above(turn)
        return
    only_words_count(turn)
    try:
        hold(turn, text, states.RECEIPT)
    except TooManyWords as refusal:
        await turn.say(not_now(turn, refusal), rows(turn.words, (keyboards.NOTED,)))
        return
    await turn.keep()
    calls = danger.whom_to_call(turn) if danger.spoken_of(turn, text) else []
    await turn.say("\n\n".join((*calls, _held(turn))), rows(turn.words, (keyboards.NOTED,)))


def waiting(turn: Turn) -> str:
    """That such words wait, and how they reach the report; '' where there are none. They are not shown again."""
    if not together(turn):
        return ""
    return turn.words(
        "✍️ What you wrote after it is not sent. To add it to your report, open {mailbox} with the receipt. I keep it"
        " locked, for an hour at most.",
        mailbox=turn.words(keyboards.MAILBOX),
    )


def _held(turn: Turn) -> str:
    words = turn.words
    return words(
        "✍️ I have your words too. They are not sent. When you have written the receipt down, press {noted}. Then open"
        " {mailbox} with it to add them to your report.",
        noted=words(keyboards.NOTED),
        mailbox=words(keyboards.MAILBOX),
    )
