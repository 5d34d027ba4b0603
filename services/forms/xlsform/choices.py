"""Lists of choices: from the choices sheet, from .csv files beside the form, and the numbers of a range question."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from pathlib import Path
from typing import Any

from services.forms.definition.items import Choice, Steps
from services.forms.problems import FormRule
from services.forms.xlsform.cells import CellBroken
from services.forms.xlsform.files import table_rows
from services.forms.xlsform.supported import EXTERNAL

OWN_COLUMNS = frozenset({"list_name", "list name", "name", "label", "media", "__row", ""})
RANGE_PARAMETERS = {"start": "1", "end": "10", "step": "1"}
"""What XLSForm takes where a form says nothing."""
MOST_NUMBERS = 50
"""More are typed: nobody looks for one of so many buttons."""


def columns_for_filters(cells: Mapping[str, Any]) -> dict[str, str]:
    """The columns of a choice that are not XLSForm's own: filters may look at them."""
    return {column: str(cell) for column, cell in cells.items() if column not in OWN_COLUMNS and _plain(cell)}


def _plain(cell: object) -> bool:
    return cell is not None and not isinstance(cell, Mapping)


def list_name(written: str, is_external: bool = False) -> str:
    """The name under which a list or a file of choices is known: that of the file without its ending. The lists of the
    sheet external_choices are others of the same name."""
    name = Path(written).stem if Path(written).suffix.lower() in FROM_FILE else written
    return f"{EXTERNAL} {name}" if is_external else name


FROM_FILE = {".csv": ("name", "label"), ".geojson": ("id", "title")}
"""The endings that choices are read from, and which columns are name and label where a form says nothing."""


def cells_from_file(path: Path, given: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of a .csv with `name`, `label` or `label::Language (code)`, and columns for filters, or the features of
    a .geojson. `given`: other names of these two. Raises CellBroken where the file or a column is missing, or the file
    is no table."""
    usual = FROM_FILE.get(path.suffix.lower())
    if usual is None:
        raise CellBroken(FormRule.FILE_KIND, name=path.name)
    return _rows(path, given.get("value", usual[0]), given.get("label", usual[1]))


def table_beside(path: Path) -> tuple[Choice, ...]:
    """The rows of a .csv that pulldata() looks into. Raises CellBroken."""
    header, *lines = _table(path) or [[]]
    header = [column.strip() for column in header]
    return tuple(Choice("", {}, dict(zip_longest(header, line[: len(header)], fillvalue=""))) for line in lines)


def _table(path: Path) -> list[list[str]]:
    if not path.is_file():
        raise CellBroken(FormRule.FILE_MISSING, name=path.name)
    try:
        return _features(path) if path.suffix.lower() == ".geojson" else table_rows(path)
    except UnicodeError as error:
        raise CellBroken(FormRule.FILE_NOT_A_TABLE, name=path.name, detail="it is not written in UTF-8") from error
    except csv.Error as error:
        raise CellBroken(FormRule.FILE_NOT_A_TABLE, name=path.name, detail=str(error)) from error
    except ValueError as error:
        raise CellBroken(FormRule.FILE_NOT_A_TABLE, name=path.name, detail="it is no GeoJSON") from error


def _features(path: Path) -> list[list[str]]:
    """Places as a table: what is known of each, without where exactly it is."""
    found = json.loads(path.read_text(encoding="utf-8"))
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise ValueError(path.name)
    rows = [{**(one.get("properties") or {}), **({"id": one["id"]} if "id" in one else {})} for one in features]
    header = list(dict.fromkeys(column for row in rows for column in row))
    return [header, *([str(row.get(column) or "") for column in header] for row in rows)]


def _rows(path: Path, name_column: str, label_column: str) -> list[dict[str, Any]]:
    header, *lines = _table(path) or [[]]
    header = [column.strip() for column in header]
    wanted = {name_column: header, label_column: [column.partition(":")[0] for column in header]}
    for column, there in wanted.items():
        if column not in there:
            raise CellBroken(FormRule.FILE_COLUMN_MISSING, file=path.name, name=column)
    rows = (dict(zip_longest(header, line[: len(header)], fillvalue="")) for line in lines)
    return [_cells(row, name_column, label_column) for row in rows if row.get(name_column)]


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


def range_steps(parameters: Mapping[str, str]) -> Steps:
    """From where to where it goes. Raises CellBroken where no number lies between."""
    written = _written(parameters)
    if _how_many(written) < 1:
        raise CellBroken(FormRule.RANGE_UNREADABLE, **written)
    return Steps(**{name: _shown(Decimal(number)) for name, number in written.items()})


def leads_to_its_end(steps: Steps) -> bool:
    """Whether the last number of the range is its end."""
    return (Decimal(steps.end) - Decimal(steps.start)) % Decimal(steps.step) == 0


def range_numbers(steps: Steps) -> tuple[Choice, ...] | None:
    """From start to end, both included where the step leads there; None where they are too many for a list."""
    many = _how_many({"start": steps.start, "end": steps.end, "step": steps.step})
    if many > MOST_NUMBERS:
        return None
    start, step = Decimal(steps.start), Decimal(steps.step)
    return tuple(Choice(_shown(start + place * step), {}) for place in range(many))


def _how_many(written: Mapping[str, str]) -> int:
    try:
        start, end, step = (Decimal(number) for number in written.values())
        return int((end - start) / step) + 1
    except (InvalidOperation, ZeroDivisionError, ValueError, OverflowError):
        return 0


def _written(parameters: Mapping[str, str]) -> dict[str, str]:
    return {name: parameters.get(name, usual) for name, usual in RANGE_PARAMETERS.items()}


def _shown(number: Decimal) -> str:
    shown = format(number, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
