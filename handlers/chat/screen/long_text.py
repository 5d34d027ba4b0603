"""Telegram takes at most 4,096 UTF-16 units a message (Bot API, sendMessage); longer texts go out in pieces."""

from services.authoring.texts import length

LIMIT = 4096
BREAKS = ("\n\n", "\n", ". ", " ")


def pieces(text: str, limit: int = LIMIT) -> list[str]:
    """The text in order, each piece within the limit, cut at a paragraph, a line, a sentence or a word."""
    found = []
    while length(text) > limit:
        cut = _cut(text, limit)
        found.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*found, text]


def _cut(text: str, limit: int) -> int:
    longest = _longest_prefix(text, limit)
    for mark in BREAKS:
        place = text.rfind(mark, longest // 2, longest)
        if place > 0:
            return place + len(mark)
    return longest


def _longest_prefix(text: str, limit: int) -> int:
    end = min(len(text), limit)
    while length(text[:end]) > limit:
        end -= max(1, (length(text[:end]) - limit) // 2)
    return end
