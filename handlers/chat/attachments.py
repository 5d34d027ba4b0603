"""Photos, voice messages, files and changed messages: not taken yet, and answered kindly, once for a whole album."""

from collections import OrderedDict

from handlers.chat.arrival import EDIT, FLOOD, Arrival
from handlers.chat.turn import Turn

ALBUMS_IN_MIND = 1000


def not_taken(turn: Turn) -> str:
    """What to say to a file that came, wherever it came. Of words that came with it only the file is left out."""
    if turn.attachment == EDIT:
        return turn.words(
            "✏️ I cannot take changes to a message that was already sent. Please write it again as a new message."
        )
    if turn.attachment == FLOOD:
        return turn.words(
            "⏳ Very much came at once, so I did not keep the last of it. Please wait for my answers, then write again."
        )
    if turn.text is not None:
        return turn.words(
            "🙏 I cannot take photos, voice messages or files yet: only the words with it count."
            " What came with them may still be in this chat: 🧹 removes it."
        )
    return turn.words(
        "🙏 I cannot take photos, voice messages, files or places yet, so I did not keep it."
        " What you wrote before is kept. Please write instead, or go on without it."
    )


def only_words_count(turn: Turn) -> None:
    """Where a file came with words that are taken, say first that the file is not."""
    if turn.attachment is not None and turn.text is not None:
        turn.preface(not_taken(turn))


class Albums:
    """Which album was answered already: files sent together come as so many messages. Kept in memory only."""

    def __init__(self) -> None:
        self._first: OrderedDict[str, int] = OrderedDict()

    def is_answered_by_another(self, arrival: Arrival) -> bool:
        """True for all but the first of an album, unless there are words with it."""
        if arrival.album is None:
            return False
        first = self._first.setdefault(arrival.album, arrival.number)
        if len(self._first) > ALBUMS_IN_MIND:
            self._first.popitem(last=False)
        return arrival.number != first and arrival.text is None
