"""A small screen shows a dozen lines above the keyboard: what is long comes in several messages, the last is short."""

from collections.abc import Iterable

MOST_WORDS = 60
"""About what a phone of 360 × 640 points shows at once above a small keyboard."""
APART = "\n\n"


def short_messages(parts: Iterable[str]) -> list[str]:
    """The parts in their order, put together into messages from the end: a chat shows the end of what came.

    Parts are taken apart where a blank line stands, never within a paragraph.
    """
    paragraphs = [paragraph for part in parts for paragraph in part.split(APART) if paragraph]
    messages: list[str] = []
    for paragraph in reversed(paragraphs):
        together = f"{paragraph}{APART}{messages[0]}" if messages else ""
        if together and len(together.split()) <= MOST_WORDS:
            messages[0] = together
        else:
            messages.insert(0, paragraph)
    return messages
