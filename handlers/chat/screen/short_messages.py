"""A small screen shows a dozen lines above the keyboard: what is long comes in several messages, or page by page."""

import re
from collections.abc import Iterable, Iterator
from itertools import count

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


def short_pages(text: str, around: str = "") -> list[str]:
    """The text as pages that are read one after the other, about equally long, each short enough together with the
    words `around` it. Cut where a line ends; the first line of a list stays with the second."""
    pieces = list(_pieces(text))
    room = max(1, MOST_WORDS - len(around.split()))
    fewest = len(_filled(pieces, room))
    return next(pages for less in count(1) if len(pages := _filled(pieces, less)) <= fewest)


def first_words(text: str, most: int) -> str:
    """The text, or its first so many words with "…" behind them; line ends stay."""
    found = list(re.finditer(r"\S+", text))
    return text if len(found) <= most else f"{text[: found[most - 1].end()]}…"


def _pieces(text: str) -> Iterator[str]:
    """What is not cut, each with the line ends after it."""
    for paragraph in text.split(APART):
        first, *rest = paragraph.split("\n")
        lines = ["\n".join((first, rest[0])), *rest[1:]] if rest else [first]
        yield from (f"{line}\n" for line in lines[:-1])
        yield f"{lines[-1]}{APART}"


def _filled(pieces: Iterable[str], room: int) -> list[str]:
    pages = [""]
    for piece in pieces:
        if pages[-1] and len(f"{pages[-1]}{piece}".split()) > room:
            pages.append("")
        pages[-1] += piece
    return [page.strip() for page in pages]
