"""The answers of a report in the reader's language, by the very form they were given to (archived by hash)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from services.forms import FormUnknown, Kind, ReviewRow, read_answers
from services.forms.archive import recall
from services.reports.case import Case

WORDED_ELSEWHERE = frozenset({"category", "zone", "what_happened", "reply_wanted", "notice_wanted"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """One report as people read it. `text` is what the person wrote, `rows` the other answers that were given."""

    category: str
    zone: str
    text: str = field(repr=False)
    rows: tuple[ReviewRow, ...] = field(repr=False)


class Labels:
    """Labelled reports, remembered for as long as the desk is unlocked."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bytes], Labelled] = {}

    def learn(self, session: Session, cases: Sequence[Case], language: str) -> None:
        """Label the cases not met before in that language, and forget those that are gone."""
        present = {case.id for case in cases}
        self._known = {key: labelled for key, labelled in self._known.items() if key[1] in present}
        for case in cases:
            if (language, case.id) not in self._known:
                self._known[language, case.id] = _labelled(session, case, language)

    def of(self, case: Case, language: str) -> Labelled:
        """The labelled report of a case that was learnt."""
        return self._known[language, case.id]


def _labelled(session: Session, case: Case, language: str) -> Labelled:
    rows, title = _rows(session, case, language)
    shown = {row.path.rpartition("/")[2]: row.shown for row in rows}
    return Labelled(
        category=shown.get("category") or (title if case.form and case.category == case.form else case.category),
        zone=shown.get("zone") or case.zone,
        text=case.answer("what_happened"),
        rows=tuple(row for row in rows if row.shown and row.path.rpartition("/")[2] not in WORDED_ELSEWHERE),
    )


def _rows(session: Session, case: Case, language: str) -> tuple[tuple[ReviewRow, ...], str]:
    """The answers, and the title of the form they were given to."""
    try:
        form = recall(session, case.form_hash)
    except FormUnknown:
        bare = (ReviewRow(path, Kind.TEXT, path.rpartition("/")[2], shown) for path, shown in case.answers.items())
        return tuple(bare), case.form
    return read_answers(form, case.answers, language), form.title_in(language)
