"""Incidents: cases that staff have found to be about one thing, how many people told of it, and one answer to all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from services.errors import Refusal
from services.reports.case import Case, case_name, reach
from services.reports.casework import Casework
from services.reports.deeds.incident import COMPARED, MOST, NUMBER, TooManyCases, joined, new_incident
from services.reports.deeds.status import facts_of
from services.reports.replies import REPLY_LIMIT
from services.reports.written import written


class NoSuchIncident(Refusal):
    """No two cases that are open to the member are of that incident."""


@dataclass(frozen=True, slots=True)
class Corroboration:
    """How many reports there are, and from how many people they can be at most, as far as that can be known.

    Two reports with one way to a phone are of one person, or of two who share it. Of others nothing is known: a person
    can report twice, and from two phones.
    """

    reports: int
    people: int


@dataclass(frozen=True, slots=True)
class JointAnswer:
    """What is said to all people of an incident: a text for each language that they read, and how the cases stand then.

    `id` tells this answer from any other, so that no case gets it twice.
    """

    id: bytes
    texts: Mapping[str, str] = field(repr=False)
    status: str = "waiting"
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it: how many replies were laid into mailboxes now, and the names of cases that were left out."""

    sent: int
    left_out: tuple[str, ...]


def cases_of(incident: bytes, cases: Iterable[Case]) -> list[Case]:
    """Its cases, oldest first. Raises NoSuchIncident where there are not two: one case is no incident."""
    found = [case for case in cases if case.standing.incident == incident and case.compartment == COMPARED]
    if len(found) < 2:
        raise NoSuchIncident
    return sorted(found, key=lambda case: (case.received, case.name))


def corroboration(cases: Sequence[Case]) -> Corroboration:
    """The count of reports and people. What was withdrawn or set aside counts as neither."""
    counted = [case for case in cases if not case.withdrawn and not case.standing.aside]
    phones = {case.route.chat for case in counted if case.route is not None}
    return Corroboration(len(counted), len(phones) + sum(case.route is None for case in counted))


def put_together(
    session: Session, work: Casework, cases: Sequence[Case], among: Iterable[Case], now: datetime
) -> list[tuple[Case, bytes]]:
    """Let these be one incident, with whatever each of them was together with before: that of the first which has one.

    Says of each case that changed by which deed it did. Raises NotOneIncident, TooManyCases.
    """
    incidents = [case.standing.incident for case in cases if case.standing.incident is not None]
    ids = {case.id for case in cases}
    more = [case for case in among if case.standing.incident in incidents and case.id not in ids]
    if len(cases) + len(more) > MOST:
        raise TooManyCases
    incident = incidents[0] if incidents else new_incident()
    acts = [(case, joined(case, incident)) for case in (*cases, *more) if case.standing.incident != incident]
    return [(case, work.do(session, case, act, now)) for case, act in acts]


def has_got(case: Case, answer: bytes) -> bool:
    """True where that answer was given on the case already."""
    return any(entry.kind == "reply" and entry.facts.get("answer") == answer.hex() for entry in case.entries)


def read_number(text: str) -> bytes:
    """The number of an incident or an answer. Raises NoSuchIncident."""
    if not NUMBER.fullmatch(text):
        raise NoSuchIncident
    return bytes.fromhex(text)


def answer_together(
    session: Session, work: Casework, cases: Sequence[tuple[Case, str]], answer: JointAnswer, now: datetime
) -> Answered:
    """Lay a reply of its own into each person's mailbox, in the language they read, all in the caller's one
    transaction: after a crash there are all or none. `cases` are those to answer, each with the version that was shown.

    Left out are cases that have changed since, without a mailbox, or whose language has no text. Who has this very
    answer already gets no other. Raises NothingWritten, TooLong, UnknownStatus, OutcomeMissing.
    """
    texts = {language: written(text, REPLY_LIMIT) for language, text in answer.texts.items() if text.strip()}
    if not texts:
        written("", REPLY_LIMIT)
    afterwards = {**facts_of(answer.status, answer.outcome), "answer": answer.id.hex()}
    sent, left_out = 0, []
    for case, version in cases:
        if has_got(case, answer.id):
            continue
        text = texts.get(case.language)
        if text is None or case.version != version or not reach(session, case, now.date()).deliverable:
            left_out.append(case_name(case.id))
            continue
        work.send(session, case, text, afterwards, now)
        sent += 1
    return Answered(sent, tuple(sorted(left_out)))
