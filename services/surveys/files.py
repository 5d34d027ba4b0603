"""Tables as files for other programs: .csv and .xlsx in which nothing that somebody wrote can act as a formula.

Spreadsheet programs take a cell that begins with = + - or @ for something to compute, and what is computed may fetch or
send. In .xlsx every text is marked as text; in .csv, which cannot mark, such a text gets an apostrophe in front.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Cell = str | int | float
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
ACTS = tuple("=+-@\t\r\n") + tuple("＝＋－＠")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']")
LONGEST_TITLE = 31
LONGEST_CELL = 32_767
"""What a cell of .xlsx holds at most."""


@dataclass(frozen=True, slots=True)
class ExportSheet:
    """One table. `hashtags` (HXL) stand below the headings where they are wanted; () where there are none."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(repr=False)
    hashtags: tuple[str, ...] = ()

    def lines(self, with_hashtags: bool) -> Iterable[tuple[Cell, ...]]:
        """The table from top to bottom."""
        yield self.headings
        if with_hashtags and self.hashtags:
            yield self.hashtags
        yield from self.rows


def csv_file(sheet: ExportSheet, with_hashtags: bool = False) -> bytes:
    """One table, semicolons between quoted cells, as KoBo writes it; with a byte order mark, which Excel needs."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for line in sheet.lines(with_hashtags):
        writer.writerow([_inert(_plain(cell)) if isinstance(cell, str) else cell for cell in line])
    return text.getvalue().encode("utf-8-sig")


def zip_of_csv(sheets: Sequence[ExportSheet], with_hashtags: bool = False) -> bytes:
    """One .csv for each table. Carries no time of its making."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet, title in zip(sheets, _titles(sheets), strict=True):
            archive.writestr(zipfile.ZipInfo(f"{title}.csv"), csv_file(sheet, with_hashtags))
    return packed.getvalue()


def xlsx_file(sheets: Sequence[ExportSheet], with_hashtags: bool = False) -> bytes:
    """A workbook with a worksheet for each table."""
    from openpyxl import Workbook  # slow to load, and seldom needed

    workbook = Workbook(write_only=True)
    for sheet, title in zip(sheets, _titles(sheets), strict=True):
        worksheet = workbook.create_sheet(title)
        for line in sheet.lines(with_hashtags):
            worksheet.append([_text_cell(worksheet, cell) if isinstance(cell, str) else cell for cell in line])
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def _text_cell(worksheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(worksheet, _plain(text)[:LONGEST_CELL])
    cell.data_type = "s"  # whatever it looks like
    return cell


def _plain(text: str) -> str:
    """Without what neither file format can hold."""
    return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(ACTS) and not NUMBER.fullmatch(text) else text


def _titles(sheets: Sequence[ExportSheet]) -> list[str]:
    """Names of the tables as a worksheet may be called, each its own."""
    titles: list[str] = []
    for sheet in sheets:
        title = NOT_IN_A_TITLE.sub("_", sheet.name)[:LONGEST_TITLE] or "table"
        while title.casefold() in {each.casefold() for each in titles}:
            title = f"{title[: LONGEST_TITLE - 4]}_{len(titles)}"
        titles.append(title)
    return titles
