"""A round of a survey as tables, in the shape in which KoBo exports a form: for analysts and their programs.

One row a person; XML values and names of questions, or labels in one language. `select_multiple` has one column and one
more for each choice; each repeat has a table of its own. Of KoBo's columns about a submission only those are there that
are known: there is no time, no device and no person. What people wrote in their own words is left out unless asked for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from uuid import UUID

from services.errors import Refusal
from services.forms import Form, Kind
from services.forms.items import Choice, Item
from services.forms.labels import choice_label, choices_by_name, label_of, path_in_form
from services.surveys.answers import Answers, Round
from services.surveys.counts import counted, questions, shown
from services.surveys.files import Cell, ExportSheet

UUID_, INDEX, WEEK, VERSION = "_uuid", "_index", "_week", "__version__"
PARENT_TABLE, PARENT_INDEX, PARENT_UUID = "_parent_table_name", "_parent_index", "_submission__uuid"
ABOUT_A_PERSON: Final = {VERSION: "#meta+form+version", UUID_: "#meta+id", WEEK: "#meta+week", INDEX: "#meta+index"}
ABOUT_A_ROW: Final = {
    INDEX: "#meta+index",
    PARENT_TABLE: "#meta+parent+name",
    PARENT_INDEX: "#meta+parent+index",
    PARENT_UUID: "#meta+parent+id",
}
HASHTAGS: Final = {"zone": "#loc+code", "gender": "#respondee+gender", "age": "#respondee+age"}
"""Questions that mean the same in every form, by their names; others become indicators."""
NOT_IN_AN_ATTRIBUTE = re.compile("[^a-z0-9_]+")


class TooFewAnswers(Refusal):
    """So few have answered that each of them could be known by what they said."""


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """One column of a question: the whole answer, or whether one choice is in it."""

    form: Form
    item: Item
    choices: Mapping[str, Choice] = field(repr=False)
    choice: str = ""

    @property
    def heading(self) -> str:
        """As KoBo names it with XML values and headers."""
        return f"{self.item.path}/{self.choice}" if self.choice else self.item.path

    def label(self, language: str) -> str:
        """As KoBo names it with labels."""
        label = label_of(self.form, self.item, language)
        return f"{label}/{self._label_of(self.choice, language)}" if self.choice else label

    def hashtag(self, language: str | None) -> str:
        """The HXL hashtag (https://hxlstandard.org) with attributes; `language` as for `cell`."""
        known = HASHTAGS.get(self.item.path)
        if known and not self.choice:
            return known if language is None else known.replace("+code", "+name")
        attribute = _attribute(self.item.path)
        if self.choice:
            return f"#indicator+{attribute}+{_attribute(self.choice)}+bool"
        if self.item.kind is Kind.GEOPOINT:
            return f"#geo+coord+{attribute}"
        if self.item.kind is Kind.TEXT:
            return f"#description+{attribute}"
        return f"#indicator+{attribute}" + ("+num" if self.is_number else "")

    @property
    def is_number(self) -> bool:
        """True where the answer is a number."""
        return self.item.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.RANGE)

    def cell(self, value: str, language: str | None) -> Cell:
        """What stands in the column where that was answered; `language` for labels, None for XML values."""
        if not value:
            return ""
        if self.choice:
            return int(self.choice in value.split())
        if self.is_number:
            return _number(value)
        if language is None or self.item.kind not in (Kind.ONE, Kind.MANY, Kind.RANK):
            return value
        names = value.split() if self.item.kind in (Kind.MANY, Kind.RANK) else [value]
        return ", ".join(self._label_of(name, language) for name in names)

    def _label_of(self, name: str, language: str) -> str:
        choice = self.choices.get(name)
        return choice_label(self.form, choice, language) if choice else name


def sheets(round: Round, with_texts: bool = False) -> list[ExportSheet]:
    """Everything: XML values, each repeat, and the main table labelled once a language. Raises TooFewAnswers."""
    every = tables(round, None, with_texts)
    for language in round.form.languages if round.form else ():
        labelled = tables(round, language, with_texts)[0]
        every.append(ExportSheet(f"labels {language}", labelled.headings, labelled.rows, labelled.hashtags))
    return every


def tables(round: Round, language: str | None, with_texts: bool = False) -> list[ExportSheet]:
    """The main table and one for each repeat; with labels in a language, or XML values for None. Raises TooFewAnswers.

    Rows stand in the order of random numbers that say nothing of when, or by whom, they were given.
    """
    if shown(len(round.answers)) is None:
        raise TooFewAnswers
    form = round.form
    if form is None:
        return []
    columns = [column for column in _columns(round) if with_texts or not column.item.is_in_own_words]
    all_ = _Tables(form.name, sorted(round.answers, key=_uuid), columns, language)
    versions = {hash: form.version for hash, form in round.forms.items()}
    return [all_.main(versions), *(all_.repeat(path) for path in _repeats(round))]


def counts_table(round: Round, language: str) -> ExportSheet:
    """How many gave which answer, small numbers hidden (an empty cell). What may be passed on. Raises TooFewAnswers."""
    if shown(len(round.answers)) is None:
        raise TooFewAnswers
    rows = [
        (question.path, question.label, cell.name, cell.label, "" if cell.count is None else cell.count)
        for question in counted(round, language)
        for cell in question.cells
    ]
    hashtags = ("#meta+question+code", "#meta+question+name", "#meta+answer+code", "#meta+answer+name")
    headings = ("question", "question label", "answer", "answer label", "people")
    return ExportSheet("counts", headings, tuple(rows), (*hashtags, "#indicator+people+num"))


def _columns(round: Round) -> Iterator[AnswerColumn]:
    for form, item in questions(round):
        choices = choices_by_name(form, item)
        yield AnswerColumn(form, item, choices)
        for name in choices if item.kind is Kind.MANY else ():
            yield AnswerColumn(form, item, choices, name)


@dataclass(frozen=True, slots=True)
class _Tables:
    """What the tables of one export are made of. `places` says where each row that others may stand in is: its table
    and number."""

    name: str
    answers: Sequence[Answers]
    columns: Sequence[AnswerColumn]
    language: str | None
    places: dict[tuple[int, str], tuple[str, int]] = field(default_factory=dict)

    def main(self, versions: Mapping[str, str]) -> ExportSheet:
        """A row for each person; `versions` of the form by its hash."""
        here = [column for column in self.columns if column.item.path not in column.form.within_rows]
        rows = [
            (
                *self._cells(here, each.answers),
                *(versions.get(each.form_hash, ""), str(_uuid(each)), each.week, index),
            )
            for index, each in enumerate(self.answers, 1)
        ]
        return self._sheet(self.name, here, rows, ABOUT_A_PERSON)

    def repeat(self, path: str) -> ExportSheet:
        """The table of one repeat, which comes after those of the repeats around it."""
        here = [column for column in self.columns if _nearest_repeat(column) == path]
        name = path.rpartition("/")[2]
        rows: list[tuple[Cell, ...]] = []
        for person, each in enumerate(self.answers, 1):
            for row, given in _rows_of(path, each.answers).items():
                self.places[person, row] = (name, len(rows) + 1)
                above = self.places.get((person, _row_around(row)), (self.name, person))
                rows.append((*self._cells(here, given), len(rows) + 1, *above, str(_uuid(each))))
        return self._sheet(name, here, rows, ABOUT_A_ROW)

    def _cells(self, here: Sequence[AnswerColumn], given: Mapping[str, str]) -> Iterator[Cell]:
        return (column.cell(given.get(column.item.path, ""), self.language) for column in here)

    def _sheet(
        self, name: str, here: Sequence[AnswerColumn], rows: Sequence[tuple[Cell, ...]], about: Mapping[str, str]
    ) -> ExportSheet:
        language = self.language
        labels = (column.heading if language is None else column.label(language) for column in here)
        hashtags = (column.hashtag(language) for column in here)
        return ExportSheet(name, (*labels, *about), tuple(rows), (*hashtags, *about.values()))


def _repeats(round: Round) -> list[str]:
    """The paths of the repeats that hold questions, in the order of the form."""
    return list(dict.fromkeys(path for column in _columns(round) if (path := _nearest_repeat(column))))


def _nearest_repeat(column: AnswerColumn) -> str:
    """The path of the repeat around a column; '' where there is none."""
    above = column.item.path.rpartition("/")[0]
    while above and column.form.items[above].kind is not Kind.REPEAT:
        above = above.rpartition("/")[0]
    return above


def _rows_of(path: str, answers: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The answers within each row of a repeat, by the row's own path, in the order they were given."""
    found: dict[str, dict[str, str]] = {}
    for given, value in answers.items():
        row = given
        while row and path_in_form(row) != path:
            row = row.rpartition("/")[0]
        if row and "[" in row:
            found.setdefault(row, {})[path_in_form(given)] = value
    return found


def _row_around(row: str) -> str:
    """The row of another repeat around that row; '' where there is none."""
    above = row.rpartition("/")[0]
    while above and not above.endswith("]"):
        above = above.rpartition("/")[0]
    return above


def _uuid(answers: Answers) -> UUID:
    """The same in every export, and not the envelope's own number."""
    return UUID(bytes=sha256(b"amana survey export" + answers.id).digest()[:16], version=4)


def _attribute(name: str) -> str:
    plain = NOT_IN_AN_ATTRIBUTE.sub("_", name.lower()).strip("_")
    return plain if plain[:1].isalpha() else f"q_{plain}"


def _number(value: str) -> Cell:
    try:
        return int(value)
    except ValueError:
        pass
    try:
        number = float(value)
    except ValueError:
        return value
    return number if abs(number) < float("inf") else value
