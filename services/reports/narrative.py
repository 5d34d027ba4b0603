"""What people told, in words, taken out of the office: only by two members together, for a purpose that both sign.

Numbers leave in blocks; a text leaves as a text, and no rule can say by what somebody would be recognised in it. So two
people read every word. Complaints about aid workers never leave so: the audit chain would count them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlmodel import Session

from services.audit.references import TOLD
from services.errors import Refusal
from services.keys.keyring import Unlocked
from services.keys.trust import Trust
from services.reports.case import Case
from services.reports.casework import Casework
from services.reports.deeds.narrative import agreed_to, taken_out
from services.reports.referrals import HoldsAReceipt, holds_receipt
from services.reports.written import NothingWritten, written

PURPOSE_LIMIT: Final = 200
TEXT_LIMIT: Final = 4_000
MOST_CASES: Final = 20


class NotForANarrative(Refusal):
    """Some case is a complaint about an aid worker, was taken back, or is not open to both."""


class TooManyTexts(Refusal):
    """More cases than two people read at once."""


class NobodyElse(Refusal):
    """The passphrase is not that of another member who may open these cases."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is taken out of one case."""

    case: Case = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Narrative:
    """Texts that are to leave, and what for; checked."""

    texts: tuple[Text, ...]
    purpose: str


def may_be_told(case: Case) -> bool:
    """Whether texts of it may leave at all."""
    return case.compartment in TOLD and not case.withdrawn


def narrative(texts: Sequence[Text], purpose: str) -> Narrative:
    """What would leave. Cases whose text was emptied are left out.

    Raises NothingWritten (no text, or no purpose), TooLong, TooManyTexts, NotForANarrative, HoldsAReceipt.
    """
    kept = tuple(Text(each.case, written(each.text, TEXT_LIMIT)) for each in texts if each.text.strip())
    if not kept:
        raise NothingWritten
    if len(kept) > MOST_CASES:
        raise TooManyTexts
    if not all(may_be_told(each.case) for each in kept):
        raise NotForANarrative
    if any(holds_receipt(each.text) for each in kept):
        raise HoldsAReceipt
    return Narrative(kept, written(purpose, PURPOSE_LIMIT))


def take_out(
    session: Session, trust: Trust, members: tuple[Unlocked, Unlocked], told: Narrative, now: datetime
) -> None:
    """Write into each case, and into the audit chain, that both have let it leave (in a writing session).

    `members` are who takes it out and who has read it. Raises NobodyElse, NotForANarrative.
    """
    first, second = members
    if first.member == second.member:
        raise NobodyElse
    compartments = {each.case.compartment for each in told.texts}
    if not compartments <= second.compartments:
        raise NobodyElse
    if not compartments <= first.compartments:
        raise NotForANarrative
    for each in told.texts:
        Casework(trust, first).do(session, each.case, taken_out(told.purpose, second.member), now)
        Casework(trust, second).do(session, each.case, agreed_to(), now)
