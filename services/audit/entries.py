"""Writing entries: in the transaction of what they tell of, so that neither is there without the other.

There is one writer at a time (storage.engine), and numbers are keys: two at once cannot both go on from one entry.
What is done with complaints about aid workers is never told here, since the chain would count them: it stands in their
own envelopes (docs/decisions/0096).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from sqlmodel import Session

from services.audit.chain import BEGINNING, Head, link_of
from services.keys.keyring import Unlocked
from services.keys.sealing import SIZES, RuntimeKey, SigningPair, derive, random_bytes, seal, sign, statement
from services.keys.signatures import StaffWriter, signed
from services.keys.steward_box import public_half
from services.keys.trust import Trust
from storage import audit as rows

PURPOSE: Final = "audit"
"""What members sign entries for."""
MOST_REFUSED: Final = 20
"""Wrong passphrases of one day that are written down; the last stands for all that followed."""
LONGEST: Final = 120
"""Characters of what an entry is about."""
KINDS: Final = (
    *("unlocked", "refused", "passphrase", "enrolled", "removed", "named", "recovered"),
    *("keys_renewed", "runtime_key", "older_state", "accepted", "restored", "erased"),
    *("replied", "printed", "referral_handed", "taken_down", "exported", "published"),
    *("narrative", "narrative_agreed"),
    *("receiver_invited", "receiver_removed", "receiver_first", "organiser_invited", "organiser_removed"),
)
"""All that is told of anywhere."""

Body = Mapping[str, Any]
Sign = Callable[[Body], Body]


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done, without content: one of `KINDS`, on what (a number, a role, a keyed reference), on which day."""

    kind: str
    day: date
    about: str = ""


def by_member(writer: StaffWriter) -> Sign:
    """Signed by an unlocked member."""
    return partial(signed, writer, PURPOSE)


def by_organisation(pair: SigningPair) -> Sign:
    """Signed with the recovered key of the organisation, by nobody in particular."""
    return lambda body: {**body, "signature": sign(own_statement("organisation", body), pair.seed).hex()}


def by_program(runtime: RuntimeKey) -> Sign:
    """Under the runtime key, where there is nobody who could sign."""
    return lambda body: {**body, "sum": program_sum(runtime, body)}


def own_statement(who: str, body: Body) -> bytes:
    """What the organisation signs, or the program sums up."""
    return statement("amana audit 1", who.encode(), json.dumps(body, sort_keys=True).encode())


def program_sum(runtime: RuntimeKey, body: Body) -> str:
    """The keyed sum under an entry of the program's own."""
    return runtime.pseudonym("audit entry", own_statement("program", body).hex()).hex()


def write(session: Session, trust: Trust, by: Sign, entry: Entry, tag: bytes | None = None) -> None:
    """Add an entry to the chain (in a writing session)."""
    before = _head(session)
    number, tag = before.number + 1, tag or random_bytes(16)
    told = {
        "number": number,
        "before": before.link.hex(),
        "tag": tag.hex(),
        "kind": entry.kind,
        "day": entry.day.isoformat(),
        "about": entry.about.encode("ascii", "replace").decode()[:LONGEST],
    }
    content = json.dumps(by(told), separators=(",", ":")).encode()
    body = seal(content.ljust(SIZES[0] - 1), public_half(trust.verify_key))
    rows.add(session, rows.AuditRow(number, tag, body, link_of(before.link, number, tag, body)))


def note_unlocked(session: Session, trust: Trust, member: Unlocked, day: date) -> None:
    """A member has unlocked; told once a day, so that the chain says nothing of how much there was to do."""
    key = derive(member.box.private, "amana audit days")
    tag = derive(key, day.isoformat())[:16]
    if not rows.is_tagged(session, tag):
        write(session, trust, by_member(member), Entry("unlocked", day), tag)


def note_refused(session: Session, trust: Trust, runtime: RuntimeKey, day: date) -> None:
    """A passphrase has opened nothing; the first few of each day are told."""
    for time in range(1, MOST_REFUSED + 1):
        tag = runtime.pseudonym("audit refused", f"{day.isoformat()} {time}")
        if not rows.is_tagged(session, tag):
            write(session, trust, by_program(runtime), Entry("refused", day, str(time)), tag)
            return


def _head(session: Session) -> Head:
    row = rows.newest(session)
    return BEGINNING if row is None else Head(row.number, row.link)
