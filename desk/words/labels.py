"""The answers of a report in the reader's language, by the very form they were given to (archived by hash)."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from sqlmodel import Session

from services.forms import Form, FormUnknown, Kind, ReviewRow, read_answers
from services.forms.archive import recall
from services.reports.case import Case

WORDED_ELSEWHERE = frozenset({"category", "zone", "what_happened", "reply_wanted", "notice_wanted"})
OF_ANY_REPORT = frozenset({"reply_wanted", "notice_wanted"})
"""Nobody looks for what nearly every report says."""
_ROW_NUMBER = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One report as people read it. `text` is what the person wrote, `rows` the other answers that were given."""

    category: str
    zone: str
    text: str = field(repr=False)
    rows: tuple[ReviewRow, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Choices:
    """What was chosen in a report, and not written: shared by all that chose the same. `others`: anything else."""

    category: str
    zone: str
    others: tuple[str, ...]


class Labels:
    """Labels of reports. Forms and choices are remembered for as long as the desk is unlocked."""

    def __init__(self) -> None:
        self._forms: dict[str, Form | None] = {}
        self._written: dict[tuple[str, str], bool] = {}
        self._choices: dict[tuple[str, str, frozenset[tuple[str, str]]], _Choices] = {}

    def learn(self, session: Session, forms: Set[str]) -> None:
        """Have the forms of these hashes at hand."""
        for form_hash in forms - self._forms.keys():
            try:
                self._forms[form_hash] = recall(session, form_hash)
            except FormUnknown:
                self._forms[form_hash] = None

    def of(self, case: Case, language: str) -> Labelled:
        """The labelled report of a case whose form was learnt."""
        rows = _rows(self._forms[case.form_hash], case.answers, language)
        return Labelled(
            category=self.category(case, language),
            zone=self.zone(case, language),
            text=case.answer("what_happened"),
            rows=tuple(row for row in rows if row.shown and _name(row.path) not in WORDED_ELSEWHERE),
        )

    def category(self, case: Case, language: str) -> str:
        """What it is about: the chosen category, or the title of a form that asks for none."""
        return self._chosen(case, language).category or self._title(case, language)

    def zone(self, case: Case, language: str) -> str:
        """Where it was; '' where that was not told."""
        return self._chosen(case, language).zone or case.zone

    def choices(self, case: Case, language: str) -> Iterator[str]:
        """All that was chosen in the report and not written, also what it is about and where."""
        chosen = self._chosen(case, language)
        yield chosen.category or self._title(case, language)
        yield chosen.zone or case.zone
        yield from chosen.others

    def written(self, case: Case) -> Iterator[str]:
        """The answers in somebody's own words."""
        return (answer for path, answer in case.answers.items() if self._is_written(case.form_hash, path))

    def _title(self, case: Case, language: str) -> str:
        form = self._forms[case.form_hash]
        title = case.form if form is None else form.title_in(language)
        return title if case.form and case.category == case.form else case.category

    def _chosen(self, case: Case, language: str) -> _Choices:
        answers = {path: each for path, each in case.answers.items() if not self._is_written(case.form_hash, path)}
        key = (case.form_hash, language, frozenset(answers.items()))
        if key not in self._choices:
            rows = _rows(self._forms[case.form_hash], answers, language)
            shown = {_name(row.path): row.shown for row in rows}
            others = tuple(row.shown for row in rows if _name(row.path) not in OF_ANY_REPORT)
            self._choices[key] = _Choices(shown.get("category", ""), shown.get("zone", ""), others)
        return self._choices[key]

    def _is_written(self, form_hash: str, path: str) -> bool:
        """True for an answer in somebody's own words."""
        key = (form_hash, path)
        if key not in self._written:
            form = self._forms[form_hash]
            item = form.items.get(_ROW_NUMBER.sub("", path)) if form is not None else None
            self._written[key] = item.kind is Kind.TEXT if item is not None else _name(path) == "what_happened"
        return self._written[key]


def _rows(form: Form | None, answers: Mapping[str, str], language: str) -> tuple[ReviewRow, ...]:
    if form is not None:
        return read_answers(form, answers, language)
    return tuple(ReviewRow(path, Kind.TEXT, _name(path), shown) for path, shown in answers.items())


def _name(path: str) -> str:
    return path.rpartition("/")[2]
