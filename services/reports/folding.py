"""From opened envelopes to a case: one deterministic fold, the same whatever order the envelopes were found in.

An event counts only when its signature is that of a certified member entitled to the case's compartment, and when it
names the very envelope it lies in. Anything else that claims to be one stays in sight as 'forged' and changes nothing;
so do, as 'unproven', words in the person's name that the receipt has not signed, and as 'replaced' what was done with
another report than the one that lies under the number now.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Any

from services.keys.sealing import PublicKey, VerifyKey
from services.reports.bodies import EventBody, MessageBody, ReportBody
from services.reports.case import Case, CaseMailbox
from services.reports.case_entry import NO_FACTS, CaseEntry
from services.reports.deeds.known import CALLED, UNKNOWN, understood
from services.reports.deeds.undoing import ended_in
from services.reports.later_words import is_said_by
from services.reports.referrals import OF_REFERRALS, Referral, referrals_in
from services.reports.standing import Standing


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """What a member of staff did, with who signed it; None where nobody entitled did."""

    id: bytes
    body: EventBody
    member: bytes | None


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """A later message with the id of its envelope. `said`: the same, as it was signed."""

    id: bytes
    body: MessageBody
    said: Mapping[str, Any] = field(default_factory=dict)

    def is_of(self, key: VerifyKey) -> bool:
        """True when it was said with the receipt that has the other half of the key, and in this very envelope."""
        return self.said.get("id") == self.id.hex() and is_said_by(key, self.said)


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
    undone = ended_in(entries)
    counted = (entry for entry in entries if entry.id not in undone)
    standing = reduce(_after, counted, Standing(unanswered=wants_answer(report), urgent=report.urgent))
    return Case(
        id=case_id,
        compartment=report.compartment,
        received=report.day,
        urgent=standing.urgent,
        language=report.language,
        form=report.form,
        form_hash=report.form_hash,
        answers=report.answers,
        check_words=report.check_words,
        mailbox=_mailbox(report),
        route=report.route,
        entries=entries,
        standing=standing,
        undone=undone,
        told=report.told,
        digest=report.digest,
        referrals=_referrals(entries, undone),
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
    Behind it stands what nothing proves to be the person's.
    """
    said = [_entry_of(message, report) for message in sorted(messages, key=_by_day)]
    unseen = {entry.id: entry for entry in said if entry.from_the_person}
    entries = [CaseEntry(case_id, "report", report.day, 0)]
    for event in sorted(events, key=lambda event: (event.body.day, event.body.clock, event.id)):
        if event.member is not None and _is_about(event, report):
            seen = [bytes.fromhex(each) for each in event.body.seen]
            entries += [CaseEntry(each, "broken", event.body.day, 0) for each in seen if is_broken(each)]
            entries += [unseen.pop(each) for each in [*unseen] if each in seen]
        entries.append(_event_entry(event, report))
    return (*entries, *unseen.values(), *(entry for entry in said if not entry.from_the_person))


def wants_answer(report: ReportBody) -> bool:
    """False only where the person said that no answer is wanted."""
    answers = ((path.rpartition("/")[2], value) for path, value in report.answers.items())
    return ("reply_wanted", "no") not in answers


def _is_about(event: CaseEvent, report: ReportBody) -> bool:
    return event.body.about in (None, report.digest)


def _event_entry(event: CaseEvent, report: ReportBody) -> CaseEntry:
    body = event.body
    if event.member is None:
        return CaseEntry(event.id, "forged", body.day, body.clock, facts={"claimed": body.event})
    if not _is_about(event, report):
        return CaseEntry(event.id, "replaced", body.day, body.clock, member=event.member)
    kind = CALLED.get(body.event, UNKNOWN)
    return CaseEntry(event.id, kind, body.day, body.clock, _text(body.facts), event.member, body.facts)


def _by_day(message: CaseMessage) -> tuple[date, int, bytes]:
    return message.body.day, message.body.order, message.id


def _entry_of(message: CaseMessage, report: ReportBody) -> CaseEntry:
    body, key = message.body, report.mailbox.verify_key if report.mailbox else None
    if key is not None and not message.is_of(VerifyKey(bytes.fromhex(key))):
        return CaseEntry(message.id, "unproven", body.day, 0, body.text, facts={"claimed": body.kind})
    if body.kind == "consent":
        return _consent(message, key)
    facts = {"urgent": True} if body.urgent else NO_FACTS
    return CaseEntry(message.id, body.kind, body.day, 0, body.text, facts=facts, is_proven=key is not None)


def _consent(message: CaseMessage, key: str | None) -> CaseEntry:
    """Proven, or nobody's: also where an older report has nothing to prove it with."""
    body = message.body
    if key is None:
        return CaseEntry(message.id, "unproven", body.day, 0, facts={"claimed": body.kind})
    facts = {"referral": body.referral, "terms": body.terms, "answer": body.answer}
    return CaseEntry(message.id, body.kind, body.day, 0, facts=facts)


def _referrals(entries: Sequence[CaseEntry], undone: Collection[bytes]) -> tuple[Referral, ...]:
    deeds = [entry for entry in entries if entry.kind in OF_REFERRALS and entry.id not in undone and understood(entry)]
    return referrals_in(entries, deeds) if deeds else ()


def _after(standing: Standing, entry: CaseEntry) -> Standing:
    """Where the case stands after an entry. What nobody understands changes nothing."""
    match entry.kind:
        case "message":
            return _heard(replace(standing, urgent=True) if entry.is_urgent else standing)
        case "consent":
            return _answered(standing)
        case "withdrawn":
            return replace(standing, withdrawn=True, status="closed", unanswered=False)
        case _:
            deed = understood(entry)
            return deed.changes(standing, entry) if deed else standing


def _heard(standing: Standing) -> Standing:
    if standing.withdrawn:
        return standing
    standing = replace(standing, aside="")
    if standing.status in {"waiting", "closed"}:
        return replace(standing, unanswered=True, status="open", outcome="")
    return replace(standing, unanswered=True)


def _answered(standing: Standing) -> Standing:
    """The person has answered a question of ours, or taken a yes back: whoever looks after the case acts on it."""
    if standing.withdrawn:
        return standing
    standing = replace(standing, aside="")
    if standing.status in {"waiting", "closed"}:
        return replace(standing, status="open", outcome="")
    return standing


def _text(facts: Mapping[str, Any]) -> str:
    text = facts.get("text", "")
    return text if isinstance(text, str) else ""


def _mailbox(report: ReportBody) -> CaseMailbox | None:
    if report.mailbox is None:
        return None
    box = report.mailbox
    public = PublicKey(bytes.fromhex(box.public_key))
    return CaseMailbox(bytes.fromhex(box.tag), public, box.verify_key is not None)
