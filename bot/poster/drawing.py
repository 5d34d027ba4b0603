"""Draws a page as a PDF file: black on white, every shape and letter as an outline that prints sharply at any size."""

import io
from typing import Final
from unicodedata import bidirectional

import segno
from matplotlib import rc_context
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from bot.poster.sheet import Frame, PlacedLine, PosterSheet
from services.drawing.letters import FEATURES, Letters

POINTS: Final = 72
QUIET: Final = 4
"""White modules round a QR code (ISO/IEC 18004)."""
OVERLAP: Final = 0.01
"""Of a module: so that no viewer shows a white hair between two rows of a QR code."""
LEFT_TO_RIGHT: Final = "\u200e"
RIGHT_TO_LEFT: Final = "\u200f"


def draw(sheet: PosterSheet, letters: Letters, title: str) -> bytes:
    """The PDF. It says nothing of the machine or the hour it was made."""
    # TrueType outlines (42) keep their letters, so that the text can be searched and read aloud.
    with rc_context({"pdf.fonttype": 42, "text.usetex": False, "text.parse_math": False}):
        figure = Figure(figsize=(sheet.width / POINTS, sheet.height / POINTS))
        canvas = FigureCanvasPdf(figure)
        points = Affine2D().scale(1 / POINTS) + figure.dpi_scale_trans
        for line in sheet.lines:
            figure.add_artist(_text(line, letters, points))
        for code in sheet.codes:
            figure.add_artist(PathPatch(_modules(code), color="black", linewidth=0, transform=points))
        for box in sheet.frames:
            figure.add_artist(_frame(box, points))
        for separator in _separators(sheet, points):
            figure.add_artist(separator)
        file = io.BytesIO()
        nothing = dict.fromkeys(("Creator", "Producer", "CreationDate"))
        canvas.print_figure(file, format="pdf", metadata={"Title": title, **nothing})
    return file.getvalue()


def _text(line: PlacedLine, letters: Letters, points: Transform) -> Text:
    return Text(
        line.x,
        line.y,
        _mark(line) + line.text,
        fontfeatures=FEATURES,
        fontproperties=letters.font(line.size, line.is_bold),
        horizontalalignment=line.side,
        verticalalignment="baseline",
        transform=points,
    )


def _mark(line: PlacedLine) -> str:
    """What makes a line run as its language does where its first letter would not; drawn, a mark takes some room."""
    strong = (bidirectional(letter) for letter in line.text)
    runs_left = next((each in ("R", "AL") for each in strong if each in ("L", "R", "AL")), False)
    if runs_left == line.is_right_to_left:
        return ""
    return RIGHT_TO_LEFT if line.is_right_to_left else LEFT_TO_RIGHT


def _modules(code: Frame) -> Path:
    """The dark modules of a QR code as one shape, quiet zone inside the frame."""
    modules = segno.make_qr(code.link, error="m").matrix
    module = code.width / (len(modules) + 2 * QUIET)
    runs = [
        Path.unit_rectangle().transformed(
            Affine2D()
            .scale(length * module, (1 + OVERLAP) * module)
            .translate(code.x + (QUIET + start) * module, code.y + code.height - (QUIET + row + 1) * module)
        )
        for row, bits in enumerate(modules)
        for start, length in _runs(bits)
    ]
    return Path.make_compound_path(*runs)


def _runs(bits: bytearray) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many there are until the next light one."""
    runs: list[tuple[int, int]] = []
    for place, bit in enumerate(bits):
        if not bit:
            continue
        if runs and sum(runs[-1]) == place:
            runs[-1] = runs[-1][0], runs[-1][1] + 1
        else:
            runs.append((place, 1))
    return runs


def _frame(box: Frame, points: Transform) -> Rectangle:
    return Rectangle(
        (box.x, box.y), box.width, box.height, fill=False, linewidth=2.5, edgecolor="black", transform=points
    )


def _separators(sheet: PosterSheet, points: Transform) -> list[Line2D]:
    """A thin line between two languages, to the left of each but the first of a row, and above each lower row."""
    edge = min(place.x for place in sheet.places)
    top = max(place.y for place in sheet.places)
    ends = [((each.x, each.x), (each.y, each.y + each.height)) for each in sheet.places if each.x > edge]
    ends += [((each.x, each.x + each.width), (each.y + each.height,) * 2) for each in sheet.places if each.y < top]
    return [Line2D(xs, ys, color="black", linewidth=0.75, transform=points) for xs, ys in ends]
