"""The rules of XLSForm itself, as pyxform checks them, each with its sheet, row and column where pyxform names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from services.forms.problems import FormProblem, FormRule
from services.forms.xlsform.sheets import FIRST_ROW, Sheets
from services.forms.xlsform.supported import known_type

ROW = re.compile(r"\[row : (\d+)\]:?|\bon row number '?(\d+)'?|(?<=\brow )'?(\d+)'?")
SHEET = re.compile(r"(?:\bon|\bfor|\bunder)?\s*(?:the|sheet:) '(\w+)'(?: sheet)?(?=[,.\s]|$)", re.IGNORECASE)
SHEET_NAMES = frozenset({"survey", "choices", "settings", "external_choices", "entities", "osm"})
COLUMN = re.compile(r"\bthe '([\w: ]+)' (?:value|column)\b", re.IGNORECASE)
SEVERAL_ANSWERS = re.compile(r"^(?:select_multiple|rank) +\$\{")
WHERE_ELSE = re.compile(r"\s*Learn more: \S+|^On the '\w+' sheet, | for the name 'unknown'| \{'[^{}]*\}$")
"""What is said of the place already, and what only a programmer reads."""


def broken_rules(sheets: Sheets, known: Iterable[FormProblem]) -> Iterator[FormProblem]:
    """The first rule that the form breaks, unless its row is known already."""
    from pyxform.xls2json import workbook_to_json

    definition = sheets.definition
    definition.survey = [_for_pyxform(row) for row in definition.survey]
    settings = {**(definition.settings[0] if definition.settings else {}), "allow_choice_duplicates": "yes"}
    definition.settings, definition.settings_header = [settings], [dict.fromkeys(settings)]
    try:
        workbook_to_json(definition, form_name="data", fallback_form_name=sheets.path.stem)
    except Exception as error:  # besides its own errors it lets out whatever a strange cell causes
        found = list(problems_of(error, sheets.numbers))
        rows = {(problem.sheet, problem.row) for problem in known}
        new = [problem for problem in found if problem.row is not None and (problem.sheet, problem.row) not in rows]
        yield from new or ([] if rows else found)


def _for_pyxform(row: Mapping[str, Any]) -> dict[str, Any]:
    """pyxform looks for the choices of a select_multiple from answers in the choices sheet, and breaks."""
    return {
        column: SEVERAL_ANSWERS.sub("select_one ${", known_type(str(cell).strip())) if _is_type(column) else cell
        for column, cell in row.items()
    }


def _is_type(column: str) -> bool:
    return str(column).strip().lower() == "type"


def problems_of(error: Exception, numbers: Sequence[int] = ()) -> Iterator[FormProblem]:
    """What pyxform found. `numbers` says of each row of the survey that it was given from which row it comes."""
    from pyxform.errors import PyXFormError

    if not isinstance(error, PyXFormError):
        yield FormProblem(FormRule.FORM_UNREADABLE, "")
        return
    for line in filter(None, (" ".join(part.split()) for part in _messages(str(error)))):
        yield _read(line, numbers)


def _messages(text: str) -> list[str]:
    """Several problems of one kind come together, each with its row."""
    parts = re.split(r"\n(?=\[row : )", text)
    return parts if len(parts) > 1 else [text]


def _read(text: str, numbers: Sequence[int]) -> FormProblem:
    row, column = ROW.search(text), COLUMN.search(text)
    number = next((int(found) for found in row.groups() if found), None) if row else None
    sheet = _sheet(text)
    if sheet == "survey" and number is not None and FIRST_ROW <= number < FIRST_ROW + len(numbers):
        number = numbers[number - FIRST_ROW]
    detail = ROW.sub("", text, count=1).strip() if row and row[1] else text
    name = column[1] if column and column[1] not in SHEET_NAMES else None
    return _problem(sheet, number, name, WHERE_ELSE.sub("", detail).strip())


def _sheet(text: str) -> str:
    """The sheet that a message is about: the survey where it names none. '' where it may be any."""
    if text.startswith("Duplicate column header"):
        return ""
    named = (found[1] for found in SHEET.finditer(text) if found[1] in SHEET_NAMES)
    return next(named, "survey")


def _problem(sheet: str, number: int | None, column: str | None, detail: str) -> FormProblem:
    return FormProblem(FormRule.XLSFORM_RULE, sheet, number, column, {"detail": detail})
