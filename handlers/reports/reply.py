"""One answer from the team, as the person reads it."""

from handlers.chat.turn import Turn
from handlers.reports.consent_text import agreed_text
from locales import check_words
from services.reports.replies import Reply


def reply_text(turn: Turn, reply: Reply) -> str:
    """The day it was written, its words, and the check words that prove it."""
    words = turn.words
    if reply.question is not None:
        return agreed_text(turn, reply, reply.question)
    pictures = check_words.shown(reply.check_words, words)
    return "\n\n".join(
        (
            words("💬 Answer of {day}:", day=words.day(reply.day)),
            words.aligned(reply.text),
            # NOTE: {pictures} are the two check words of the report, such as "🐪 camel · 🌙 moon".
            words(
                "🖼 Check words: {pictures}. If these are not yours, do not trust this answer.",
                pictures=pictures,
            ),
        )
    )
