"""What is passed on as tables for other programs (HXL, https://hxlstandard.org): the numbers of the page, no others."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

from desk.picture.sheet import category_words, drawable, place_words
from locales import Words
from locales.direction import CONTROLS
from services.content.content import Content
from services.picture.shared import Place, Shared
from services.picture.weeks import monday_of
from services.spreadsheets import Cell, ExportSheet, csv_file, xlsx_file

ALL, CONCERN, PLACE = "all", "concern", "place"
"""What a row counts. Rows of one kind add up to the whole; rows of two count the same people twice."""
SUNDAY: Final = timedelta(days=6)
FILES: Final[dict[str, Callable[[ExportSheet], bytes]]] = {
    "hxl": partial(csv_file, with_hashtags=True, delimiter=","),
    "xlsx": lambda sheet: xlsx_file([sheet], with_hashtags=True),
}
"""HXL has commas between the cells of a .csv (RFC 4180)."""


def hxl(found: Shared, content: Content, words: Words) -> bytes:
    """One table as .csv with a row of hashtags."""
    return FILES["hxl"](table(found, content, words))


def workbook(found: Shared, content: Content, words: Words) -> bytes:
    """The same table as .xlsx."""
    return FILES["xlsx"](table(found, content, words))


def table(found: Shared, content: Content, words: Words) -> ExportSheet:
    """A row for everybody, one for each concern, one for each place; labels in the language of these words."""
    said = f"+i_{words.code}"
    columns = {
        words("What is counted"): "#meta+counted+code",
        words("Concern"): f"#event+type+name{said}",
        words("Concern, as a code"): "#event+type+code",
        words("Zone"): f"#loc+name{said}",
        words("Zones, as codes"): "#loc+code+list",
        words("From"): "#date+start",
        words("Until"): "#date+end",
        words("People, about"): "#indicator+people+num",
    }
    title = drawable(words("What people reported"))
    return ExportSheet(title, tuple(columns), tuple(_rows(found, content, words)), tuple(columns.values()))


def _rows(found: Shared, content: Content, words: Words) -> list[tuple[Cell, ...]]:
    days = monday_of(found.first).isoformat(), (monday_of(found.last) + SUNDAY).isoformat()
    concerns: list[tuple[Cell, ...]] = [
        (CONCERN, cell(category_words(name, content, words)), name, "", "", *days, about)
        for name, about in found.categories
    ]
    places: list[tuple[Cell, ...]] = [
        (PLACE, "", "", cell(place_words(place, content, words)), _codes(place), *days, about)
        for place, about in found.places
    ]
    return [(ALL, "", "", "", "", *days, found.about), *concerns, *places]


def cell(text: str) -> str:
    """A label without what steers its direction: programs compare cells."""
    return CONTROLS.sub("", text)


def _codes(place: Place) -> str:
    return " ".join(zone for zone in place.zones if zone) if place.kind == "zones" else ""
