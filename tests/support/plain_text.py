"""What a person reads of a message: without the invisible marks that only steer its direction."""

from locales.direction import MARKS


def plain(text: str) -> str:
    """The text without those marks."""
    return MARKS.sub("", text)
