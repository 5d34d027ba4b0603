"""The receipt: the number that opens the answer, what it is for, and whom to call until then."""

from handlers.chat import keyboards
from handlers.chat.danger import whom_to_call
from handlers.chat.screen.short_messages import is_short
from handlers.chat.turn import Turn
from handlers.reports.answer_time import answer_time
from locales import Words, check_words
from services.content.content import REPORT_FORM
from services.forms import Interview
from services.reports.receipts import Receipt
from services.reports.reports import SentReport


def receipt_messages(turn: Turn, sent: SentReport, interview: Interview) -> list[str]:
    """What became of the report, and the receipt: the number and what to do with it last, where a chat is looked at."""
    words = turn.words
    is_report = interview.form.name == REPORT_FORM
    saved = words("✅ Your report is saved.") if is_report else words("✅ What you sent is saved.")
    time = answer_time(turn, interview)
    first = [saved, *([time] if time else [])]
    if sent.route:
        first.insert(1, words("🔔 When there is an answer, I send you a short message that says nothing about it."))
    if sent.urgent:
        first = [*whom_to_call(turn), *first]
    said, receipt = "\n".join(first), "\n\n".join(_receipt_itself(words, sent))
    together = f"{said}\n\n{receipt}"
    return [said, receipt] if sent.route or sent.urgent or not is_short(together) else [together]


def _receipt_itself(words: Words, sent: SentReport) -> list[str]:
    return [
        # NOTE: Two words with pictures, below. Only the true team knows them.
        words("🖼 Your two check words. An answer without them: do not trust it.")
        + "\n"
        + check_words.shown(sent.check_words, words),
        words(
            "📬 The receipt opens the answer under {button}. Keep it secret. If lost, nobody can find it again.",
            button=words(keyboards.MAILBOX),
        ),
        # NOTE: The receipt is a number of 18 digits.
        words("🔑 Your receipt:") + "\n" + words.isolated(Receipt(sent.receipt).shown),
        words("✍️ Write it down like a telephone number. Then press {button}.", button=words(keyboards.NOTED)),
    ]
