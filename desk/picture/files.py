"""The formats in which what was published is passed on: at the desk and on the command line the same."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from desk.picture.geojson import geojson
from desk.picture.tables import hxl, workbook
from locales import Words
from services.content.content import Content
from services.picture.shared import NotToBeDrawn, Shared

Make = Callable[[Shared, Content, Words], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """How a file of it ends, what it is called on the wire, and what makes one."""

    ending: str
    mime: str
    make: Make


def drawn(kind: str, found: Shared, content: Content, words: Words) -> bytes:
    """The page as PDF or PNG. Raises NotToBeDrawn."""
    from desk.picture.drawn import draw  # loads what draws, which few sessions need
    from desk.picture.sheet import worded
    from services.drawing.letters import Letters, LettersMissing

    try:
        return draw(worded(found, content, words), "png" if kind == "png" else "pdf", Letters())
    except LettersMissing as missing:
        raise NotToBeDrawn from missing


FORMATS: Final = {
    "pdf": Format("pdf", "application/pdf", partial(drawn, "pdf")),
    "png": Format("png", "image/png", partial(drawn, "png")),
    "hxl": Format("csv", "text/csv; charset=utf-8", hxl),
    "geojson": Format("geojson", "application/geo+json", geojson),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
}
"""By the value of the button, and of `--format`."""
