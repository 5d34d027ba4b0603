"""Lists of choices: from the choices sheet, from .csv files beside the form, and the numbers of a range question."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from services.forms.items import Choice
from services.forms.problems import FormRule
from services.forms.xlsform.references import CellBroken
from services.forms.xlsform.sheets import Languages

OWN_COLUMNS = frozenset({"list_name", "list name", "name", "label", "media", "__row", ""})
RANGE_PARAMETERS = {"start": "1", "end": "10", "step": "1"}
"""What XLSForm takes where a form says nothing."""
MOST_NUMBERS = 50


def from_sheet(rows: Iterable[Mapping[str, Any]], languages: Languages) -> tuple[Choice, ...]:
    """The choices of one list. Every column that is not XLSForm's own can be looked at by filters."""
    return tuple(
        Choice(
            name=str(row["name"]),
            label=languages.texts(row.get("label")),
            columns={column: str(cell) for column, cell in row.items() if column not in OWN_COLUMNS and _plain(cell)},
        )
        for row in rows
    )


def _plain(cell: object) -> bool:
    return cell is not None and not isinstance(cell, Mapping)


def list_name(written: str) -> str:
    """The name under which a list or a file of choices is known: that of the file without its ending."""
    return Path(written).stem if written.endswith(".csv") else written


def cells_from_file(path: Path, name_column: str = "name", label_column: str = "label") -> list[dict[str, Any]]:
    """The rows of a .csv with `name`, `label` or `label::Language (code)`, and columns for filters.
    Raises CellBroken where the file or a column is missing, or the file is no table."""
    if path.suffix != ".csv":
        raise CellBroken(FormRule.FILE_KIND, name=path.name)
    if not path.is_file():
        raise CellBroken(FormRule.FILE_MISSING, name=path.name)
    try:
        return _rows(path, name_column, label_column)
    except (UnicodeDecodeError, csv.Error) as error:
        raise CellBroken(FormRule.FILE_NOT_A_TABLE, name=path.name, detail=type(error).__name__) from error


def _rows(path: Path, name_column: str, label_column: str) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        header = [column.strip() for column in reader.fieldnames or ()]
        reader.fieldnames = header
        wanted = {name_column: header, label_column: [column.partition(":")[0] for column in header]}
        for column, there in wanted.items():
            if column not in there:
                raise CellBroken(FormRule.FILE_COLUMN_MISSING, file=path.name, name=column)
        return [_cells(row, name_column, label_column) for row in reader if row.get(name_column)]


def _cells(row: Mapping[str, str | None], name_column: str, label_column: str) -> dict[str, Any]:
    labels: dict[str, str] = {}
    cells: dict[str, Any] = {"name": (row[name_column] or "").strip()}
    for column, text in row.items():
        base, _, language = (column or "").partition(":")
        if base == label_column:
            labels[language.strip(": ") or "default"] = text or ""
        elif column and column != name_column:
            cells[column] = text or ""
    return {**cells, "label": labels}


def range_name(parameters: Mapping[str, str]) -> str:
    """The name of the list; a list of the choices sheet has no spaces in its name."""
    return " ".join(["range", *_written(parameters).values()])


def range_numbers(parameters: Mapping[str, str]) -> tuple[Choice, ...]:
    """From start to end, both included where the step leads there. Raises CellBroken."""
    written = _written(parameters)
    try:
        start, end, step = (Decimal(number) for number in written.values())
        many = int((end - start) / step) + 1
    except (InvalidOperation, ZeroDivisionError, ValueError, OverflowError):
        many = 0
    if not 1 <= many <= MOST_NUMBERS:
        raise CellBroken(FormRule.RANGE_UNREADABLE, most=str(MOST_NUMBERS), **written)
    return tuple(Choice(_shown(start + place * step), {}) for place in range(many))


def _written(parameters: Mapping[str, str]) -> dict[str, str]:
    return {name: parameters.get(name, usual) for name, usual in RANGE_PARAMETERS.items()}


def _shown(number: Decimal) -> str:
    shown = format(number, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
