"""Loads a questionnaire from an XLSForm file: checks everything, reports every problem at once, and compiles it.

The format is XLSForm (https://xlsform.org); what is left out of it is listed in `supported.py` and refused by name.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from services.forms.definition.model import Form
from services.forms.problems import FormBroken, FormProblem, FormRule
from services.forms.xlsform.circles import of_circles
from services.forms.xlsform.growth import of_growth
from services.forms.xlsform.languages import UNNAMED, Languages, language_code
from services.forms.xlsform.leading_nowhere import of_what_leads_nowhere
from services.forms.xlsform.lists import ChoiceLists
from services.forms.xlsform.many_rows import of_rows
from services.forms.xlsform.other_words import OwnWords, in_languages
from services.forms.xlsform.passing_over import of_sheets, said_once, without
from services.forms.xlsform.plain_words import plain_words
from services.forms.xlsform.pyxform_rules import broken_rules, problems_of
from services.forms.xlsform.references import References, written_out
from services.forms.xlsform.sheets import (
    Cells,
    Sheets,
    read_sheets,
)
from services.forms.xlsform.survey import SurveySheet
from services.forms.xlsform.unanswerable import of_answers
from services.forms.xlsform.work import of_work

MOST_GROUPS = 20
"""Groups and repeats that may stand one within another."""


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form that can be used, and what those who wrote it should know of it."""

    form: Form
    remarks: tuple[FormProblem, ...]


def load(path: Path, own: OwnWords, skipping: Collection[str] = ()) -> ReadForm:
    """See `loading.read_form`."""
    sheets = _read(path)
    _require_shallow(sheets)
    lists = ChoiceLists(sheets)
    cells = [*(row.cells for row in sheets.survey), *lists.cells]
    languages = Languages(str(sheets.settings.get("default_language") or UNNAMED), cells)
    other = in_languages(own, languages.codes)
    lists.add_other(other)
    references = References(sheets.survey, path.parent)
    of_tables = list(references.read_tables(sheets.tables))
    survey = SurveySheet(sheets.survey, references, languages, lists.rows, other)
    form = Form(
        name=str(sheets.settings.get("form_id") or sheets.settings.get("id_string") or path.stem),
        titles=_titles(sheets.settings, languages),
        version=str(sheets.settings.get("version") or ""),
        languages=languages.codes,
        root=survey.root(),
        choices=lists.compiled(languages, references) | survey.ranges | references.tables,
    )
    problems = [*of_sheets(sheets), *survey.problems, *lists.problems, *of_circles(form, sheets)]
    problems += [*of_growth(form, sheets), *of_work(form, sheets), *of_answers(form, sheets)]
    problems += of_what_leads_nowhere(form, sheets)
    problems += [*of_tables, *languages.without_code(), *_of_instances(form, sheets)]
    problems = list(without(skipping, iter(problems)))
    problems += broken_rules(sheets, _broken(problems))
    problems += [] if _broken(problems) else of_rows(form, sheets)
    problems = said_once(sorted(problems, key=_order))
    if broken := _broken(problems):
        raise FormBroken(path.name, tuple(broken))
    return ReadForm(form, tuple(problems))


def _read(path: Path) -> Sheets:
    """Raises FormBroken where the file is no XLSForm at all."""
    from pyxform.errors import PyXFormError

    try:
        return read_sheets(path)
    except FormBroken:
        raise
    except PyXFormError as error:
        raise FormBroken(path.name, tuple(problems_of(error))) from error
    except UnicodeError as error:
        raise FormBroken(path.name, (FormProblem(FormRule.FILE_ENCODING, ""),)) from error
    except csv.Error as error:
        raise FormBroken(path.name, (FormProblem(FormRule.FILE_QUOTES, "", facts={"detail": str(error)}),)) from error


def _require_shallow(sheets: Sheets) -> None:
    """Raises FormBroken where groups stand within one another without end: nothing could walk through them."""
    for row in sheets.survey:
        if row.path.count("/") > MOST_GROUPS:
            facts = {"name": row.name, "limit": str(MOST_GROUPS)}
            problem = FormProblem(FormRule.GROUPS_TOO_DEEP, "survey", row.number, "type", facts)
            raise FormBroken(sheets.path.name, (problem,))


def _of_instances(form: Form, sheets: Sheets) -> Iterator[FormProblem]:
    """Lists that instance() looks into, and that are not there."""
    rows = {row.path: row.number for row in sheets.survey}
    files = {cells.get("name") for _, cells in sheets.tables}
    for item in form.items.values():
        for name in dict.fromkeys(name for one in item.expressions for name in written_out(one.tree, "instance", 0)):
            if name not in form.choices and name not in files:
                yield FormProblem(FormRule.CHOICES_MISSING, "survey", rows.get(item.path), facts={"name": name})


def _broken(problems: Iterable[FormProblem]) -> list[FormProblem]:
    return [problem for problem in problems if not problem.is_remark]


def _order(problem: FormProblem) -> tuple[bool, str, int]:
    return problem.sheet != "survey", problem.sheet, problem.row or 0


def _titles(settings: Cells, languages: Languages) -> dict[str, str]:
    """The form_title column, also form_title::Language (code)."""
    titles: dict[str, str] = {}
    for column, text in settings.items():
        base, _, tag = str(column).partition(":")
        if base.strip() in ("form_title", "title") and text:
            titles[language_code(tag.strip(": ")) if tag else languages.first] = plain_words(str(text))
    return titles
