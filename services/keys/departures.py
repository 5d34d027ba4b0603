"""Members who were removed: what of theirs counts is what lay in the database by then, and nothing that comes later.

Whoever is removed keeps their signing key, and a signature says nothing of when it was made. So with a removal the
organisation signs the imprints of everything that lies there which a member may have signed: nobody has to open any of
it, and nobody learns from them whose it is. What a former member signs later, or lays elsewhere, is in no such list.

A removal is never taken back. So the settings folder remembers each that was ever met (`Memory`): an old row put back
in the database makes nobody a member again.
"""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from sqlmodel import Session

from services.keys.sealing import NotTrusted, Signature, SigningPair, VerifyKey, check, sign, statement
from services.keys.trust import Trust
from storage import departures as rows
from storage.departures import DepartureRow

_LENGTH: Final = 16


def imprint(table: str, id: bytes, body: bytes) -> bytes:
    """What a row is known by that stays as it is: one changed bit makes another one."""
    return blake2b(statement("amana imprint 1", table.encode(), id, body), digest_size=_LENGTH).digest()


def lay_down(session: Session, signing: SigningPair, members: Iterable[bytes]) -> None:
    """Let nothing count of these members that does not lie there now (in a writing session)."""
    wanted = list(members)
    if not wanted:
        return
    imprints = b"".join(sorted({imprint(*row) for row in rows.lying(session)}))
    for member in wanted:
        rows.put(session, DepartureRow(member, imprints, sign(_statement(member, imprints), signing.seed)))


def left_behind(session: Session, trust: Trust, member: bytes) -> frozenset[bytes] | None:
    """The imprints of what lay there when the member was removed; None for who was not, or before that was noted."""
    for row in (rows.of(session, member), trust.memory.get(member)):
        if row is not None and _is_true(row, trust.verify_key):
            return _apart(row.imprints)
    return None


def remember(session: Session, trust: Trust, members: Iterable[bytes]) -> None:
    """Note outside of the database which of these were removed (once that is committed)."""
    for member in members:
        row = rows.of(session, member)
        if row is not None and trust.memory.get(member) is None and _is_true(row, trust.verify_key):
            trust.memory.add(row)


@lru_cache(maxsize=64)
def _is_true(row: DepartureRow, key: VerifyKey) -> bool:
    try:
        check(_statement(row.member, row.imprints), Signature(row.signature), key)
    except NotTrusted:
        return False
    return True


@lru_cache(maxsize=64)
def _apart(imprints: bytes) -> frozenset[bytes]:
    return frozenset(imprints[at : at + _LENGTH] for at in range(0, len(imprints), _LENGTH))


def _statement(member: bytes, imprints: bytes) -> bytes:
    return statement("amana departure 1", member, imprints)
