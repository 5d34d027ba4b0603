"""Loads a questionnaire from an XLSForm file: checks everything, reports every problem at once, and compiles it.

The format is XLSForm (https://xlsform.org); what is left out of it is listed in `supported.py` and refused by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from services.forms.errors import FormBroken, FormProblem, FormRule
from services.forms.items import Item, Kind
from services.forms.model import Form
from services.forms.sources import paths_in
from services.forms.xlsform.choices import cells_from_file, from_sheet, list_name
from services.forms.xlsform.references import CellBroken, References
from services.forms.xlsform.sheets import (
    UNNAMED,
    Cells,
    Languages,
    Sheets,
    SurveyRow,
    from_pyxform,
    language_code,
    read_sheets,
)
from services.forms.xlsform.supported import REFUSED_SHEETS, SELECT
from services.forms.xlsform.survey import SurveySheet, circles, parameters

CHOICES = "choices"
OTHER = {"name": "other", "label": "Other"}
Lists = dict[str, list[Mapping[str, Any]]]


def load(path: Path, skipping: Collection[str] = ()) -> Form:
    """See `loading.load_form`."""
    sheets = read_sheets(path)
    problems = list(_refused_sheets(sheets))
    lists = _lists(sheets, problems, skipping)
    cells = [row.cells for row in sheets.survey] + [cells for rows in lists.values() for cells in rows]
    languages = Languages(str(sheets.settings.get("default_language") or UNNAMED), cells)
    survey = SurveySheet(sheets.survey, References(sheets.survey), languages, lists, skipping)
    root = survey.root()
    form = Form(
        name=str(sheets.settings.get("form_id") or sheets.settings.get("id_string") or path.stem),
        titles=_titles(sheets.settings, languages),
        version=str(sheets.settings.get("version") or ""),
        languages=languages.codes,
        root=root,
        choices={name: from_sheet(rows, languages) for name, rows in lists.items()} | survey.ranges,
    )
    problems += survey.problems
    problems += _circles(form, sheets)
    problems += _from_xlsform(sheets, problems)
    if problems:
        raise FormBroken(path.name, tuple(sorted(problems, key=_order)))
    return form


def _order(problem: FormProblem) -> tuple[bool, str, int]:
    return problem.sheet != "survey", problem.sheet, problem.row or 0


def _refused_sheets(sheets: Sheets) -> Iterator[FormProblem]:
    for name in REFUSED_SHEETS:
        if getattr(sheets.definition, name):
            yield FormProblem(FormRule.COLUMN_UNSUPPORTED, name, facts={"name": name})


def _lists(sheets: Sheets, problems: list[FormProblem], skipping: Collection[str]) -> Lists:
    """Every list of choices; what is wrong with those that are used goes to `problems`."""
    lists: Lists = defaultdict(list)
    selects = [(row, select) for row in sheets.survey if (select := SELECT.fullmatch(row.type))]
    used = {select["list"] for _, select in selects}
    for number, cells in sheets.choices:
        name = cells.get("list name") or cells.get("list_name")
        if name and "name" in cells:
            lists[str(name)].append(cells)
            problems += _refused_choice(number, cells, skipping) if name in used else ()
    for row, select in selects:
        if select["other"]:
            _add_other(lists[select["list"]])
        elif "file" in select["command"]:
            try:
                lists[list_name(select["list"])] = _from_file(sheets.path.parent, select["list"], row)
            except CellBroken as broken:
                problems.append(broken.at("survey", row.number, "type"))
    return lists


def _from_file(folder: Path, name: str, row: SurveyRow) -> list[Mapping[str, Any]]:
    columns = parameters(row)
    path = folder / Path(name).name
    return list(cells_from_file(path, columns.get("value", "name"), columns.get("label", "label")))


def _refused_choice(number: int, cells: Cells, skipping: Collection[str]) -> Iterator[FormProblem]:
    for name in cells.get("media") or ():
        if name not in skipping:
            yield FormProblem(FormRule.COLUMN_UNSUPPORTED, CHOICES, number, name, {"name": name})
    label = cells.get("label")
    written = label.values() if isinstance(label, Mapping) else (label,)
    if any("${" in str(text) for text in written):
        yield FormProblem(FormRule.LABEL_SPEAKS, CHOICES, number, "label")


def _add_other(choices: list[Mapping[str, Any]]) -> None:
    if all(choice["name"] != OTHER["name"] for choice in choices):
        choices.append(OTHER)


def _titles(settings: Cells, languages: Languages) -> dict[str, str]:
    """The form_title column, also form_title::Language (code)."""
    titles: dict[str, str] = {}
    for column, text in settings.items():
        base, _, tag = str(column).partition(":")
        if base.strip() in ("form_title", "title") and text:
            titles[language_code(tag.strip(": ")) if tag else languages.first] = str(text)
    return titles


def _circles(form: Form, sheets: Sheets) -> Iterator[FormProblem]:
    """Computed items that need themselves. Rows of repeats may look at rows before them and are not followed."""
    rows = {row.path: row.number for row in sheets.survey}
    outside = {path: item for path, item in form.items.items() if path not in form.within_rows}
    for way in circles(outside, partial(_looks_at, form)):
        facts = {"name": way[0].rpartition("/")[2], "detail": " → ".join(path.rpartition("/")[2] for path in way)}
        yield FormProblem(FormRule.REFERENCE_CIRCLE, "survey", rows.get(way[0]), facts=facts)


def _looks_at(form: Form, item: Item) -> Iterator[str]:
    expressions = [item.relevant, item.choice_filter]
    if item.kind in (Kind.CALCULATE, Kind.NOTE):
        expressions.append(item.calculation)
    for expression in expressions:
        if expression is not None:
            yield from paths_in(expression.tree)
    above = item.path.rpartition("/")[0]
    if above:
        yield above


def _from_xlsform(sheets: Sheets, known: list[FormProblem]) -> Iterator[FormProblem]:
    """The rules of XLSForm itself, as pyxform checks them: the first one broken, unless its row is known already."""
    from pyxform.xls2json import workbook_to_json

    try:
        workbook_to_json(sheets.definition, form_name="data", fallback_form_name=sheets.path.stem)
    except Exception as error:  # besides its own errors it lets out whatever a strange cell causes
        found = from_pyxform(error)
        if not known or (found.row is not None and found.row not in {problem.row for problem in known}):
            yield found
