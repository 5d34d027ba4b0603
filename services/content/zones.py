"""The named areas of the site: `forms/zones.csv`, which forms choose from as well."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from services.authoring.parts import Problem, Texts, Zone

ZONES = "forms/zones.csv"
NAME = "name"
PEOPLE = "people"
"""A column that may be left out, or empty."""

_Row = Mapping[str, str | None]


def read_zones(folder: Path, languages: tuple[str, ...]) -> tuple[tuple[Zone, ...], list[Problem]]:
    """The named areas of the site, and what is wrong with the list.

    Where anything is wrong, the zones are those whose names can be read: good for checking what refers to them only.
    """
    try:
        text = (folder / ZONES).read_bytes().decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
        table = [(reader.line_num, row) for row in reader]
    except FileNotFoundError:
        return (), [Problem(ZONES, "", "the file is missing", "List the site's zones, one a line")]
    except UnicodeDecodeError as wrong:
        return (), [_not_utf_8(folder / ZONES, wrong)]
    except csv.Error as wrong:
        return (), [Problem(ZONES, "", f"the file is not a table ({wrong})", "Save it again as CSV")]
    columns = _columns(reader.fieldnames or ())
    problems = list(_missing_columns(columns, languages))
    if NAME not in columns or not table:
        return (), problems or [Problem(ZONES, "", "no zone is listed", "Add a line for each zone")]
    problems = problems or list(_rows_that_do_not_fit(table, columns, languages))
    zones = {_cell(row, columns[NAME]): _zone(row, columns, languages) for _, row in table}
    return tuple(zone for name, zone in zones.items() if name), problems


def _not_utf_8(path: Path, wrong: UnicodeDecodeError) -> Problem:
    line = path.read_bytes()[: wrong.start].count(b"\n") + 1
    return Problem(ZONES, f"line {line}", "the file is not UTF-8 text", "Save it again as “CSV UTF-8”")


def _columns(names: Sequence[str]) -> dict[str, str]:
    """The columns by language, and `name`."""
    return {_language_of(column.strip()): column for column in names if column and column.strip()}


def _language_of(column: str) -> str:
    """The code in an XLSForm column name: `label::Français (fr)` or `label::fr`."""
    found = re.fullmatch(r"label::\s*(?:.*\(\s*([\w-]+)\s*\)|([\w-]+))\s*", column)
    return (found[1] or found[2]) if found else column


def _missing_columns(columns: Mapping[str, str], languages: tuple[str, ...]) -> Iterator[Problem]:
    if NAME not in columns:
        yield Problem(ZONES, NAME, "this column is missing", "Call the first column “name”")
    for language in languages:
        if language not in columns:
            yield Problem(ZONES, f"label::{language}", "this offered language has no column", "Add the column")


def _rows_that_do_not_fit(
    table: Sequence[tuple[int, _Row]], columns: Mapping[str, str], languages: tuple[str, ...]
) -> Iterator[Problem]:
    met: dict[tuple[str, str], int] = {}
    for number, row in table:
        place = f"line {number}"
        if None in row:
            yield Problem(ZONES, place, "there are more cells than columns", "Put quotation marks around commas")
            continue
        if not re.fullmatch("[0-9]{0,8}", _people(row, columns)):
            yield Problem(ZONES, place, "how many people live there is no number", "Write digits only, or nothing")
        for key in (NAME, *languages):
            cell = _cell(row, columns[key])
            if not cell:
                yield Problem(ZONES, place, "a name is missing", "Fill in every column")
                break
            earlier = met.setdefault((key, cell), number)
            if earlier != number:
                yield Problem(ZONES, place, f"“{cell}” stands in line {earlier} already", "Give each zone its own name")
                break


def _zone(row: _Row, columns: Mapping[str, str], languages: tuple[str, ...]) -> Zone:
    label = Texts({language: _cell(row, columns[language]) for language in languages if language in columns})
    people = _people(row, columns)
    return Zone(_cell(row, columns[NAME]), label, int(people) if people.isascii() and people.isdigit() else None)


def _people(row: _Row, columns: Mapping[str, str]) -> str:
    return _cell(row, columns[PEOPLE]) if PEOPLE in columns else ""


def _cell(row: _Row, column: str) -> str:
    return (row.get(column) or "").strip()
