"""Repeats that have too many rows whatever anybody answers: told before somebody stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from services.forms.definition.items import Item
from services.forms.definition.model import Form
from services.forms.form_node import FormNode
from services.forms.instance import Instance
from services.forms.moment import moment_of
from services.forms.problems import FormProblem, FormRule
from services.forms.row_room import MOST_IN_ROWS, MOST_ROWS
from services.forms.walking import too_many_rows
from services.forms.xlsform.sheets import Sheets

SOME_DAY = date(2026, 1, 1)


def of_rows(form: Form, sheets: Sheets) -> Iterator[FormProblem]:
    """The first such repeat. The form is one that can be walked through."""
    repeat = next(filter(_is_fixed_too_high, form.repeats), None) or _full_with_first_rows(form)
    if repeat is not None:
        row = next((row.number for row in sheets.survey if row.path == repeat.path), None)
        facts = {"name": repeat.name, "rows": str(MOST_ROWS), "within": f"{MOST_IN_ROWS:,}"}
        yield FormProblem(FormRule.TOO_MANY_ROWS, "survey", row, "repeat_count", facts)


def _is_fixed_too_high(repeat: Item) -> bool:
    match repeat.rows.tree if repeat.rows is not None else ():
        case ["value", int() | float() as many]:
            return many > MOST_ROWS
    return False


def _full_with_first_rows(form: Form) -> Item | None:
    """The repeat there is no room for though nothing was answered yet."""
    begun = _FirstRows(form, {}, moment_of(SOME_DAY, None, form.languages[0], ""))
    return begun.row_room.full if too_many_rows(begun) else None


class _FirstRows(Instance):
    """Nobody has answered anything. A repeat that asks for its rows has one."""

    def rows(self, node: FormNode, repeat: Item) -> int:
        return self.row_room.rows(repeat, 1) if repeat.asks_rows else super().rows(node, repeat)
