"""The sheets of a form that is written as text: tables of markdown, and CSV with a sheet's name above its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from services.forms.problems import FormBroken, FormProblem, FormRule

Row: TypeAlias = Sequence[str | None]
TextSheets: TypeAlias = Mapping[str, Sequence[Row]]
"""Rows by the name of their sheet, the header first. None is an empty cell; rows without any cell are left out."""
COMMENT = re.compile(r"\s*#")
COMMENT_BEHIND = re.compile(r"(.*\|)\s*#[^|]*")
LINE_ENDS = re.compile(r"\r\n|\r|\n")
RULER = re.compile(r"[|:\s-]*---[|:\s-]*|[|-]+")
PIPE = re.compile(r"(?<!\\)\|")
KEPT_PIPE = "Where a | belongs to the words, write \\| instead; else name the column"
KEPT_COMMA = 'Where a comma belongs to the words, put "quotation marks" round them; else name the column'


def of_markdown(text: str) -> TextSheets:
    """The tables of a markdown file."""
    return _sheets(_cells(line.strip()) for line in LINE_ENDS.split(text) if not COMMENT.match(line))


def _cells(line: str) -> Row:
    behind = COMMENT_BEHIND.fullmatch(line)
    line = behind[1] if behind else line
    if not line.startswith("|") or RULER.fullmatch(line):
        return ()
    cells = PIPE.split(line[1:])
    closed = cells if cells[-1] else cells[:-1]
    return [cell.strip().replace(r"\|", "|") or None for cell in closed]


def of_table(rows: Iterable[Sequence[str]]) -> TextSheets:
    """The same from the rows of a CSV file."""
    return _sheets([cell.strip() or None for cell in row] for row in rows)


def _sheets(rows: Iterable[Row]) -> TextSheets:
    sheets: dict[str, list[Row]] = {}
    standing: list[Row] | None = None
    for row in rows:
        if row and row[0]:
            standing = sheets.setdefault(row[0], [])
        if standing is not None and any(row[1:]):
            standing.append(row[1:])
    return sheets


def definition_of(sheets: TextSheets, name: str, remedy: str) -> Any:
    """The same as pyxform wants it. Raises FormBroken, of the file of that name, with the cells that stand under no
    column: `remedy` says how what parts cells is written in words."""
    from pyxform.constants import SUPPORTED_SHEET_NAMES, SURVEY
    from pyxform.xls2json_backends import DefinitionData

    found: dict[str, Any] = {}
    problems: list[FormProblem] = []
    for written, rows in sheets.items():
        sheet = written.lower()
        if sheet not in SUPPORTED_SHEET_NAMES and len(sheets) == 1:
            sheet = SURVEY
        if sheet in SUPPORTED_SHEET_NAMES and rows:
            header, *below = rows
            problems += _under_no_column(written, header, below, remedy)
            found[sheet] = [_named(header, row) for row in below]
            found[f"{sheet}_header"] = [dict.fromkeys(column for column in header if column)]
    if problems:
        raise FormBroken(name, tuple(problems))
    return DefinitionData(sheet_names=[*sheets], **found)


def _named(header: Row, row: Row) -> dict[str, str]:
    return {column: cell for column, cell in zip(header, row, strict=False) if column and cell}


def _under_no_column(sheet: str, header: Row, rows: Iterable[Row], remedy: str) -> Iterable[FormProblem]:
    """The first such cell of each row: the others follow from it."""
    for number, row in enumerate(rows, start=2):
        cell = next(filter(None, row[len(header) :]), None)
        if cell:
            facts = {"cell": cell, "remedy": remedy}
            yield FormProblem(FormRule.CELL_UNDER_NO_COLUMN, sheet, number, None, facts)
