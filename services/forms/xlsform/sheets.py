"""The sheets of an XLSForm file, read by pyxform, with each row of the survey at its place in the form; its languages.

pyxform is imported here and in `xlsform.py` only, and only when a form is loaded: it takes most of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from services.forms.problems import FormBroken, FormProblem, FormRule
from services.forms.xlsform.files import definition
from services.forms.xlsform.kobo import expanded
from services.forms.xlsform.supported import BEGIN, END, SELECT, TABLES, known_type

Cells = Mapping[str, Any]
FIRST_ROW = 2
SHEETS_READ = ("survey", "choices", "settings", "external_choices")


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One row of the survey sheet under its number there. Columns have their standard names. `asks_other`: no sheet
    has it; it asks which other one was meant."""

    number: int
    type: str
    name: str
    path: str
    cells: Cells
    asks_other: bool = False


@dataclass(frozen=True, slots=True)
class Sheets:
    """A file that could be read. `numbers` says of each row of the definition's survey from which row it comes.
    `tables` are the rows that name files beside the form."""

    path: Path
    survey: tuple[SurveyRow, ...]
    tables: tuple[tuple[int, Cells], ...]
    choices: tuple[tuple[int, Cells], ...]
    external_choices: tuple[tuple[int, Cells], ...]
    settings: Cells
    definition: Any
    numbers: tuple[int, ...]


def read_sheets(path: Path) -> Sheets:
    """Reads .xlsx, .xls, .csv or .md. Raises FormBroken where there is no survey, and whatever readers raise."""
    return _sheets(path, definition(path))


def _sheets(path: Path, definition: Any) -> Sheets:
    """The same sheets with their columns under standard names."""
    from pyxform import aliases, constants
    from pyxform.parsing.sheet_headers import dealias_and_group_headers
    from pyxform.question import MultipleChoiceQuestion, Option

    if not definition.survey:
        is_there = "survey" in {name.strip().lower() for name in definition.sheet_names or ()}
        rule = FormRule.SHEET_WITHOUT_ROWS if is_there else FormRule.SHEET_MISSING
        missing = FormProblem(rule, "survey", facts={"name": "survey"})
        raise FormBroken(path.name, tuple(misspelt(definition.sheet_names)) or (missing,))
    found = expanded(definition.survey, definition.choices or [])
    definition.survey = list(found.rows)
    names = [*(definition.survey_header or [{}])[0], *(column for row in found.rows for column in row)]
    definition.survey_header = [dict.fromkeys(names)]

    def rows(sheet: str, names: Mapping[str, Any], columns: set[str]) -> tuple[tuple[int, Cells], ...]:
        data, header = getattr(definition, sheet), getattr(definition, f"{sheet}_header")
        clean = dealias_and_group_headers(sheet, data or [], header or [], names, columns, strip_whitespace=True).data
        return tuple(enumerate(clean, start=FIRST_ROW))

    of_choices = set(Option.get_slot_names())
    survey = rows(constants.SURVEY, aliases.survey_header, set(MultipleChoiceQuestion.get_slot_names()))
    numbered = tuple(zip(found.numbers, (cells for _, cells in survey), strict=True))
    return Sheets(
        path=path,
        survey=tuple(_placed(numbered)),
        tables=tuple((number, cells) for number, cells in numbered if cells.get("type") in TABLES),
        choices=rows(constants.CHOICES, aliases.list_header, of_choices),
        external_choices=rows(constants.EXTERNAL_CHOICES, aliases.list_header, of_choices),
        settings=dict(definition.settings[0]) if definition.settings else {},
        definition=definition,
        numbers=found.numbers,
    )


def misspelt(names: Iterable[str]) -> Iterator[FormProblem]:
    """Sheets whose names are nearly those of sheets that are not there."""
    there = {name.lower() for name in names}
    absent = [name for name in SHEETS_READ if name not in there]
    for name in names:
        near = [] if name.lower() in SHEETS_READ else get_close_matches(name.strip().lower(), absent, n=1, cutoff=0.75)
        if near:
            yield FormProblem(FormRule.SHEET_MISSPELT, name, facts={"name": name, "better": near[0]})


def _placed(rows: tuple[tuple[int, Cells], ...]) -> Iterator[SurveyRow]:
    """Follows begin and end, so that every row knows its path. Disabled and empty rows are no rows."""
    inside: list[str] = []
    for number, cells in rows:
        written = known_type(str(cells.get("type") or "").strip())
        if not written or written in TABLES or str(cells.get("disabled", "")).lower() in ("yes", "true", "true()"):
            continue
        if END.fullmatch(written):
            inside = inside[:-1]
            continue
        name = str(cells.get("name") or f"generated_note_name_{number}")  # as pyxform names notes; else it refuses
        yield SurveyRow(number, written, name, "/".join([*inside, name]), cells)
        select = SELECT.fullmatch(written)
        if select and select["other"]:
            condition = {"bind": {"relevant": f"selected(${{{name}}}, 'other')"}}
            path = "/".join([*inside, f"{name}_other"])
            yield SurveyRow(number, "text", f"{name}_other", path, condition, asks_other=True)
        if BEGIN.fullmatch(written):
            inside = [*inside, name]
