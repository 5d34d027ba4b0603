"""What a form made for other tools has and does not need here: passed over, and said with its row.

Refused is only what would change what an answer means.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from services.forms.definition.items import Kind
from services.forms.problems import FormProblem, FormRule
from services.forms.xlsform.languages import written_twice
from services.forms.xlsform.references import NO
from services.forms.xlsform.sheets import Cells, Sheets, SurveyRow, misspelt
from services.forms.xlsform.supported import (
    BINDS,
    COMMANDS,
    CONTROLS,
    HINT_COLUMNS,
    HINT_PARAMETERS,
    HINT_SHEETS,
    NOT_TAKEN,
    PARAMETERS,
    REFUSED_COLUMNS,
    SUPPORTED,
    is_never_recorded,
    is_not_taken,
    kind_of,
)

SURVEY = "survey"
CHOICES = "choices"
WORDED = ("label", "hint", "constraint_message", "required_message", "guidance_hint")
RULED = ("relevant", "relevance", "constraint", "required", "requiredmsg", "calculation", "calculate", "choice_filter")


def of_type(row: SurveyRow) -> Iterator[FormProblem]:
    """What is to be said of the type of a row."""
    facts = {"type": row.type}
    if row.type in COMMANDS:
        yield FormProblem(FormRule.LIST_UNNAMED, SURVEY, row.number, "type", facts)
    elif kind_of(row.type) is None:
        remedy = f"{_meant(row.type)}Remove the row or ask in another way."
        yield FormProblem(FormRule.TYPE_UNKNOWN, SURVEY, row.number, "type", {**facts, "remedy": remedy})
    elif is_never_recorded(row.type):
        yield FormProblem(FormRule.NOT_RECORDED, SURVEY, row.number, "type", facts)
    elif is_not_taken(row.type):
        rule = FormRule.NOT_TAKEN_REQUIRED if _is_required(row) else FormRule.NOT_TAKEN
        yield FormProblem(rule, SURVEY, row.number, "type", facts)
    elif kind_of(row.type) is Kind.GEOPOINT:
        yield FormProblem(FormRule.ROUGH_PLACE, SURVEY, row.number, "type")


def _is_required(row: SurveyRow) -> bool:
    return str(part(row, "bind").get("required") or "no") not in {*NO, "false()"}


def _meant(written: str) -> str:
    """The type that somebody may have misspelt."""
    first, _, rest = written.partition(" ")
    known = [*SUPPORTED.split(", "), *NOT_TAKEN]
    near = get_close_matches(first, known, n=1) if first not in ("begin", "end") else []
    near = near or get_close_matches(written.replace(" ", "_"), known, n=1)
    return f"Was '{' '.join(filter(None, (near[0], rest)))}' meant? " if near else ""


def of_headers(sheets: Sheets) -> Iterator[FormProblem]:
    """Columns whose names are nearly those of columns that hold words or rules: what stands there would be lost.
    And several for one language."""
    for sheet, known in ((SURVEY, WORDED + RULED), (CHOICES, WORDED[:1])):
        header = (getattr(sheets.definition, f"{sheet}_header") or [{}])[0]
        yield from written_twice(map(str, header), sheet)
        for name in header:
            base, colons, tag = str(name).partition("::")
            near = get_close_matches(base.strip().lower(), known, n=1, cutoff=0.8)
            if near and base.strip().lower() not in known and (colons or sheet == SURVEY):
                better = f"{near[0]}{colons}{tag}"
                yield FormProblem(FormRule.COLUMN_MISSPELT, sheet, 1, name, {"name": str(name), "better": better})


def said_once(problems: list[FormProblem]) -> list[FormProblem]:
    """The same problems; which types there are is said with the first type that is not known, and not again."""
    unknown = next((one for one in problems if one.rule is FormRule.TYPE_UNKNOWN), None)
    if unknown is not None:
        remedy = f"{unknown.facts['remedy']} Supported: {SUPPORTED}."
        told = replace(unknown, facts={**unknown.facts, "remedy": remedy})
        problems = [told if one is unknown else one for one in problems]
    return problems


def of_columns(row: SurveyRow) -> Iterator[FormProblem]:
    """What is to be said of the columns of a row; nothing where the row stays empty."""
    if kind_of(row.type) is Kind.UNRECORDED:
        return
    for name in REFUSED_COLUMNS:
        if row.cells.get(name):
            yield FormProblem(FormRule.COLUMN_UNSUPPORTED, SURVEY, row.number, name, {"name": name})
    hints = [name for name in HINT_COLUMNS if row.cells.get(name) and name not in ("media", "instance")]
    hints += [f"instance::{name}" for name in part(row, "instance")]
    hints += [f"bind::{name}" for name in part(row, "bind") if name not in BINDS]
    hints += [f"body::{name}" for name in part(row, "control") if name not in CONTROLS]
    for name in [*hints, *part(row, "media")]:
        yield FormProblem(FormRule.PASSED_OVER, SURVEY, row.number, name, {"name": name})


def of_parameters(row: SurveyRow, given: Mapping[str, str], kind: Kind) -> Iterator[FormProblem]:
    """What is to be said of the parameters of a row."""
    if kind is Kind.UNRECORDED:
        return
    allowed = PARAMETERS.get(kind, frozenset())
    for name, value in given.items():
        if name in allowed or value.lower() == "false":
            continue
        rule = FormRule.PASSED_OVER if name in HINT_PARAMETERS else FormRule.PARAMETER_UNSUPPORTED
        yield FormProblem(rule, SURVEY, row.number, "parameters", {"name": name})


def of_choice(number: int, cells: Cells) -> Iterator[FormProblem]:
    """What is to be said of the columns of a choice."""
    media = cells.get("media")
    for name in media if isinstance(media, Mapping) else ():
        yield FormProblem(FormRule.PASSED_OVER, CHOICES, number, name, {"name": name})


def of_sheets(sheets: Sheets) -> Iterator[FormProblem]:
    """What is to be said of sheets beside survey, choices and settings."""
    for name in HINT_SHEETS:
        if getattr(sheets.definition, name):
            yield FormProblem(FormRule.SHEET_PASSED_OVER, name)
    yield from misspelt(sheets.definition.sheet_names or ())
    yield from of_headers(sheets)


def without(skipping: Collection[str], problems: Iterator[FormProblem]) -> Iterator[FormProblem]:
    """The problems without those about types and columns that the caller skips."""
    for problem in problems:
        about = problem.facts.get("type", problem.facts.get("name", ""))
        if about.split(" ")[0] not in skipping:
            yield problem


def part(row: SurveyRow, name: str) -> Cells:
    """The columns of a row whose names begin with `name` and two colons."""
    found = row.cells.get(name)
    return found if isinstance(found, Mapping) else {}
