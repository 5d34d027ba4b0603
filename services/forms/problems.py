"""What can be wrong with a file of a form: data (where, which rule), and an English sentence for those who write forms
(they read it from `amana content check`, residents never do)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from services.errors import Refusal


class FormRule(StrEnum):
    """What a form broke: the sentence that says so."""

    FILE_EMPTY = "the file is empty"
    FILE_NO_WORKBOOK = "the file is no workbook, whatever its name says"
    FILE_DAMAGED = "the workbook is damaged, or was not copied whole"
    FILE_WITHOUT_TABLE = "there is no table in the file"
    FILE_QUOTES = "the cells cannot be told apart ({detail})"
    FORM_UNREADABLE = "something in the form is of a kind that cannot be read"
    FILE_ENCODING = "the file is not written in UTF-8, so its letters cannot be told"
    LAST_SAVED = "'{name}' is what was sent before, and here nobody keeps that"
    SHEET_MISSPELT = "the sheet '{name}' is not known, and nothing in it is read"
    CELL_UNDER_NO_COLUMN = "the cell '{cell}' stands under no column"
    SHEET_WITHOUT_ROWS = "the sheet '{name}' has nothing below its headings"
    SHEET_MISSING = "there is no sheet named '{name}'"
    TYPE_UNKNOWN = "the type '{type}' is not known"
    NOT_TAKEN = "an answer of the type '{type}' cannot be given in a chat, so nobody is asked for it"
    NOT_TAKEN_REQUIRED = "an answer of the type '{type}' cannot be given in a chat, and here one is required"
    NOT_RECORDED = "'{type}' says who answers or on which phone, and is never written down"
    ROUGH_PLACE = "of a place only a square of about a kilometre is kept"
    CHOICE_TWICE = "the name '{name}' stands twice in the list '{list}': an answer does not tell which was chosen"
    TRANSLATION_MISSING = "this cell is empty, and other languages have words there"
    LANGUAGE_UNCODED = "the language '{name}' has no code, so nobody is found who reads it"
    PASSED_OVER = "'{name}' is a hint to other tools and is passed over"
    SHEET_PASSED_OVER = "the sheet is for other tools and is passed over"
    COLUMN_UNSUPPORTED = "the column '{name}' is not supported"
    CHOICES_SEARCHED = "the choices come from a table that only Collect searches: '{name}'"
    PARAMETER_UNSUPPORTED = "the parameter '{name}' is not supported"
    EXPRESSION_UNREADABLE = "'{expression}' cannot be read ({detail})"
    EXPRESSION_TOO_DEEP = "'{expression}' has too many of its parts one within another (at most {limit})"
    FUNCTION_UNKNOWN = "the function {name}() is not supported"
    PATTERN_UNREADABLE = "the pattern '{pattern}' in regex() cannot be read ({detail})"
    PATTERN_LOOKS_AROUND = "the pattern '{pattern}' in regex() looks around or back ({detail})"
    REFERENCE_UNKNOWN = "${{{name}}} names no question of this form"
    REFERENCE_UNCLEAR = "${{{name}}} names several questions"
    GROUPS_TOO_DEEP = "'{name}' stands within more than {limit} groups"
    TOO_MUCH_WORK = "'{name}' looks at up to {many} rows, and people would wait for it (at most {limit})"
    TOO_MUCH_TOGETHER = "the expressions of the form look at more than {limit} rows, those of '{name}' alone at {many}"
    TOO_MANY_ROWS = "'{name}' has more rows than there is room for, whatever anybody answers"
    TOO_MANY_CHOICES = "{many} choices are offered at once (at most {limit})"
    MAY_GROW = "'{name}' may become longer than {limit} characters, and what comes after them is left out"
    DEFAULT_IMPOSSIBLE = "the default '{name}' is no answer to this question, so nothing is proposed"
    WORKED_OUT_FROM_ITSELF = "'{name}' is worked out from its own answer, which is empty then"
    ANSWER_IMPOSSIBLE = "no answer to '{name}' keeps this rule"
    REQUIRED_IMPOSSIBLE = "no answer to '{name}' keeps this rule, and one is required: nobody comes past it"
    NAME_ALONE = "'{name}' names nothing here, and is always empty"
    COLUMN_OF_NO_CHOICE = "no choice of the list '{list}' has a column '{name}', so it is empty for all of them"
    NO_NUMBER = "{name} is neither a number nor a day, so nothing is smaller or greater, and nothing adds to it"
    ASKED_AFTER_ITSELF = "'{name}' is only asked once it is answered, so nobody is asked"
    REPEATED_NEVER = "'{name}' is never repeated, so nothing in it is asked"
    REPEAT_COUNT_IMPOSSIBLE = "'{name}' cannot be repeated '{count}' times"
    RANGE_ENDS_EARLIER = "from {start} by {step} one does not come to {end}, so {end} cannot be chosen"
    LANGUAGE_TWICE = "'{other}' and '{name}' are one language: where both have words, only those of '{name}' are read"
    REFERENCE_CIRCLE = "'{name}' is computed from itself ({detail})"
    CHOICES_NOT_REPEATED = "${{{name}}} stands in no repeat, so it has only one answer to choose from"
    CHOICE_SPACED = "the name '{name}' has a space, and several choices of an answer are kept with spaces between them"
    COLUMN_MISSPELT = "the column '{name}' is not known, and its words are read by nobody"
    LIST_UNNAMED = "'{type}' does not say from which list is chosen"
    RANGE_UNREADABLE = "a range from {start} to {end} by {step} has no numbers"
    CHOICES_MISSING = "there is no list of choices named '{name}'"
    FILE_MISSING = "the file '{name}' is not beside the form"
    FILE_KIND = "choices in '{name}' cannot be read"
    FILE_NOT_A_TABLE = "the file '{name}' cannot be read as a table ({detail})"
    FILE_COLUMN_MISSING = "the file '{file}' has no column '{name}'"
    XLSFORM_RULE = "{detail}"


REMEDIES = {
    FormRule.FILE_EMPTY: "Save the form there once more, or take the file away.",
    FormRule.FILE_NO_WORKBOOK: "Open the form in a program for spreadsheets and save it as .xlsx.",
    FormRule.FILE_DAMAGED: "Copy it once more from where it was made, or save it there as a new .xlsx.",
    FormRule.FILE_WITHOUT_TABLE: "Write | survey | on a line of its own, and below it rows with | between the cells.",
    FormRule.FILE_QUOTES: "Close every quotation mark, and write one within words twice; or save it as .xlsx.",
    FormRule.FORM_UNREADABLE: (
        "Take the rows you changed last away and put them back one after the other: the check tells which it is."
    ),
    FormRule.FILE_ENCODING: "Save it again as 'CSV UTF-8', or as .xlsx.",
    FormRule.LAST_SAVED: "Nothing to do: the question begins empty.",
    FormRule.SHEET_MISSPELT: "Was '{better}' meant?",
    FormRule.CELL_UNDER_NO_COLUMN: "{remedy}.",
    FormRule.SHEET_WITHOUT_ROWS: "Write each question into a row of its own.",
    FormRule.SHEET_MISSING: "Add the sheet, with this exact name.",
    FormRule.TYPE_UNKNOWN: "{remedy}",
    FormRule.NOT_TAKEN: "Nothing to do: the rest of the form works and the column stays empty.",
    FormRule.NOT_TAKEN_REQUIRED: "Empty the required cell, or ask for words instead.",
    FormRule.NOT_RECORDED: "Nothing to do: the form works and the column stays empty.",
    FormRule.ROUGH_PLACE: "Nothing to do; where a zone is enough, ask for the zone.",
    FormRule.CHOICE_TWICE: "Give each choice a name of its own.",
    FormRule.TRANSLATION_MISSING: "Translate it; until then the form is not offered in this language.",
    FormRule.LANGUAGE_UNCODED: "{remedy}, in every column.",
    FormRule.PASSED_OVER: "Nothing to do: the form works without it.",
    FormRule.SHEET_PASSED_OVER: "Nothing to do: the form works without it.",
    FormRule.COLUMN_UNSUPPORTED: "Remove the column or empty this cell.",
    FormRule.CHOICES_SEARCHED: (
        "Put the table beside the form as .csv with columns name and label, write '{type}' as the type, "
        "and the condition into the column choice_filter."
    ),
    FormRule.PARAMETER_UNSUPPORTED: "Remove it from the parameters column.",
    FormRule.EXPRESSION_UNREADABLE: "{remedy}",
    FormRule.EXPRESSION_TOO_DEEP: "Compute a part of it in a calculate row, and write that as ${{name}} here.",
    FormRule.FUNCTION_UNKNOWN: "Check the spelling, or compute it with the functions of the ODK documentation.",
    FormRule.PATTERN_UNREADABLE: (
        "Check brackets and backslashes. A pattern counts to 1,000; string-length() measures longer texts."
    ),
    FormRule.PATTERN_LOOKS_AROUND: (
        "Such a pattern may never come to an end. Write two conditions: regex(…) and not(regex(…))."
    ),
    FormRule.REFERENCE_UNKNOWN: "Check the spelling, or add the question.",
    FormRule.REFERENCE_UNCLEAR: "Give each of them a name of its own.",
    FormRule.GROUPS_TOO_DEEP: "Take groups away; a heading may as well be a note.",
    FormRule.TOO_MUCH_WORK: "Name the rows by a column that is equal to something, [name = ${{x}}], or write no //.",
    FormRule.TOO_MUCH_TOGETHER: "Let it look at fewer rows, or let fewer rows repeat it.",
    FormRule.TOO_MANY_ROWS: (
        "Let fewer repeat. At most {rows} rows of one repeat can be asked for, and the rows of all repeats hold at "
        "most {within} questions together."
    ),
    FormRule.TOO_MANY_CHOICES: "Ask for a part first, such as the district, and narrow the list with choice_filter.",
    FormRule.MAY_GROW: "Put less together in one value.",
    FormRule.DEFAULT_IMPOSSIBLE: (
        "Write the name of a choice of its list, a number, a date as 2026-03-31 or a time as 14:30; or empty the cell."
    ),
    FormRule.WORKED_OUT_FROM_ITSELF: "Name another question, or compute it in a calculate row of its own.",
    FormRule.ANSWER_IMPOSSIBLE: "Correct the numbers, or write 'or' for 'and'.",
    FormRule.REQUIRED_IMPOSSIBLE: "Correct the numbers, write 'or' for 'and', or empty the required cell.",
    FormRule.NAME_ALONE: "Write a question as ${{{name}}}, and words in quotes as '{name}'.",
    FormRule.COLUMN_OF_NO_CHOICE: "Add the column to these choices, or write a question as ${{{name}}}.",
    FormRule.NO_NUMBER: "Write a number, or a day as '2026-03-31'.",
    FormRule.ASKED_AFTER_ITSELF: "Name another question here.",
    FormRule.REPEAT_COUNT_IMPOSSIBLE: "Write a whole number, 1 or more, or a question as ${{name}}.",
    FormRule.REPEATED_NEVER: "Write how often, 1 or more, or a question as ${{name}}.",
    FormRule.RANGE_ENDS_EARLIER: "Nothing to do if so it is meant; else correct start, end or step.",
    FormRule.LANGUAGE_TWICE: "Put all words of the language into one of the columns.",
    FormRule.REFERENCE_CIRCLE: "Break the circle: one of them must not look at the other.",
    FormRule.CHOICES_NOT_REPEATED: "Name a question inside a repeat, or a list of the choices sheet.",
    FormRule.CHOICE_SPACED: "Write '{better}'.",
    FormRule.COLUMN_MISSPELT: "Was '{better}' meant?",
    FormRule.LIST_UNNAMED: "Write the name of a list of the choices sheet behind it: '{type} list'.",
    FormRule.RANGE_UNREADABLE: (
        "Correct start, end and step in the parameters column, or ask for an integer or decimal."
    ),
    FormRule.CHOICES_MISSING: "Add the list to the choices sheet, or correct its name.",
    FormRule.FILE_MISSING: "Put the file into the same folder.",
    FormRule.FILE_KIND: "Save them as .csv with columns name and label, or as .geojson.",
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
        FormRule.TRANSLATION_MISSING,
        FormRule.LANGUAGE_UNCODED,
        FormRule.COLUMN_MISSPELT,
        FormRule.LAST_SAVED,
        FormRule.MAY_GROW,
        FormRule.DEFAULT_IMPOSSIBLE,
        FormRule.WORKED_OUT_FROM_ITSELF,
        FormRule.ANSWER_IMPOSSIBLE,
        FormRule.NAME_ALONE,
        FormRule.COLUMN_OF_NO_CHOICE,
        FormRule.NO_NUMBER,
        FormRule.REPEATED_NEVER,
        FormRule.RANGE_ENDS_EARLIER,
        FormRule.LANGUAGE_TWICE,
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
