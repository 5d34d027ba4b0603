"""The sheets of an XLSForm file, read by pyxform, with each row of the survey at its place in the form; its languages.

pyxform is imported here and in `xlsform.py` only, and only when a form is loaded: it takes most of a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.forms.problems import FormBroken, FormProblem, FormRule
from services.forms.xlsform.files import definition
from services.forms.xlsform.kobo import expanded
from services.forms.xlsform.supported import BEGIN, END, SELECT

Cells = Mapping[str, Any]
FIRST_ROW = 2
SPECIFY_OTHER = "Specify other."
CODE = re.compile(r"\(([^()]+)\)\s*$")
UNNAMED = "default"


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One row of the survey sheet under its number there. Columns have their standard names."""

    number: int
    type: str
    name: str
    path: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class Sheets:
    """A file that could be read. `numbers` says of each row of the definition's survey from which row it comes."""

    path: Path
    survey: tuple[SurveyRow, ...]
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
        raise FormBroken(path.name, (FormProblem(FormRule.SHEET_MISSING, "survey", facts={"name": "survey"}),))
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
        choices=rows(constants.CHOICES, aliases.list_header, of_choices),
        external_choices=rows(constants.EXTERNAL_CHOICES, aliases.list_header, of_choices),
        settings=dict(definition.settings[0]) if definition.settings else {},
        definition=definition,
        numbers=found.numbers,
    )


def _placed(rows: tuple[tuple[int, Cells], ...]) -> Iterator[SurveyRow]:
    """Follows begin and end, so that every row knows its path. Disabled and empty rows are no rows."""
    inside: list[str] = []
    for number, cells in rows:
        written = str(cells.get("type") or "").strip()
        if not written or str(cells.get("disabled", "")).lower() in ("yes", "true", "true()"):
            continue
        if END.fullmatch(written):
            inside = inside[:-1]
            continue
        name = str(cells.get("name") or f"generated_note_name_{number}")  # as pyxform names notes; else it refuses
        yield SurveyRow(number, written, name, "/".join([*inside, name]), cells)
        select = SELECT.fullmatch(written)
        if select and select["other"]:
            asked = {"label": SPECIFY_OTHER, "bind": {"relevant": f"selected(${{{name}}}, 'other')"}}
            yield SurveyRow(number, "text", f"{name}_other", "/".join([*inside, f"{name}_other"]), asked)
        if BEGIN.fullmatch(written):
            inside = [*inside, name]


def language_code(tag: str) -> str:
    """The code in the parentheses of a language's name; without one the name itself in small letters."""
    found = CODE.search(tag)
    return found[1].strip() if found else tag.strip().lower()


class Languages:
    """The languages of one form in their order, the default one first, and texts by their codes."""

    def __init__(self, default: str, cells: Iterable[Mapping[str, Any]]) -> None:
        codes: dict[str, None] = {} if default == UNNAMED else {language_code(default): None}
        for row in cells:
            label = row.get("label")
            if isinstance(label, Mapping):
                codes.update(dict.fromkeys(language_code(tag) for tag in label if tag != UNNAMED))
        self.codes: tuple[str, ...] = tuple(codes) or (UNNAMED,)

    @property
    def first(self) -> str:
        return self.codes[0]

    def texts(self, cell: object) -> dict[str, str]:
        """A translated cell by code; a plain one counts for the default language."""
        tagged = cell if isinstance(cell, Mapping) else {UNNAMED: cell}
        return {
            self.first if tag == UNNAMED else language_code(str(tag)): str(text).strip()
            for tag, text in tagged.items()
            if text
        }
