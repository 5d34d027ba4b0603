"""A cell that breaks a rule, raised where it is read; where it stands is known one floor higher."""

from __future__ import annotations

from services.forms.problems import FormProblem, FormRule


class CellBroken(Exception):
    """A cell breaks a rule; where it stands is known to who reads it."""

    def __init__(self, rule: FormRule, **facts: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.facts = facts

    def at(self, sheet: str, row: int | None, column: str) -> FormProblem:
        """The problem at this place."""
        return FormProblem(self.rule, sheet, row, column, self.facts)
