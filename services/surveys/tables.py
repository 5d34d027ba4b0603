"""A round of a survey as tables, in the shape in which KoBo exports a form: for analysts and their programs.

One row a person; XML values and names of questions, or labels in one language. Every row of the form has its column, in
the order of the form: also what is computed, fixed or hidden, notes, and what tells of the phone. `select_multiple` has
one column and one more for each choice, a place five; each repeat has a table of its own. KoBo's columns about a
submission are all there and in its order (formpack's, as KPI exports it), but what would tell who or when is empty.
What people wrote in their own words, and what is computed from it, is left out unless asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from services.disclosure.suppression import MOST, Shown
from services.errors import Refusal
from services.forms import Kind
from services.forms.definition.labels import path_in_form
from services.keys.sealing import random_bytes
from services.spreadsheets import Cell, ExportSheet
from services.surveys.answers import Answers, Round
from services.surveys.columns import AnswerColumn, columns_of
from services.surveys.counts import counted, shown
from services.surveys.recognisable import without_what_few_share

UUID_, INDEX, WEEK, VERSION = "_uuid", "_index", "_week", "__version__"
PARENT_TABLE, PARENT_INDEX = "_parent_table_name", "_parent_index"
OF_A_SUBMISSION: Final = {
    "_id": "#meta+id+num",
    UUID_: "#meta+id",
    "_submission_time": "#meta+submission+time",
    "_validation_status": "#meta+validation",
    "_notes": "#meta+notes",
    "_status": "#meta+status",
    "_submitted_by": "#meta+submission+by",
    VERSION: "#meta+form+version",
    "_tags": "#meta+tags",
}
"""What KoBo tells of a submission, in its order. All but two are empty here: nobody knows, and nobody shall."""
ABOUT_A_PERSON: Final = {**OF_A_SUBMISSION, INDEX: "#meta+index", WEEK: "#meta+week"}
"""The week is ours, and comes last."""
ABOUT_A_ROW: Final = {
    INDEX: "#meta+index",
    PARENT_TABLE: "#meta+parent+name",
    PARENT_INDEX: "#meta+parent+index",
    **{f"_submission_{name}": f"{hashtag}+parent" for name, hashtag in OF_A_SUBMISSION.items()},
}


class TooFewAnswers(Refusal):
    """So few have answered that each of them could be known by what they said."""


class Export:
    """A round as one export hands it out: with numbers of its own, so that two exports cannot be laid side by side to
    see who came in between, and without what few share (`recognisable`). Raises TooFewAnswers."""

    def __init__(self, round: Round, with_texts: bool = False) -> None:
        if shown(len(round.answers)) is None:
            raise TooFewAnswers
        left = without_what_few_share(round)
        renumbered = (replace(each, id=random_bytes(16)) for each in left.answers)
        self._round = replace(left, answers=tuple(sorted(renumbered, key=_uuid)))
        self._with_texts = with_texts

    def sheets(self) -> list[ExportSheet]:
        """Everything: XML values and each repeat, then the same labelled once a language."""
        every = self.tables(None)
        for language in self._round.form.languages if self._round.form else ():
            main, *repeats = self.tables(language)
            every.append(replace(main, name=f"labels {language}"))
            every += [replace(each, name=f"labels {language} {each.name}") for each in repeats]
        return every

    def tables(self, language: str | None) -> list[ExportSheet]:
        """The main table and one for each repeat; with labels in a language, or XML values for None.

        Rows stand in the order of random numbers that say nothing of when, or by whom, they were given.
        """
        form = self._round.form
        if form is None:
            return []
        columns = [each for each in columns_of(self._round) if self._with_texts or not each.is_recognisable]
        versions = {hash: form.version for hash, form in self._round.forms.items()}
        all_ = _Tables(form.name, self._round.answers, columns, language, versions)
        return [all_.main(), *(all_.repeat(path) for path in _repeats(self._round))]


def counts_table(round: Round, language: str, no_answer: str) -> ExportSheet:
    """How many gave which answer: what may be passed on. Where it is nearly everybody, a 1 stands behind
    it instead of a number; where it is hidden, one behind that, so that nobody takes it for nought; at the end, of how
    many people that is. `no_answer` is what those are called who gave none. Raises TooFewAnswers, CountsWithheld."""
    if shown(len(round.answers)) is None:
        raise TooFewAnswers
    rows = [
        (question.path, question.label, cell.name, cell.label or no_answer, *_people(cell.count), question.people)
        for question in counted(round, language)
        for cell in question.cells
    ]
    hashtags = ("#meta+question+code", "#meta+question+name", "#meta+answer+code", "#meta+answer+name")
    headings = ("question", "question label", "answer", "answer label", "people", "most people", "hidden", "of people")
    numbers = ("#indicator+people+num", "#indicator+most+bool", "#indicator+hidden+bool", "#indicator+counted+num")
    return ExportSheet("counts", headings, tuple(rows), (*hashtags, *numbers))


def _people(count: Shown) -> tuple[Cell, Cell, Cell]:
    if count is None:
        return "", "", 1
    return ("", 1, "") if count == MOST else (count, "", "")


@dataclass(frozen=True, slots=True)
class _Tables:
    """What the tables of one export are made of. `places` says where each row that others may stand in is: its table
    and number."""

    name: str
    answers: Sequence[Answers]
    columns: Sequence[AnswerColumn]
    language: str | None
    versions: Mapping[str, str]
    places: dict[tuple[int, str], tuple[str, int]] = field(default_factory=dict)

    def main(self) -> ExportSheet:
        """A row for each person."""
        here = [column for column in self.columns if column.item.path not in column.form.within_rows]
        answers = [each.answers for each in self.answers]
        about = [(*self._of_the_submission(each), index, each.week) for index, each in enumerate(self.answers, 1)]
        rows = [(*cells, *more) for cells, more in zip(self._cells(here, answers), about, strict=True)]
        return self._sheet(self.name, here, rows, ABOUT_A_PERSON)

    def repeat(self, path: str) -> ExportSheet:
        """The table of one repeat, which comes after those of the repeats around it."""
        here = [column for column in self.columns if _nearest_repeat(column) == path]
        name = path.rpartition("/")[2]
        given: list[Mapping[str, str]] = []
        about: list[tuple[Cell, ...]] = []
        for person, each in enumerate(self.answers, 1):
            for row, answers in _rows_of(path, each.answers).items():
                given.append(answers)
                self.places[person, row] = (name, len(given))
                above = self.places.get((person, _row_around(row)), (self.name, person))
                about.append((len(given), *above, *self._of_the_submission(each)))
        rows = [(*cells, *more) for cells, more in zip(self._cells(here, given), about, strict=True)]
        return self._sheet(name, here, rows, ABOUT_A_ROW)

    def _of_the_submission(self, each: Answers) -> Iterator[Cell]:
        known = {UUID_: str(_uuid(each)), VERSION: self.versions.get(each.form_hash, "")}
        return (known.get(name, "") for name in OF_A_SUBMISSION)

    def _cells(self, here: Sequence[AnswerColumn], given: Sequence[Mapping[str, str]]) -> Iterator[tuple[Cell, ...]]:
        """The cells of each row."""
        language = self.language
        columns = [(one, one.item.path, None if language is None else one.labels(language)) for one in here]
        for answers in given:
            yield tuple(column.cell(answers.get(path, ""), labels) for column, path, labels in columns)

    def _sheet(
        self, name: str, here: Sequence[AnswerColumn], rows: Sequence[tuple[Cell, ...]], about: Mapping[str, str]
    ) -> ExportSheet:
        language = self.language
        labels = (column.heading if language is None else column.label(language) for column in here)
        hashtags = (column.hashtag(language) for column in here)
        return ExportSheet(name, (*labels, *about), tuple(rows), (*hashtags, *about.values()))


def _repeats(round: Round) -> list[str]:
    """The paths of the repeats that hold questions, in the order of the form."""
    return list(dict.fromkeys(path for column in columns_of(round) if (path := _nearest_repeat(column))))


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
    return UUID(bytes=answers.id, version=4)
