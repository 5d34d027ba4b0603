"""What is said where a suggested topic is refused."""

from typing import Any

from handlers.chat.refusals import Sentences
from handlers.chat.turn import Turn
from services.meetings.topics import TopicTooLong


def _topic_too_long(turn: Turn, refusal: Any) -> str:
    return turn.words.plural(
        "✋ This is too long and was not kept. Please say it in at most {n} letter.",
        "✋ This is too long and was not kept. Please say it in at most {n} letters.",
        n=refusal.limit,
    )


SENTENCES: Sentences = {
    TopicTooLong: _topic_too_long,
}
