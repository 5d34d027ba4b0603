"""The parts of one language's column, one below the other, and how much room each takes at a size of letters.

Lengths are in points.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.poster.wording import LanguageColumn
from services.drawing.letters import Letters, TooWide

TITLE: Final = 1.6
SMALL: Final = 0.7
CODE: Final = 8
"""The side of a QR code, in sizes of the letters: read from half a metre and more."""
FRAME: Final = 0.5
"""From the frame round the warning to its words."""
SMALLEST_CODE: Final = 62.0
"""22 millimetres: phones read a printed code of two centimetres from a hand's breadth away."""
BETWEEN: Final = 0.4
"""Between two paragraphs, in sizes of the letters."""
STANDING: Final = 0.8
"""How far down its line letters stand."""


@dataclass(frozen=True, slots=True)
class Style:
    """How letters look, and whether their line stands in the middle or begins at the edge."""

    size: float
    is_bold: bool = False
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class PartLine:
    """One line of text, `below` the top of its part to where its letters stand."""

    text: str
    below: float
    style: Style


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of text, framed or not; or a QR code, which is a square as high as the part.

    An address runs from left to right in every language.
    """

    height: float
    rows: tuple[PartLine, ...] = ()
    link: str = ""
    is_framed: bool = False
    is_address: bool = False


@dataclass(frozen=True, slots=True)
class Typesetting:
    """How a column is set: the fonts, the size of plain letters, and whether what it is about is told as well."""

    letters: Letters
    size: float
    is_full: bool = True


def parts(column: LanguageColumn, setting: Typesetting, width: float) -> list[Part]:
    """The same number for every language, from above; a part that has nothing to say is 0 high. Raises TooWide."""
    code = max(CODE * setting.size, SMALLEST_CODE)
    if code > width:
        raise TooWide
    setter = _Setter(setting, width)
    return [
        setter.text(column.title, scale=TITLE, is_bold=True, is_centred=True),
        setter.text(column.about if setting.is_full else ""),
        setter.text(column.invitation, is_bold=True, is_centred=True),
        Part(code, link=column.link),
        replace(setter.text(column.address, is_bold=True, is_centred=True), is_address=True),
        setter.text(*column.promises),
        setter.framed(column.warning, *column.numbers),
        setter.text(column.team, scale=SMALL, is_centred=True),
    ]


@dataclass(frozen=True, slots=True)
class _Setter:
    """Sets text in lines of one width."""

    setting: Typesetting
    width: float

    def text(self, *paragraphs: str, scale: float = 1, is_bold: bool = False, is_centred: bool = False) -> Part:
        return self._set(paragraphs, Style(scale * self.setting.size, is_bold, is_centred), self.width, BETWEEN)

    def framed(self, *lines: str) -> Part:
        """Its words stand inside a frame."""
        edge = FRAME * self.setting.size
        inner = self._set(lines, Style(self.setting.size, is_bold=True), self.width - 2 * edge, 0)
        rows = tuple(replace(each, below=each.below + edge) for each in inner.rows)
        return Part(inner.height + 2 * edge, rows, is_framed=True)

    def _set(self, paragraphs: Sequence[str], style: Style, width: float, between: float) -> Part:
        rows: list[PartLine] = []
        top = 0.0
        letters, size = self.setting.letters, style.size
        for paragraph in paragraphs:
            lines = letters.lines(paragraph, size, style.is_bold, width)
            if rows and lines:
                top += between * size
            for line in lines:
                rows.append(PartLine(line, top + STANDING * letters.line * size, style))
                top += letters.line * size
        return Part(top, tuple(rows))
