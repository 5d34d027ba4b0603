"""Whether the chain is whole: what everybody can see of it, without opening an entry.

Each row's link is a hash over the row and the link before it. Whoever can write the database can compute links anew,
but not what a `Mark` outside of it remembers, nor signatures inside the entries (`services.audit.reading`).
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, NamedTuple

from sqlmodel import Session

from services.keys.sealing import RuntimeKey, statement
from storage import audit as rows
from storage.audit import AuditRow


class Head(NamedTuple):
    """How far a chain has come: the number of its last entry, and the link there."""

    number: int
    link: bytes


BEGINNING: Final = Head(0, bytes(32))
"""The head of a chain without an entry."""
LOWEST: Final = -(2**63)
"""Below every number that a row can have."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is remembered outside the database: from where on the chain has to be whole (beyond what a steward has
    accepted as it is), and how far it had come."""

    start: Head = BEGINNING
    reached: Head = BEGINNING


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found. `broken_at` is the first number at which something was changed, taken away or
    put in; `is_cut` says that what it had reached is not there any more, or is another entry. `head` is its last row.
    """

    head: Head
    broken_at: int | None = None
    is_cut: bool = False

    @property
    def is_whole(self) -> bool:
        """True where nothing is wrong with it."""
        return self.broken_at is None and not self.is_cut


def link_of(before: bytes, number: int, tag: bytes, body: bytes) -> bytes:
    """The link of a row, behind the link of the row before it."""
    return blake2b(statement("amana audit link 1", before, b"%d" % number, tag, body), digest_size=32).digest()


def fits(before: Head, row: AuditRow) -> bool:
    """True where the row is the one that was written behind that head."""
    return row.number == before.number + 1 and row.link == link_of(before.link, row.number, row.tag, row.body)


def walk(beyond: Iterable[AuditRow], mark: Mark) -> Verdict:
    """Look at the rows beyond the start of the mark, in their order."""
    at, broken_at, has_reached = mark.start, None, mark.reached == mark.start
    for row in beyond:
        if broken_at is None and not fits(at, row):
            broken_at = at.number + 1
        at = Head(row.number, row.link)
        has_reached = has_reached or at == mark.reached
    return Verdict(at, broken_at, not has_reached)


def verify(session: Session, mark: Mark) -> Verdict:
    """Whether the chain is whole since the start of the mark, and still holds what it had reached."""
    beyond = LOWEST if mark.start == BEGINNING else mark.start.number  # a number that turned into 0 is looked at too
    verdict = walk(rows.after(session, beyond), mark)
    is_there = mark.start == BEGINNING or _is_at(session, mark.start)
    return verdict if is_there else Verdict(verdict.head, verdict.broken_at, is_cut=True)


def advanced(session: Session, mark: Mark) -> Mark | None:
    """The mark, moved to today's end of the chain; None, and it must stay, where something is wrong since then."""
    verdict = verify(session, Mark(mark.reached, mark.reached))
    return Mark(mark.start, verdict.head) if verdict.is_whole else None


def accepted(session: Session, mark: Mark) -> Mark:
    """The mark once a steward goes on with the chain as it is: nothing before its end is complained of any more, unless
    it is whole since the start."""
    verdict = verify(session, mark)
    is_sound = verdict.broken_at is None and (mark.start == BEGINNING or _is_at(session, mark.start))
    last = rows.newest(session)
    end = BEGINNING if last is None else Head(last.number, last.link)
    return Mark(mark.start if is_sound else end, end)


def as_text(runtime: RuntimeKey, mark: Mark) -> str:
    """The mark as a line of a file, under a keyed sum."""
    told = " ".join(f"{head.number} {head.link.hex()}" for head in (mark.start, mark.reached))
    return f"{told} {runtime.pseudonym('audit mark', told).hex()}"


def from_text(runtime: RuntimeKey, text: str) -> Mark:
    """Inverse of `as_text`; an empty mark for what this runtime key has not written."""
    told, _, given = text.strip().rpartition(" ")
    if not hmac.compare_digest(runtime.pseudonym("audit mark", told).hex().encode(), given.encode()):
        return Mark()
    first, first_link, last, last_link = told.split(" ")
    return Mark(Head(int(first), bytes.fromhex(first_link)), Head(int(last), bytes.fromhex(last_link)))


def _is_at(session: Session, head: Head) -> bool:
    row = rows.numbered(session, head.number)
    return row is not None and row.link == head.link
