"""Compiles the survey sheet row by row, and notes every problem on the way instead of stopping at the first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection
from itertools import chain
from typing import Any, TypeVar

from services.forms.definition.items import ROOT, Choice, Item, Kind, Steps, Text
from services.forms.definition.model import NOT_READ
from services.forms.problems import FormProblem, FormRule
from services.forms.xlsform.cells import CellBroken
from services.forms.xlsform.choices import leads_to_its_end, range_name, range_numbers, range_steps
from services.forms.xlsform.languages import Languages
from services.forms.xlsform.lists import is_from_file, list_of
from services.forms.xlsform.other_words import OwnWords
from services.forms.xlsform.passing_over import of_columns, of_parameters, of_type, part
from services.forms.xlsform.plain_words import plain_words
from services.forms.xlsform.references import NO, REFERENCE, YES, References
from services.forms.xlsform.sheets import Cells, SurveyRow
from services.forms.xlsform.supported import DAY_ONLY, SELECT, kind_of, parameters
from services.forms.xpath.expressions import Expression

SHEET = "survey"
LAST_SAVED = "${last-saved#"
SEARCH = re.compile(r"\bsearch\s*\(\s*['\"]?(?P<table>[\w.-]*)")
Wanted = TypeVar("Wanted")


class SurveySheet:
    """The rows of one form. After `root` was asked for, `problems` holds all that is wrong with them, and `ranges` the
    lists of choices that no sheet names."""

    def __init__(
        self,
        rows: tuple[SurveyRow, ...],
        references: References,
        languages: Languages,
        lists: Collection[str],
        other: OwnWords,
    ) -> None:
        self.rows = rows
        self.problems: list[FormProblem] = []
        self.ranges: dict[str, tuple[Choice, ...]] = {}
        self._references = references
        self._languages = languages
        self._lists = lists
        self._other = other
        self._repeats = [row.path for row in rows if kind_of(row.type) is Kind.REPEAT]
        self._inside: dict[str, list[SurveyRow]] = defaultdict(list)
        for row in rows:
            self._inside[row.path.rpartition("/")[0]].append(row)

    def root(self) -> Item:
        """The whole form as one group."""
        return Item(Kind.GROUP, ROOT, "", children=self._children(""))

    def _children(self, path: str) -> tuple[Item, ...]:
        return tuple(self._item(row) for row in self._inside.get(path, ()))

    def _item(self, row: SurveyRow) -> Item:
        kind = self._kind(row)
        said = chain(of_type(row), of_columns(row), of_parameters(row, parameters(row.cells), kind))
        self.problems.extend(said)
        if row.type and kind not in NOT_READ:
            self.problems.extend(self._languages.missing(SHEET, row.number, row.cells))
        bind, control = part(row, "bind"), part(row, "control")
        references = self._references
        return Item(
            kind=kind,
            name=row.name,
            path=row.path,
            label=self._label(row),
            hint=self._texts(row, "hint", row.cells.get("hint")),
            required=self._reading(row, "required", bind.get("required"), references.condition),
            required_message=self._texts(row, "required_message", bind.get("jr:requiredMsg")),
            relevant=self._reading(row, "relevant", bind.get("relevant"), references.relevance),
            constraint=self._reading(row, "constraint", bind.get("constraint"), references.relevance),
            constraint_message=self._texts(row, "constraint_message", bind.get("jr:constraintMsg")),
            calculation=self._calculation(row, bind),
            default=self._default(row),
            appearance=self._appearance(row, control),
            steps=self._steps(row) if kind_of(row.type) is Kind.RANGE else None,
            choices=self._choices(row),
            choices_from=self._choices_from(row),
            mixed_by=self._mixed_by(row),
            triggers=self._triggers(row, kind),
            choice_filter=self._reading(row, "choice_filter", row.cells.get("choice_filter"), references.expression),
            rows=self._reading(row, "repeat_count", control.get("jr:count"), references.expression),
            children=self._children(row.path) if kind in (Kind.GROUP, Kind.REPEAT) else (),
        )

    def _note(self, row: SurveyRow, column: str, rule: FormRule, **facts: str) -> None:
        self.problems.append(FormProblem(rule, SHEET, row.number, column, facts))

    def _kind(self, row: SurveyRow) -> Kind:
        """What the row is; a type that is not known is a value that is always empty."""
        kind = kind_of(row.type)
        if kind is None:
            return Kind.UNRECORDED
        readonly = part(row, "bind").get("readonly")
        if readonly is None or readonly in NO or kind in (Kind.CALCULATE, Kind.UNRECORDED, Kind.GROUP, Kind.REPEAT):
            return kind
        if readonly not in YES and readonly != "true()":
            self._note(row, "readonly", FormRule.COLUMN_UNSUPPORTED, name="readonly")
        return Kind.NOTE

    def _appearance(self, row: SurveyRow, control: Cells) -> frozenset[str]:
        """Appearances are hints and may be ignored, except search(), which gets other choices."""
        written = str(control.get("appearance") or "")
        searched, select = SEARCH.search(written), SELECT.fullmatch(row.type)
        if searched and select:
            table = f"{(searched['table'] or 'table').removesuffix('.csv')}.csv"
            facts = {"name": written, "type": f"{select['command'].replace(' ', '_')}_from_file {table}"}
            self._note(row, "appearance", FormRule.CHOICES_SEARCHED, **facts)
        return frozenset(written.split())

    def _choices(self, row: SurveyRow) -> str:
        """The name of the list, for a range of numbers too."""
        if kind_of(row.type) is Kind.RANGE:
            given = parameters(row.cells)
            return range_name(given) if range_name(given) in self.ranges else ""
        name = list_of(row)
        if name in self._lists:
            return name
        if name and not REFERENCE.fullmatch(name) and not is_from_file(row):
            self._note(row, "type", FormRule.CHOICES_MISSING, name=name)
        return ""

    def _choices_from(self, row: SurveyRow) -> str:
        """The path of the answers of a repeat that are chosen from."""
        named = REFERENCE.fullmatch(list_of(row))
        if named is None:
            return ""
        try:
            path = self._references.path(named[1], row.path)
        except CellBroken as broken:
            self.problems.append(broken.at(SHEET, row.number, "type"))
            return ""
        if not any(path.startswith(f"{repeat}/") for repeat in self._repeats):
            self._note(row, "type", FormRule.CHOICES_NOT_REPEATED, name=named[1])
        return path

    def _mixed_by(self, row: SurveyRow) -> Text | None:
        given = parameters(row.cells)
        if given.get("randomize", "").lower() != "true" or not SELECT.fullmatch(row.type):
            return None
        return self._reading(row, "parameters", given.get("seed"), self._references.text) or ()

    def _triggers(self, row: SurveyRow, kind: Kind) -> tuple[str, ...]:
        """The paths of the questions whose change sets the value."""
        written = str(row.cells.get("trigger") or "") if kind is not Kind.UNRECORDED else ""
        named = REFERENCE.findall(written)
        if written and not named:
            facts = {"expression": written, "detail": "no ${name} in it", "remedy": "Write a question as ${name}."}
            self._note(row, "trigger", FormRule.EXPRESSION_UNREADABLE, **facts)
        paths: list[str] = []
        for name in named:
            try:
                paths.append(self._references.path(name, row.path))
            except CellBroken as broken:
                self.problems.append(broken.at(SHEET, row.number, "trigger"))
        return tuple(paths)

    def _steps(self, row: SurveyRow) -> Steps | None:
        """The numbers of a range: a list of its own where they are few."""
        given = parameters(row.cells)
        try:
            steps = range_steps(given)
        except CellBroken as broken:
            self.problems.append(broken.at(SHEET, row.number, "parameters"))
            return None
        if not leads_to_its_end(steps):
            facts = {"start": steps.start, "end": steps.end, "step": steps.step}
            self._note(row, "parameters", FormRule.RANGE_ENDS_EARLIER, **facts)
        numbers = range_numbers(steps)
        if numbers is None:
            return steps
        self.ranges[range_name(given)] = numbers
        return None

    def _calculation(self, row: SurveyRow, bind: Cells) -> Expression | None:
        if row.type in DAY_ONLY:
            return Expression(["call", "today"])
        return self._reading(row, "calculation", bind.get("calculate"), self._references.expression)

    def _default(self, row: SurveyRow) -> Text:
        from pyxform.utils import default_is_dynamic

        written = row.cells.get("default")
        if written is None:
            return ()
        if LAST_SAVED in str(written):
            self._note(row, "default", FormRule.LAST_SAVED, name=str(written))
            return ()
        if not default_is_dynamic(str(written), row.type):
            return (str(written),)
        expression = self._reading(row, "default", written, self._references.expression)
        return () if expression is None else (expression,)

    def _label(self, row: SurveyRow) -> dict[str, Text]:
        if row.asks_other:
            return {language: (words.question,) for language, words in self._other.items()}
        return self._texts(row, "label", row.cells.get("label"))

    def _texts(self, row: SurveyRow, column: str, cell: Any) -> dict[str, Text]:
        texts: dict[str, Text] = {}
        for language, written in self._languages.texts(cell).items():
            text = self._reading(row, column, plain_words(written), self._references.text)
            if text:
                texts[language] = text
        return texts

    def _reading(self, row: SurveyRow, column: str, written: Any, read: Callable[[str, str], Wanted]) -> Wanted | None:
        """What a cell says; None for an empty cell, and for a broken one after its problem was noted."""
        if written is None or written == "":
            return None
        try:
            return read(str(written), row.path)
        except CellBroken as broken:
            self.problems.append(broken.at(SHEET, row.number, column))
            return None
