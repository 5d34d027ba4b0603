"""The answers to surveys that one unlocked member may read, kept current in memory. Nothing of it is written down.

Whoever can write to the database can seal an answer to a public key, so an answer is no proof of a person. One that
lies in another envelope than its own, or has another shape, is left out and counted as strange.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal, NamedTuple

from sqlmodel import Session

from services.errors import Refusal
from services.forms import Form, FormUnknown, archive
from services.keys.envelopes import Opened, Opener, Reading
from services.keys.epochs import EpochName, epoch_of, monday_of, week_after
from services.keys.keyring import Unlocked
from services.reports.bodies import SealedBody
from services.surveys.surveys import COMPARTMENT, NAME
from storage import forms as form_rows
from storage.keyring import all_epoch_keys

LONGEST_PAUSE: Final = timedelta(days=183)
"""Answers may lie so far before the first that a member can open: with one month's key damaged, the rest would begin
another round."""


class NoSuchRound(Refusal):
    """There is no round of that name with an answer that this member can open."""


class RoundName(NamedTuple):
    """A survey's key and the name of one of its rounds."""

    survey: str
    round: str


class SurveyBody(SealedBody):
    """What lies in an envelope of answers."""

    kind: Literal["survey"]
    survey: str
    round: str
    form: str
    form_hash: str
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answers:
    """One person's answers. `week` is when they came, and the finest that is known. Path -> value as submitted."""

    id: bytes
    week: str
    form_hash: str
    answers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Round:
    """All answers to one round. `forms` are the versions they were given to, by hash, the oldest first.

    Answers come in the order of their envelopes' random numbers, which says nothing of when they were given. It
    `lacks_months` where some may lie in months of which this member holds not all keys.
    """

    name: RoundName
    answers: tuple[Answers, ...]
    forms: Mapping[str, Form]
    lacks_months: bool = False

    @property
    def form(self) -> Form | None:
        """The newest version of the form; None where none is known any more."""
        return list(self.forms.values())[-1] if self.forms else None

    @property
    def weeks(self) -> tuple[str, str]:
        """The first and the last week an answer came in."""
        weeks = [each.week for each in self.answers]
        return min(weeks), max(weeks)


class AnswerBook:
    """Answers by round. Make one for each unlock, and drop it on lock."""

    def __init__(self) -> None:
        self._rounds: dict[RoundName, dict[bytes, Answers]] = {}
        self._of: dict[bytes, RoundName] = {}
        self._strange: set[bytes] = set()
        self._opener = Opener((COMPARTMENT,))
        self._held: frozenset[EpochName] = frozenset()

    @property
    def strange(self) -> int:
        """How many envelopes of this compartment held nothing that can be understood or trusted."""
        return len(self._strange)

    def refresh(self, session: Session, unlocked: Unlocked) -> None:
        """Open what came and drop what was erased."""
        self._look(session, unlocked)
        while self._opener.has_older:
            self._take(self._opener.go_on(session, unlocked.keys))

    def refresh_in_steps(self, reading: Reading, unlocked: Unlocked) -> None:
        """The same in as many transactions as it takes for nobody to be held up, where very much came."""
        with reading() as session:
            self._look(session, unlocked)
        while self._opener.has_older:
            with reading() as session:
                self._take(self._opener.go_on(session, unlocked.keys))

    def rounds(self, session: Session) -> list[Round]:
        """Every round with an answer, by name: in which one somebody answered last is not to be seen."""
        return [self.round(session, name) for name, answers in sorted(self._rounds.items()) if answers]

    def round(self, session: Session, name: RoundName) -> Round:
        """One round. Raises NoSuchRound."""
        answers = self._rounds.get(name)
        if not answers:
            raise NoSuchRound
        kept = tuple(answers[id] for id in sorted(answers))
        lacks_months = not _months_around(kept).isdisjoint(self._missing(session))
        return Round(name, kept, _forms(session, (each.form_hash for each in kept)), lacks_months)

    def _missing(self, session: Session) -> set[str]:
        """The months with a key that this member does not hold."""
        every = (EpochName(key.compartment, key.epoch, key.serial) for key in all_epoch_keys(session))
        return {name.epoch for name in every if name.compartment == COMPARTMENT and name not in self._held}

    def _look(self, session: Session, unlocked: Unlocked) -> None:
        self._held = frozenset(unlocked.keys)
        opened, gone, _ = self._opener.look(session, unlocked.keys, self._knows)
        self._strange -= gone
        for id in self._of.keys() & gone:
            self._rounds[self._of.pop(id)].pop(id)
        self._take(opened)

    def _take(self, opened: Iterable[Opened]) -> None:
        for each in opened:
            self._file(each)

    def _knows(self, id: bytes) -> bool:
        return id in self._of or id in self._strange

    def _file(self, opened: Opened) -> None:
        body = None if opened.tampered else _read(opened)
        if body is None:
            self._strange.add(opened.id)
            return
        name = RoundName(body.survey, body.round)
        self._of[opened.id] = name
        self._rounds.setdefault(name, {})[opened.id] = Answers(opened.id, opened.week, body.form_hash, body.answers)


def _months_around(answers: Iterable[Answers]) -> set[str]:
    """The months in which answers came, those between, and those of half a year before: the round may have begun there,
    and paused for months."""
    weeks = [monday_of(each.week) for each in answers]
    day, last = min(weeks) - LONGEST_PAUSE, max(weeks) + timedelta(days=6)
    return {epoch_of(day + timedelta(days=days)) for days in range((last - day).days + 1)}


def _read(opened: Opened) -> SurveyBody | None:
    try:
        body = SurveyBody.model_validate(opened.body)
        week_after(opened.week)
    except ValueError:
        return None
    return body if NAME.fullmatch(body.survey) and NAME.fullmatch(body.round) else None


def _forms(session: Session, hashes: Iterable[str]) -> dict[str, Form]:
    """The known forms of these hashes, in the order in which they came into use."""
    found: dict[str, Form] = {}
    for hash in set(hashes):
        try:
            found[hash] = archive.recall(session, hash)
        except FormUnknown:
            continue
    order = {hash: place for form in found.values() for place, hash in enumerate(form_rows.hashes(session, form.name))}
    return dict(sorted(found.items(), key=lambda pair: (order.get(pair[0], -1), pair[0])))
