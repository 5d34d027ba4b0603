"""Photos, voice messages and files: not taken yet, and answered kindly."""

from handlers.turn import Turn


def not_taken(turn: Turn) -> str:
    """What to say to a file that came, wherever it came."""
    return turn.words(
        "🙏 I cannot take photos, voice messages, files or places yet, so I did not keep it."
        " What you wrote before is kept. Please write instead, or go on without it."
    )
