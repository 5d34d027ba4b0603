"""Letters on the page: which fonts there are, how wide a text is, where its lines break.

The font that matplotlib brings (DejaVu Sans, a free licence) has Latin, Arabic and Kurdish letters, so those need
nothing from the machine. Other scripts need a font of their own. Lengths are in points.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

from services.errors import Refusal

SHIPPED: Final = "DejaVu Sans"
LINE: Final = 1.25
"""From one line to the next, in sizes of the letters: room for the marks above and below Arabic ones."""
TALLEST: Final = 1.55
"""Fonts for scripts with marks on several floors ask for more; this is enough for two lines not to touch."""
FEATURES: Final = ("-kern",)
"""Letters are not moved closer to each other: in a PDF, matplotlib 3.11 puts some that it moves in a wrong place."""
_MEASURED_AT: Final = 100.0
_DOTS_PER_INCH: Final = 72
_FRACTION: Final = 64
"""FreeType tells lengths in 64ths."""
_JOINERS: Final = frozenset("\u200c\u200d\u200e\u200f")
"""What shapes the letters beside it and is none itself."""
_PREPENDED: Final = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
"""Signs that stand below or round the digits after them: formats in Unicode, and yet drawn."""
_VARIATIONS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))
_MYANMAR_SYLLABLE: Final = re.compile(
    "(?<=[\u1000-\u109f])(?<!\u1039)(?=[\u1000-\u102a\u103f\u104e](?![\u1039\u103a]))"
)


class NotAFont(Refusal):
    """The file is no TrueType or OpenType font."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class LettersMissing(Refusal):
    """No font has these letters."""

    def __init__(self, letters: Iterable[str]) -> None:
        self.letters = "".join(sorted(letters))
        super().__init__(self.letters)


class TooWide(Refusal):
    """A word is wider than the line."""


class Letters:
    """The fonts of one poster: those given, in their order, then the shipped one.

    `line` is from one line to the next, in sizes of the letters: more than usual where a font given is a tall one.
    """

    def __init__(self, fonts: Sequence[Path] = ()) -> None:
        """Raises NotAFont."""
        self._families = [*(_added(path) for path in fonts), SHIPPED]
        self._fonts = {
            is_bold: get_font([_file(family, is_bold) for family in self._families]) for is_bold in (False, True)
        }
        self._known = {letter for family in self._families for letter in get_font(_file(family, False)).get_charmap()}
        self.line = min(TALLEST, max((LINE, *(_height(family) for family in self._families[:-1]))))
        self._measured = lru_cache(maxsize=None)(self._measure)

    def font(self, size: float, is_bold: bool) -> FontProperties:
        """For drawing."""
        return FontProperties(family=self._families, weight="bold" if is_bold else "normal", size=size)

    def check(self, texts: Iterable[str]) -> None:
        """Raises LettersMissing unless there is a font for every letter."""
        needed = {letter for text in texts for letter in visible(text) if not letter.isspace()} - _JOINERS
        missing = {letter for letter in needed if ord(letter) not in self._known}
        if missing:
            raise LettersMissing(missing)

    def lines(self, text: str, size: float, is_bold: bool, width: float) -> list[str]:
        """The text in lines no wider than that. Raises TooWide."""
        lines: list[str] = []
        line = ""
        for piece in _pieces(visible(text)):
            longer = line + piece
            if self.width(longer.strip(), size, is_bold) <= width:
                line = longer
                continue
            if self.width(piece.strip(), size, is_bold) > width:
                raise TooWide
            lines.append(line.strip())
            line = piece
        return [each for each in (*lines, line.strip()) if each]

    def width(self, text: str, size: float, is_bold: bool) -> float:
        """How wide the text is in one line."""
        return self._measured(text, is_bold) * size / _MEASURED_AT

    def _measure(self, text: str, is_bold: bool) -> float:
        font = self._fonts[is_bold]
        font.set_size(_MEASURED_AT, _DOTS_PER_INCH)
        font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING, features=FEATURES)
        return font.get_width_height()[0] / _FRACTION


def visible(text: str) -> str:
    """Without the signs that draw nothing. Isolates are among them: a space beside an isolated name would stand on its
    wrong side."""
    return "".join(filter(_is_drawn, text))


def _is_drawn(letter: str) -> bool:
    if letter in _VARIATIONS:
        return False
    return unicodedata.category(letter) != "Cf" or letter in _JOINERS or letter in _PREPENDED


def _pieces(text: str) -> list[str]:
    """Where a line may break: after plain spaces, though not before a mark that French sets after one, and between the
    syllables of scripts that write no spaces.
    """
    words = re.findall(r"[^ \n]+(?: [:;?!»]+)?[ \n]*", text)
    return [piece for word in words for piece in _MYANMAR_SYLLABLE.split(word) if piece]


def _added(path: Path) -> str:
    """The name of the family the file's letters belong to, known to the drawing from now on."""
    try:
        fontManager.addfont(path)
        return str(FT2Font(str(path)).family_name)
    except (OSError, RuntimeError) as wrong:
        raise NotAFont(path) from wrong


def _file(family: str, is_bold: bool) -> str:
    wanted = FontProperties(family=[family], weight="bold" if is_bold else "normal")
    return str(fontManager.findfont(wanted, fallback_to_default=False))


def _height(family: str) -> float:
    font = get_font(_file(family, False))
    return (font.ascender - font.descender) / font.units_per_EM
