"""Tables as files for other programs: .csv and .xlsx in which nothing that somebody wrote can act as a formula.

Spreadsheet programs take a cell that begins with = + - or @ for something to compute, and what is computed may fetch or
send. In .xlsx every text is marked as text; in .csv, which cannot mark, such a text gets an apostrophe in front. Which
sign parts the cells of a .csv is for the reading program to say, in some countries another one than ours; so that
stands also behind every sign in a text at which a cell could begin.

The same tables give the same bytes: files say nothing of when, by whom or on which machine they were made.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Cell = str | int | float
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
PARTS = re.compile(r"[,;|\t\r\n]")
BEFORE_WHAT_ACTS = re.compile(r"""(?<![\s",;|])[\s",;|]*+(?=[=+@＝＋－＠-])""")
MADE: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>"""
CORE: Final = "docProps/core.xml"
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


def csv_file(sheet: ExportSheet, with_hashtags: bool = False, delimiter: str = ";") -> bytes:
    """One table of quoted cells, semicolons between them, as KoBo writes it; with the byte order mark Excel needs."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for line in sheet.lines(with_hashtags):
        writer.writerow([_inert(_plain(cell)) if isinstance(cell, str) else cell for cell in line])
    return text.getvalue().encode("utf-8-sig")


def zip_of_csv(sheets: Sequence[ExportSheet], with_hashtags: bool = False) -> bytes:
    """One .csv for each table."""
    titles = zip(sheets, _titles(sheets), strict=True)
    return _archive((f"{title}.csv", csv_file(sheet, with_hashtags)) for sheet, title in titles)


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
    with zipfile.ZipFile(packed) as made:
        return _archive((name, MADE.encode() if name == CORE else made.read(name)) for name in made.namelist())


def _archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """One archive of these files by name, all of the same day long ago."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
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
    if NUMBER.fullmatch(text):
        return text
    inert = BEFORE_WHAT_ACTS.sub(_with_apostrophe, text)
    return f"'{inert}" if inert.startswith(("\t", "\r", "\n")) else inert


def _with_apostrophe(before: re.Match[str]) -> str:
    """Where a cell could begin, whatever sign parts the cells."""
    if before.start() == 0:
        return f"'{before[0]}"
    return f"{before[0]}'" if PARTS.search(before[0]) else before[0]


def _titles(sheets: Sequence[ExportSheet]) -> list[str]:
    """Names of the tables as a worksheet may be called, each its own."""
    titles: list[str] = []
    for sheet in sheets:
        title = NOT_IN_A_TITLE.sub("_", sheet.name)[:LONGEST_TITLE] or "table"
        while title.casefold() in {each.casefold() for each in titles}:
            title = f"{title[: LONGEST_TITLE - 4]}_{len(titles)}"
        titles.append(title)
    return titles
