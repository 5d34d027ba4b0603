"""Undoing: a deed that ends an earlier one of the same member. Both stay in the thread; the ended one counts no more.

A reply is never undone. It lies in the mailbox until the person erases it, so nobody can tell one that was not read.
How long somebody can undo what they did is for whoever offers it: envelopes know days, and no hours.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from services.errors import Refusal
from services.reports.case import Case
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts

UNDOABLE = frozenset(
    {
        "status",
        "assigned",
        "verified",
        "tagged",
        "driver",
        "at_risk",
        "next_check",
        "set_aside",
        "incident",
        "note",
        "note_corrected",
        "referral_step",
    }
)
"""The kinds of entries that can be undone."""


class NotToUndo(Refusal):
    """It is no deed of the member's that can be undone, or it is too late."""


def undone(case: Case, deed: bytes, member: bytes) -> Act:
    """End a deed of the member's own. Raises NotToUndo."""
    if not any(entry.id == deed for entry in _undoable(case, member)):
        raise NotToUndo
    return Act(DEED.event, {"deed": deed.hex()})


def last_of(case: Case, member: bytes, day: date) -> bytes:
    """The last deed of the member's own on this day that they can undo. Raises NotToUndo."""
    done = [entry.id for entry in _undoable(case, member) if entry.day == day]
    if not done:
        raise NotToUndo
    return done[-1]


def _undoable(case: Case, member: bytes) -> Iterator[CaseEntry]:
    for entry in case.entries:
        if entry.id not in case.undone and entry.member == member and entry.kind in UNDOABLE:
            yield entry


NOTHING: Final = frozenset[bytes]()
"""One for the many cases in which nothing was undone."""


def ended_in(entries: Iterable[CaseEntry]) -> frozenset[bytes]:
    """The deeds that their own members have undone, later in the thread than they were done."""
    mine: dict[tuple[str, bytes | None], bytes] = {}
    ended = set[bytes]()
    for entry in entries:
        if entry.kind in UNDOABLE:
            mine[entry.id.hex(), entry.member] = entry.id
        elif entry.kind == DEED.kind and _understands(entry.facts):
            ended.add(mine.get((entry.facts["deed"], entry.member), b""))
    return frozenset(ended - {b""}) if ended else NOTHING


def ends(case: Case, entry: CaseEntry) -> bytes | None:
    """The deed that an entry has ended, None where it has ended none."""
    if entry.kind != DEED.kind or not _understands(entry.facts):
        return None
    return next((deed for deed in case.undone if deed.hex() == entry.facts["deed"]), None)


def _understands(facts: Facts) -> bool:
    return isinstance(facts.get("deed"), str)


DEED = Deed("undone", _understands)
