"""Draws the page that is passed on: one A4 page as PDF or PNG, bars from the side on which its language begins."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from desk.picture.sheet import Row, SharedSheet
from services.drawing.letters import FEATURES, Letters, TooWide

Format = Literal["pdf", "png"]
POINTS: Final = 72
WIDTH, HEIGHT, MARGIN = 595, 842, 48
TITLE, HEADING, PLAIN = 22, 13, 10
LABELS: Final = 230
"""Room for the label of a row; the rest is for its bar and its number."""
NUMBER: Final = 34
MOST_LETTERS: Final = 150
"""Of a label, more than fit: a very long one is not tried letter by letter."""
SHADE: Final = "#1f5f5b"
DOTS: Final = 150
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"


def draw(sheet: SharedSheet, format: Format, letters: Letters) -> bytes:
    """The file. It says nothing of the machine, of who made it, or when. Raises LettersMissing."""
    letters.check(sheet.texts)
    with rc_context({"pdf.fonttype": 42, "text.usetex": False, "text.parse_math": False}):
        figure = Figure(figsize=(WIDTH / POINTS, HEIGHT / POINTS), dpi=DOTS)
        canvas = FigureCanvasPdf(figure) if format == "pdf" else FigureCanvasAgg(figure)
        _Page(sheet, letters, figure).fill()
        file = io.BytesIO()
        unsaid = ("Creator", "Producer", "CreationDate") if format == "pdf" else ("Software",)
        metadata = {"Title": sheet.title, **dict.fromkeys(unsaid)}
        canvas.print_figure(file, format=format, dpi=DOTS, metadata=metadata)
    return file.getvalue()


@dataclass
class _Page:
    """A page that is filled from the top. `y` is how far one has come, from below."""

    sheet: SharedSheet
    letters: Letters
    figure: Figure
    y: float = HEIGHT - MARGIN

    def fill(self) -> None:
        """Put everything on it."""
        self._paragraph(self.sheet.title, TITLE, is_bold=True)
        for text in self.sheet.above:
            self._paragraph(text, HEADING)
        step = self._step()
        for heading, rows in self.sheet.lists:
            self.y -= HEADING
            self._paragraph(heading, HEADING, is_bold=True)
            most = max(row.about for row in rows)
            for row in rows:
                self._row(row, most, step)
        self.y -= PLAIN
        for text in self.sheet.below:
            self._paragraph(text, PLAIN)

    def _step(self) -> float:
        """From one row to the next, so that all fit."""
        many = sum(len(rows) for _, rows in self.sheet.lists)
        below = sum(len(self._lines(text, PLAIN)) for text in self.sheet.below) * PLAIN * 1.5
        room = self.y - MARGIN - below - len(self.sheet.lists) * HEADING * 3
        return min(room / many, PLAIN * 2.2)

    def _lines(self, text: str, size: float, is_bold: bool = False) -> list[str]:
        """The text in lines; one word that is wider than the page is cut."""
        try:
            return self.letters.lines(text, size, is_bold, WIDTH - 2 * MARGIN)
        except TooWide:
            return [self._short(text, size)]

    def _paragraph(self, text: str, size: float, is_bold: bool = False) -> None:
        for line in self._lines(text, size, is_bold):
            self.y -= size * 1.5
            self._text(line, MARGIN, size, is_bold)

    def _row(self, row: Row, most: int, step: float) -> None:
        self.y -= step
        size = min(PLAIN, step / 1.4)
        self._text(self._short(row.label, size), MARGIN, size)
        length = (WIDTH - 2 * MARGIN - LABELS - NUMBER) * row.about / most
        left = MARGIN + LABELS
        x = WIDTH - left - length if self.sheet.is_right_to_left else left
        points = Affine2D().scale(1 / POINTS) + self.figure.dpi_scale_trans
        bar = Rectangle((x, self.y - size * 0.1), length, size * 0.9, color=SHADE, linewidth=0, transform=points)
        self.figure.add_artist(bar)
        self._text(str(row.about), left + length + 6, size)

    def _short(self, label: str, size: float) -> str:
        """The label, cut where it is longer than its room."""
        return next(short for short in _shorter(label) if self._is_narrow(short, size))

    def _is_narrow(self, text: str, size: float) -> bool:
        try:
            return len(self.letters.lines(text, size, False, LABELS - 8)) <= 1
        except TooWide:
            return False

    def _text(self, text: str, from_side: float, size: float, is_bold: bool = False) -> None:
        runs_left = self.sheet.is_right_to_left
        self.figure.add_artist(
            Text(
                WIDTH - from_side if runs_left else from_side,
                self.y,
                (RIGHT_TO_LEFT if runs_left else LEFT_TO_RIGHT) + text,
                fontfeatures=FEATURES,
                fontproperties=self.letters.font(size, is_bold),
                horizontalalignment="right" if runs_left else "left",
                verticalalignment="baseline",
                transform=Affine2D().scale(1 / POINTS) + self.figure.dpi_scale_trans,
            )
        )


def _shorter(label: str) -> Iterator[str]:
    yield label
    for end in range(min(len(label) - 1, MOST_LETTERS), -1, -1):
        yield label[:end].rstrip() + "…"
