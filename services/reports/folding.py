"""From opened envelopes to a case: one deterministic fold, the same whatever order the envelopes were found in.

An event counts only when its signature is that of a certified member entitled to the case's compartment, and when it
names the very envelope it lies in. Anything else that claims to be one stays in sight as 'forged' and changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.keys.sealing import PublicKey
from services.reports.bodies import EventBody, MessageBody, ReportBody
from services.reports.case import STATUSES, Case, CaseEntry, CaseMailbox
from services.reports.verification import LEVELS, UNVERIFIED

KINDS = {"replied": "reply"}


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """What a member of staff did, with who signed it; None where nobody entitled did."""

    id: bytes
    body: EventBody
    member: bytes | None


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """A later message with the id of its envelope."""

    id: bytes
    body: MessageBody


@dataclass(slots=True)
class CaseStanding:
    """Where a case stands while its thread is folded."""

    status: str = "new"
    assigned: bytes | None = None
    withdrawn: bool = False
    unanswered: bool = True
    verification: str = UNVERIFIED


def nothing(_id: bytes) -> bool:
    """Nothing is broken."""
    return False


def fold(
    case_id: bytes,
    report: ReportBody,
    messages: Iterable[CaseMessage],
    events: Iterable[CaseEvent],
    is_broken: Callable[[bytes], bool] = nothing,
) -> Case:
    """The case those envelopes make. Two events made at once are ordered by day, logical clock and id. `is_broken` says
    of an envelope somebody has seen whether it lies there and does not open any more."""
    entries = thread(case_id, report, messages, events, is_broken)
    standing = CaseStanding(unanswered=wants_answer(report))
    for entry in entries:
        _apply(standing, entry)
    return Case(
        id=case_id,
        compartment=report.compartment,
        received=report.day,
        urgent=report.urgent,
        language=report.language,
        form=report.form,
        form_hash=report.form_hash,
        answers=report.answers,
        check_words=report.check_words,
        mailbox=_mailbox(report),
        route=report.route,
        entries=entries,
        status=standing.status,
        assigned=standing.assigned,
        withdrawn=standing.withdrawn,
        unanswered=standing.unanswered,
        verification=standing.verification,
    )


def thread(
    case_id: bytes,
    report: ReportBody,
    messages: Iterable[CaseMessage],
    events: Iterable[CaseEvent],
    is_broken: Callable[[bytes], bool] = nothing,
) -> tuple[CaseEntry, ...]:
    """Everything in the order staff came to know it: the report, and each message before the first event that saw it.

    What nobody has acted on since it came stands at the end, whatever day it bears, so that it cannot be overlooked.
    """
    events = sorted(events, key=lambda event: (event.body.day, event.body.clock, event.id))
    unseen = {message.id: message for message in messages}
    entries = [CaseEntry(case_id, "report", report.day, 0)]
    for event in events:
        if event.member is not None:
            seen = [bytes.fromhex(each) for each in event.body.seen]
            entries += [CaseEntry(each, "broken", event.body.day, 0) for each in seen if is_broken(each)]
            found = (unseen.pop(each, None) for each in seen)
            entries += _in_order(message for message in found if message is not None)
        entries.append(_event_entry(event))
    return (*entries, *_in_order(unseen.values()))


def wants_answer(report: ReportBody) -> bool:
    """False only where the person said that no answer is wanted."""
    answers = ((path.rpartition("/")[2], value) for path, value in report.answers.items())
    return ("reply_wanted", "no") not in answers


def _event_entry(event: CaseEvent) -> CaseEntry:
    body = event.body
    if event.member is None:
        return CaseEntry(event.id, "forged", body.day, body.clock, facts={"claimed": body.event})
    kind = KINDS.get(body.event, body.event)
    return CaseEntry(event.id, kind, body.day, body.clock, _text(body.facts), event.member, body.facts)


def _in_order(messages: Iterable[CaseMessage]) -> list[CaseEntry]:
    ordered = sorted(messages, key=lambda message: (message.body.day, message.body.order, message.id))
    return [CaseEntry(message.id, message.body.kind, message.body.day, 0, message.body.text) for message in ordered]


def _apply(standing: CaseStanding, entry: CaseEntry) -> None:
    match entry.kind:
        case "message":
            _hear(standing)
        case "withdrawn":
            standing.withdrawn, standing.status, standing.unanswered = True, "closed", False
        case "reply":
            standing.unanswered = False
            _move(standing, entry.facts.get("status"))
        case "status":
            _move(standing, entry.facts.get("status"))
        case "assigned":
            _assign(standing, entry.facts)
        case "verified" if entry.facts.get("level") in LEVELS:
            standing.verification = entry.facts["level"]


def _hear(standing: CaseStanding) -> None:
    if standing.withdrawn:
        return
    standing.unanswered = True
    if standing.status in {"waiting", "closed"}:
        standing.status = "in_progress"


def _move(standing: CaseStanding, status: Any) -> None:
    if status not in STATUSES or standing.withdrawn:
        return
    standing.status = status
    if status == "closed":
        standing.unanswered = False


def _assign(standing: CaseStanding, facts: Mapping[str, Any]) -> None:
    named = facts.get("member")
    try:
        standing.assigned = bytes.fromhex(named) if named else None
    except (TypeError, ValueError):
        return
    if standing.assigned and standing.status == "new":
        standing.status = "in_progress"


def _text(facts: Mapping[str, Any]) -> str:
    text = facts.get("text", "")
    return text if isinstance(text, str) else ""


def _mailbox(report: ReportBody) -> CaseMailbox | None:
    if report.mailbox is None:
        return None
    return CaseMailbox(bytes.fromhex(report.mailbox.tag), PublicKey(bytes.fromhex(report.mailbox.public_key)))
