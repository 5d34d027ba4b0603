"""Photos, voice messages, files and changed messages: not taken yet, and answered kindly."""

from handlers.chat.arrival import EDIT
from handlers.chat.turn import Turn


def not_taken(turn: Turn) -> str:
    """What to say to a file that came, wherever it came."""
    if turn.attachment == EDIT:
        return turn.words(
            "✏️ I cannot take changes to a message that was already sent. Please write it again as a new message."
        )
    return turn.words(
        "🙏 I cannot take photos, voice messages, files or places yet, so I did not keep it."
        " What you wrote before is kept. Please write instead, or go on without it."
    )
