"""The page: each language in a place of its own, one beside the other, in the largest letters that fit.

All languages have letters of one size, and the same parts begin at the same height, so that none is the smaller one.
Lengths are in points; the origin is the lower left corner.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.poster.parts import FRAME, Part, PartLine, Typesetting, parts
from bot.poster.wording import LanguageColumn
from services.drawing.letters import Letters, TooWide
from services.errors import Refusal

MILLIMETRE: Final = 72 / 25.4
PaperSize = Literal["A4", "A5"]
SIDES: Final[dict[PaperSize, tuple[float, float]]] = {"A4": (210, 297), "A5": (148, 210)}
SMALLEST: Final[dict[PaperSize, float]] = {"A4": 12, "A5": 7.5}
"""A4 hangs on a wall: its smallest capitals are 3 mm high, what good eyes read from two metres. A5 is handed out."""
LARGEST: Final[dict[PaperSize, float]] = {"A4": 28, "A5": 20}
STEP: Final = 0.25
MOST_LANGUAGES: Final = 4
MARGIN: Final = 8 * MILLIMETRE
"""Printers leave an edge white."""
PADDING: Final = 3.5 * MILLIMETRE
GAP: Final = 0.4
"""The least room between two parts, in sizes of the letters."""
WIDEST_GAP: Final = 2.0


class DoesNotFit(Refusal):
    """The texts do not fit on the paper in letters that can be read."""


class TooManyLanguages(Refusal):
    """More languages than one page can hold."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One line of text. `x` is its left end, its middle or its right end, as `side` says; letters stand on `y`."""

    text: str
    x: float
    y: float
    side: Literal["left", "center", "right"]
    size: float
    is_bold: bool
    is_right_to_left: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle; `link` is what a QR code in it says."""

    x: float
    y: float
    width: float
    height: float
    link: str = ""


@dataclass(slots=True)
class PosterSheet:
    """Everything on the page, placed. `places` are the languages' own rectangles; `size` that of plain letters."""

    width: float
    height: float
    size: float
    lines: list[PlacedLine] = field(default_factory=list)
    codes: list[Frame] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    places: list[Frame] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Grid:
    """How many languages stand beside each other, and whether the paper lies on its long side."""

    beside: int
    lies: bool


_GRIDS: Final[dict[int, tuple[_Grid, ...]]] = {
    1: (_Grid(1, False),),
    2: (_Grid(2, False), _Grid(2, True)),
    3: (_Grid(3, False), _Grid(3, True)),
    4: (_Grid(4, True), _Grid(2, False)),
}


def lay_out(columns: Sequence[LanguageColumn], paper: PaperSize, letters: Letters) -> PosterSheet:
    """The page. Where not everything fits, what a group is about is left out; nothing else ever is.

    Raises TooManyLanguages, LettersMissing, DoesNotFit.
    """
    if not 0 < len(columns) <= MOST_LANGUAGES:
        raise TooManyLanguages
    for column in columns:
        letters.check(column.texts)
    for is_full in (True, False):
        sheets = [_largest(columns, paper, letters, grid, is_full) for grid in _GRIDS[len(columns)]]
        fitting = [sheet for sheet in sheets if sheet is not None]
        if fitting:
            return max(fitting, key=lambda sheet: sheet.size)
    raise DoesNotFit


def _largest(
    columns: Sequence[LanguageColumn], paper: PaperSize, letters: Letters, grid: _Grid, is_full: bool
) -> PosterSheet | None:
    """In the largest letters that fit; None where none do."""
    steps = int((LARGEST[paper] - SMALLEST[paper]) / STEP)
    sizes = (LARGEST[paper] - step * STEP for step in range(steps + 1))
    tries = (_placed(columns, _empty(paper, grid, size), Typesetting(letters, size, is_full), grid) for size in sizes)
    return next((sheet for sheet in tries if sheet is not None), None)


def _empty(paper: PaperSize, grid: _Grid, size: float) -> PosterSheet:
    short, long = (side * MILLIMETRE for side in SIDES[paper])
    return PosterSheet(long, short, size) if grid.lies else PosterSheet(short, long, size)


def _placed(
    columns: Sequence[LanguageColumn], sheet: PosterSheet, setting: Typesetting, grid: _Grid
) -> PosterSheet | None:
    """With everything on it; None where it does not fit in letters of this size."""
    rows = -(-len(columns) // grid.beside)
    width, height = (sheet.width - 2 * MARGIN) / grid.beside, (sheet.height - 2 * MARGIN) / rows
    for number in range(len(columns)):
        row, beside = divmod(number, grid.beside)
        x, y = MARGIN + beside * width, sheet.height - MARGIN - (row + 1) * height
        sheet.places.append(Frame(x, y, width, height))
    inner = [
        Frame(each.x + PADDING, each.y + PADDING, width - 2 * PADDING, height - 2 * PADDING) for each in sheet.places
    ]
    try:
        for start in range(0, len(columns), grid.beside):
            end = start + grid.beside
            _fill(columns[start:end], inner[start:end], sheet, setting)
    except (TooWide, DoesNotFit):
        return None
    return sheet


def _fill(columns: Sequence[LanguageColumn], places: Sequence[Frame], sheet: PosterSheet, setting: Typesetting) -> None:
    """Languages beside each other, the same part of each at the same height. Raises TooWide, DoesNotFit."""
    of_all = [parts(column, setting, place.width) for column, place in zip(columns, places, strict=True)]
    heights = [max(part.height for part in same) for same in zip(*of_all, strict=True)]
    tops = _tops(heights, places[0].height, sheet.size)
    for column, place, of_one in zip(columns, places, of_all, strict=True):
        for part, top, height in zip(of_one, tops, heights, strict=True):
            ceiling = place.y + place.height - top
            _put(part, Frame(place.x, ceiling - height, place.width, height), column, sheet)


def _tops(heights: Sequence[float], room: float, size: float) -> list[float]:
    """How far below the top each part begins; what room is left goes between them. Raises DoesNotFit."""
    gaps = sum(1 for height in heights if height) - 1
    left = room - sum(heights)
    if left < gaps * GAP * size:
        raise DoesNotFit
    gap = min(left / gaps, WIDEST_GAP * size)
    top = (left - gaps * gap) / 2
    tops = []
    for height in heights:
        tops.append(top)
        top += height + (gap if height else 0)
    return tops


def _put(part: Part, place: Frame, column: LanguageColumn, sheet: PosterSheet) -> None:
    """Into its place; what is lower than the same part in other languages stands at the top of it."""
    ceiling = place.y + place.height
    if part.link:
        left = place.x + (place.width - part.height) / 2
        sheet.codes.append(Frame(left, ceiling - part.height, part.height, part.height, part.link))
    if part.is_framed:
        sheet.frames.append(place)
    edge = FRAME * sheet.size if part.is_framed else 0
    runs_left = column.is_right_to_left and not part.is_address
    for row in part.rows:
        sheet.lines.append(_line(row, place.x + edge, place.width - 2 * edge, ceiling, runs_left))


def _line(row: PartLine, left: float, width: float, ceiling: float, runs_left: bool) -> PlacedLine:
    y, size, is_bold = ceiling - row.below, row.style.size, row.style.is_bold
    if row.style.is_centred:
        return PlacedLine(row.text, left + width / 2, y, "center", size, is_bold, runs_left)
    if runs_left:
        return PlacedLine(row.text, left + width, y, "right", size, is_bold, True)
    return PlacedLine(row.text, left, y, "left", size, is_bold, False)
