"""A small screen shows a dozen lines above the keyboard: what is long comes in several messages, or page by page."""

from collections.abc import Iterable, Iterator
from math import ceil
from unicodedata import category

MOST_WORDS = 60
"""About what a phone of 360 × 640 points shows at once above a small keyboard."""
APART = "\n\n"
POINT = "•"
MOST_LINES = 11
"""Of a page with one row of buttons under it, above three rows of buttons."""
LETTERS_IN_A_LINE = 33
LINES_OF_A_ROW = 2


def short_messages(parts: Iterable[str]) -> list[str]:
    """The parts in their order, put together into messages from the end: a chat shows the end of what came.

    Parts are taken apart where a blank line stands, never within a paragraph.
    """
    paragraphs = [paragraph for part in parts for paragraph in part.split(APART) if paragraph.strip()]
    messages: list[str] = []
    for paragraph in reversed(paragraphs):
        together = f"{paragraph}{APART}{messages[0]}" if messages else ""
        if together and is_short(together):
            messages[0] = together
        else:
            messages.insert(0, paragraph)
    return messages


def is_short(text: str) -> bool:
    """Whether a small screen shows it at once. A picture takes the room of a word: it begins a line."""
    pictures = sum(category(sign) == "So" for sign in text)
    return words_in(text) + pictures <= MOST_WORDS


def words_in(text: str) -> int:
    """How many words, numbers among them; a picture or a lone sign is none."""
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def short_pages(text: str, above: str, more_rows: int = 0) -> list[str]:
    """The text as pages that are read one after the other, each short enough with `above` over it, the first with
    `more_rows` of buttons under it. Cut where a line ends; the first line of a list stays with the second."""
    pages, room = [""], MOST_LINES - _lines(above) - 1
    for piece in _pieces(text):
        left = room if len(pages) > 1 else room - more_rows * LINES_OF_A_ROW
        if pages[-1] and _lines(pages[-1] + piece.rstrip()) > left:
            pages.append("")
        pages[-1] += piece
    return [page.strip() for page in pages]


def _pieces(text: str) -> Iterator[str]:
    """What is not cut, each with the line ends after it."""
    for paragraph in text.split(APART):
        lines = paragraph.split("\n")
        if len(lines) > 1 and POINT not in lines[0]:
            lines[:2] = ["\n".join(lines[:2])]
        yield from (f"{line}\n" for line in lines[:-1])
        yield f"{lines[-1]}{APART}"


def _lines(text: str) -> int:
    return sum(max(1, ceil(len(line) / LETTERS_IN_A_LINE)) for line in text.split("\n"))
