"""What can be wrong with a file of a form: data (where, which rule), and an English sentence for those who write forms
(they read it from `amana content check`, residents never do)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from services.errors import Refusal


class FormRule(StrEnum):
    """What a form broke: the sentence that says so."""

    FILE_UNREADABLE = "the file cannot be read as an XLSForm ({detail})"
    SHEET_MISSING = "there is no sheet named '{name}'"
    TYPE_UNKNOWN = "the type '{type}' is not known"
    NOT_TAKEN = "an answer of the type '{type}' cannot be given in a chat, so nobody is asked for it"
    NOT_TAKEN_REQUIRED = "an answer of the type '{type}' cannot be given in a chat, and here one is required"
    NOT_RECORDED = "'{type}' says who answers or on which phone, and is never written down"
    ROUGH_PLACE = "of a place only a square of about a kilometre is kept"
    CHOICE_TWICE = "the name '{name}' stands twice in the list '{list}': an answer does not tell which was chosen"
    PASSED_OVER = "'{name}' is a hint to other tools and is passed over"
    SHEET_PASSED_OVER = "the sheet is for other tools and is passed over"
    COLUMN_UNSUPPORTED = "the column '{name}' is not supported"
    APPEARANCE_UNSUPPORTED = "the appearance '{name}' is not supported"
    PARAMETER_UNSUPPORTED = "the parameter '{name}' is not supported"
    EXPRESSION_UNREADABLE = "'{expression}' cannot be read ({detail})"
    FUNCTION_UNKNOWN = "the function {name}() is not supported"
    PATTERN_UNREADABLE = "the pattern '{pattern}' in regex() cannot be read ({detail})"
    REFERENCE_UNKNOWN = "${{{name}}} names no question of this form"
    REFERENCE_UNCLEAR = "${{{name}}} names several questions"
    REFERENCE_CIRCLE = "'{name}' is computed from itself ({detail})"
    CHOICES_NOT_REPEATED = "${{{name}}} stands in no repeat, so it has only one answer to choose from"
    LIST_UNNAMED = "'{type}' does not say from which list is chosen"
    RANGE_UNREADABLE = "a range from {start} to {end} by {step} has no numbers"
    CHOICES_MISSING = "there is no list of choices named '{name}'"
    FILE_MISSING = "the file '{name}' is not beside the form"
    FILE_KIND = "choices in '{name}' are not supported"
    FILE_NOT_A_TABLE = "the file '{name}' cannot be read as a table ({detail})"
    FILE_COLUMN_MISSING = "the file '{file}' has no column '{name}'"
    XLSFORM_RULE = "{detail}"


REMEDIES = {
    FormRule.FILE_UNREADABLE: "Save it again as .xlsx, .csv or .md with a survey sheet.",
    FormRule.SHEET_MISSING: "Add the sheet, with this exact name.",
    FormRule.TYPE_UNKNOWN: "{remedy}",
    FormRule.NOT_TAKEN: "Nothing to do: the rest of the form works and the column stays empty.",
    FormRule.NOT_TAKEN_REQUIRED: "Empty the required cell, or ask for words instead.",
    FormRule.NOT_RECORDED: "Nothing to do: the form works and the column stays empty.",
    FormRule.ROUGH_PLACE: "Nothing to do; where a zone is enough, ask for the zone.",
    FormRule.CHOICE_TWICE: "Give each choice a name of its own.",
    FormRule.PASSED_OVER: "Nothing to do: the form works without it.",
    FormRule.SHEET_PASSED_OVER: "Nothing to do: the form works without it.",
    FormRule.COLUMN_UNSUPPORTED: "Remove the column or empty this cell.",
    FormRule.APPEARANCE_UNSUPPORTED: "Remove it; the question is then asked in the plain way.",
    FormRule.PARAMETER_UNSUPPORTED: "Remove it from the parameters column.",
    FormRule.EXPRESSION_UNREADABLE: "Check brackets and quotes, and that text stands in quotes.",
    FormRule.FUNCTION_UNKNOWN: "Check the spelling, or compute it with the functions of the ODK documentation.",
    FormRule.PATTERN_UNREADABLE: "Check brackets and backslashes of the pattern.",
    FormRule.REFERENCE_UNKNOWN: "Check the spelling, or add the question.",
    FormRule.REFERENCE_UNCLEAR: "Give each of them a name of its own.",
    FormRule.REFERENCE_CIRCLE: "Break the circle: one of them must not look at the other.",
    FormRule.CHOICES_NOT_REPEATED: "Name a question inside a repeat, or a list of the choices sheet.",
    FormRule.LIST_UNNAMED: "Write the name of a list of the choices sheet behind it: '{type} list'.",
    FormRule.RANGE_UNREADABLE: (
        "Correct start, end and step in the parameters column, or ask for an integer or decimal."
    ),
    FormRule.CHOICES_MISSING: "Add the list to the choices sheet, or correct its name.",
    FormRule.FILE_MISSING: "Put the file into the same folder.",
    FormRule.FILE_KIND: "Save them as .csv with columns name and label.",
    FormRule.FILE_NOT_A_TABLE: "Save it again as CSV, in UTF-8.",
    FormRule.FILE_COLUMN_MISSING: "Add the column, with this exact name.",
    FormRule.XLSFORM_RULE: "See https://xlsform.org for the rule.",
}


REMARKS = frozenset(
    {
        FormRule.NOT_TAKEN,
        FormRule.NOT_RECORDED,
        FormRule.ROUGH_PLACE,
        FormRule.CHOICE_TWICE,
        FormRule.PASSED_OVER,
        FormRule.SHEET_PASSED_OVER,
    }
)
"""What those who wrote a form should know, and what does not keep it from being used."""


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One thing wrong with a form. Rows are counted as the spreadsheet shows them, from 1; None where none is known."""

    rule: FormRule
    sheet: str
    row: int | None = None
    column: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_remark(self) -> bool:
        """True where the form can be used all the same."""
        return self.rule in REMARKS

    @property
    def place(self) -> str:
        sheet = f"sheet '{self.sheet}'" if self.sheet else "the file"
        row = f", row {self.row}" if self.row is not None else ""
        return f"{sheet}{row}" + (f", column '{self.column}'" if self.column else "")

    @property
    def broken(self) -> str:
        """What is wrong, in English."""
        return self.rule.value.format_map(self.facts)

    @property
    def remedy(self) -> str:
        """What to do about it, in English."""
        return REMEDIES[self.rule].format_map(self.facts)

    @property
    def sentence(self) -> str:
        return f"{self.place}: {self.broken.rstrip('.')}. {self.remedy}"


@dataclass(eq=False)
class FormBroken(Refusal):
    """The form cannot be used: all that is wrong with it, in the order of its rows."""

    name: str
    problems: tuple[FormProblem, ...]

    def __str__(self) -> str:
        return "\n".join(f"{self.name}: {problem.sentence}" for problem in self.problems)
