"""A round of a survey as tables, in the shape in which KoBo exports a form: for analysts and their programs.

One row a person; XML values and names of questions, or labels in one language. Every row of the form has its column, in
the order of the form: also what is computed, fixed or hidden, notes, and what tells of the phone. `select_multiple` has
one column and one more for each choice, a place five; each repeat has a table of its own. KoBo's columns about a
submission are all there and in its order (formpack's, as KPI exports it), but what would tell who or when is empty.
What people wrote in their own words, and what is computed from it, is left out unless asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Final
from uuid import UUID

from services.errors import Refusal
from services.forms import Kind
from services.forms.definition.labels import path_in_form
from services.surveys.answers import Answers, Round
from services.surveys.columns import AnswerColumn, columns_of
from services.surveys.counts import counted, shown
from services.surveys.files import Cell, ExportSheet

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


def sheets(round: Round, with_texts: bool = False) -> list[ExportSheet]:
    """Everything: XML values and each repeat, then the same labelled once a language. Raises TooFewAnswers."""
    every = tables(round, None, with_texts)
    for language in round.form.languages if round.form else ():
        main, *repeats = tables(round, language, with_texts)
        every.append(replace(main, name=f"labels {language}"))
        every += [replace(each, name=f"labels {language} {each.name}") for each in repeats]
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
    columns = [column for column in columns_of(round) if with_texts or not column.is_recognisable]
    versions = {hash: form.version for hash, form in round.forms.items()}
    all_ = _Tables(form.name, sorted(round.answers, key=_uuid), columns, language, versions)
    return [all_.main(), *(all_.repeat(path) for path in _repeats(round))]


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
    """The same in every export, and not the envelope's own number."""
    return UUID(bytes=sha256(b"amana survey export" + answers.id).digest()[:16], version=4)
