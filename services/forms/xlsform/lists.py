"""Every list of choices that a form has: of its sheets and of files beside it, compiled with their labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from services.forms.definition.items import Choice, Kind, Text
from services.forms.problems import FormProblem, FormRule
from services.forms.xlsform.cells import CellBroken
from services.forms.xlsform.choices import cells_from_file, columns_for_filters, list_name
from services.forms.xlsform.languages import Languages
from services.forms.xlsform.other_words import OwnWords
from services.forms.xlsform.passing_over import CHOICES, of_choice
from services.forms.xlsform.plain_words import plain_words
from services.forms.xlsform.references import References
from services.forms.xlsform.sheets import Cells, Sheets, SurveyRow
from services.forms.xlsform.supported import COMMANDS, EXTERNAL, SELECT, parameters

OTHER = "other"
"""The name of the choice that 'or_other' adds."""


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One choice as it was written. `sheet` is where, or the name of a file; `number` None where no row is known."""

    sheet: str
    number: int | None
    cells: Cells


class ChoiceLists:
    """The lists by name. After `compiled` was asked for, `problems` holds all that is wrong with those in use."""

    def __init__(self, sheets: Sheets) -> None:
        self.rows: dict[str, list[ChoiceRow]] = defaultdict(list)
        self.problems: list[FormProblem] = []
        self._selects = [(row, found) for row in sheets.survey if (found := SELECT.fullmatch(row.type))]
        for sheet, rows in ((CHOICES, sheets.choices), (EXTERNAL, sheets.external_choices)):
            for number, cells in rows:
                name = cells.get("list name") or cells.get("list_name")
                if name and "name" in cells:
                    self.rows[list_name(str(name), sheet == EXTERNAL)].append(ChoiceRow(sheet, number, cells))
        self._read_files(sheets)
        self.used = {name: self.rows[name] for row, _ in self._selects if (name := list_of(row)) in self.rows}

    @property
    def _several(self) -> set[str]:
        """The lists of which several can be chosen."""
        return {list_of(row) for row, select in self._selects if COMMANDS[select["command"]] is not Kind.ONE}

    @property
    def cells(self) -> Iterator[Cells]:
        """What was written of every choice that a question offers."""
        return (row.cells for rows in self.used.values() for row in rows)

    def _read_files(self, sheets: Sheets) -> None:
        for row, select in self._selects:
            if not is_from_file(row):
                continue
            path = sheets.path.parent / Path(select["list"]).name
            try:
                found = cells_from_file(path, parameters(row.cells))
            except CellBroken as broken:
                self.problems.append(broken.at("survey", row.number, "type"))
            else:
                rows = [ChoiceRow(path.name, number, cells) for number, cells in enumerate(found, start=2)]
                self.rows[list_of(row)] = rows

    def add_other(self, own: OwnWords) -> None:
        """Add the choice 'other' to the lists of questions that want it, in these words."""
        texts = {language: words.choice for language, words in own.items()}
        for row, select in self._selects:
            rows = self.rows.get(list_of(row))
            if select["other"] and rows and all(str(one.cells.get("name")) != OTHER for one in rows):
                rows.append(ChoiceRow(CHOICES, None, {"name": OTHER, "label": texts}))

    def compiled(self, languages: Languages, references: References) -> dict[str, tuple[Choice, ...]]:
        """The choices of every list. Every column that is not XLSForm's own can be looked at by filters."""
        for name, rows in self.used.items():
            self.problems += _named_twice(name, rows)
            self.problems += _spaced(rows) if name in self._several else ()
            for row in rows:
                if row.number is not None:
                    self.problems += of_choice(row.number, row.cells)
                    self.problems += languages.missing(row.sheet, row.number, row.cells)
        return {name: tuple(self._choices(rows, languages, references)) for name, rows in self.rows.items()}

    def _choices(self, rows: Iterable[ChoiceRow], languages: Languages, references: References) -> Iterator[Choice]:
        for row in rows:
            label = languages.texts(row.cells.get("label"))
            texts = {language: self._text(row, text, references) for language, text in label.items()}
            yield Choice(str(row.cells["name"]), texts, columns_for_filters(row.cells))

    def _text(self, row: ChoiceRow, written: str, references: References) -> Text:
        try:
            return references.text(plain_words(written), "")
        except CellBroken as broken:
            self.problems.append(broken.at(row.sheet, row.number, "label"))
            return ()


def is_from_file(row: SurveyRow) -> bool:
    """Whether a question chooses from a file beside the form."""
    select = SELECT.fullmatch(row.type)
    return select is not None and "file" in select["command"]


def list_of(row: SurveyRow) -> str:
    """The name of the list that a question chooses from; '' where it chooses from none."""
    select = SELECT.fullmatch(row.type)
    return list_name(select["list"], "external" in select["command"]) if select else ""


def _spaced(rows: Iterable[ChoiceRow]) -> Iterator[FormProblem]:
    for row in rows:
        name = str(row.cells["name"])
        if " " in name:
            facts = {"name": name, "better": name.replace(" ", "_")}
            yield FormProblem(FormRule.CHOICE_SPACED, row.sheet, row.number, "name", facts)


def _named_twice(name: str, rows: Iterable[ChoiceRow]) -> Iterator[FormProblem]:
    """Choices of one list that an answer does not tell apart. In lists that depend on another question it may be
    meant: then the other columns differ."""
    met: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
    for row in rows:
        chosen, columns = str(row.cells["name"]), tuple(sorted(columns_for_filters(row.cells).items()))
        if (chosen, columns) in met:
            facts = {"name": chosen, "list": name}
            yield FormProblem(FormRule.CHOICE_TWICE, row.sheet, row.number, "name", facts)
        met.add((chosen, columns))
