"""Leave to erase something: laid down by who can open it and sees that it is over, carried out by the bot.

The bot cannot know what is over; who unlocks the desk does. So leave is laid down some weeks before, signed and sealed
to the bot, with the numbers of the envelopes that may go. It holds only as long as nothing happens: what a member does
with the case takes it back in the same transaction, and every use of the mailbox changes the mailbox's memo, which the
bot compares. Nothing else about the desk's clock is believed than the day on which the case was last touched.

What is due goes on the first day of a month, all of it together: so copies of the database do not tell which envelopes
were of one case.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any, Final

from sqlmodel import Session

from services.keys.keyring import Unlocked
from services.keys.sealing import SIZES, NotTrusted, Sealed, SymmetricKey, derive, keyed_tag, seal, unseal
from services.keys.signatures import check_signed, signed
from services.keys.trust import Trust, check_organisation
from services.reports.case import Case
from services.store import UNREADABLE, Store
from storage import erasures as rows
from storage import mailbox as mailboxes

PURPOSE: Final = "erasure"
WARNED: Final = timedelta(days=14)
"""From the day on which the bot has seen the leave to the day on which it is carried out, at least."""
HOLDS: Final = timedelta(days=92)
"""For which leave counts; then whoever unlocks has to lay it down anew."""
_ID: Final = 16
IDS_AT_ONCE: Final = (SIZES[-1] - _ID) // _ID
_LENGTH: Final = 4


@dataclass(frozen=True, slots=True)
class Leave:
    """What may go: the case of that name, last touched on that day, with these envelopes and the mailbox of that tag
    (hex, '' where it has none). `memo`: a digest of what the mailbox held. `laid`: the day on the desk's clock.
    `member`: who signed it."""

    name: str
    touched: date
    laid: date
    ids: frozenset[bytes]
    mailbox: str
    memo: str
    member: bytes = b""


def tag_of(unlocked: Unlocked, case: Case) -> bytes | None:
    """Under what leave to erase the case lies: a keyed name that all know who can open the report, and nobody else."""
    pair = unlocked.keys.get(case.envelopes.key) if case.envelopes else None
    if pair is None:
        return None
    return keyed_tag(SymmetricKey(derive(pair.private, "amana erasure")), "case", case.id)


def lay(session: Session, trust: Trust, unlocked: Unlocked, case: Case, touched: date, laid: date) -> None:
    """Give leave to erase the case, unless leave is given already (in a writing session, the case as it is in it)."""
    tag = tag_of(unlocked, case)
    if tag is None or case.envelopes is None or tag in rows.seen(session):
        return
    box = case.mailbox.tag if case.mailbox else None
    ids = b"".join(sorted(case.envelopes.ids))
    said = {
        "tag": tag.hex(),
        "name": case.name,
        "touched": touched.isoformat(),
        "laid": laid.isoformat(),
        "ids": _digest(ids),
        "mailbox": box.hex() if box else "",
        "memo": memo_now(session, box),
    }
    head = json.dumps(signed(unlocked, PURPOSE, said)).encode()
    to = check_organisation(session, trust).runtime_public
    pieces = (head, *(ids[start : start + IDS_AT_ONCE * _ID] for start in range(0, len(ids), IDS_AT_ONCE * _ID)))
    sealed = (seal(piece, to) for piece in pieces)
    rows.add(session, tag, b"".join(len(piece).to_bytes(_LENGTH, "big") + piece for piece in sealed))


def take_back(session: Session, unlocked: Unlocked, case: Case) -> None:
    """The case is not to be erased as it stood: somebody does something with it (in a writing session)."""
    tag = tag_of(unlocked, case)
    if tag is not None:
        rows.delete(session, tag)


def leave_seen(session: Session) -> dict[bytes, date | None]:
    """By tag, on which day the bot first saw each leave; None before."""
    return {tag: day_seen(since) for tag, since in rows.seen(session).items()}


def day_seen(since: str | None) -> date | None:
    """That day; None, and so it is seen anew, where whoever writes the database has put something else there."""
    try:
        return None if since is None else date.fromisoformat(since)
    except ValueError:
        return None


def opened(store: Store, trust: Trust, row: rows.ErasureRow) -> Leave | None:
    """What a current member entitled to it has given leave for; None for anything else that lies there."""
    try:
        head, *ids = (unseal(Sealed(piece), store.runtime.box) for piece in _pieces(row.body))
        said, joined = json.loads(head), b"".join(ids)
        member = check_signed(store.session, trust, PURPOSE, said, "safety")
        if said["tag"] != row.tag.hex() or said["ids"] != _digest(joined):
            return None
        return _leave(said, frozenset(joined[at : at + _ID] for at in range(0, len(joined), _ID)), member)
    except (*UNREADABLE, NotTrusted):
        return None


def memo_now(session: Session, box: bytes | None) -> str:
    """A digest of what the mailbox holds for its receipt: another one after each use; '' without a mailbox."""
    row = mailboxes.get(session, box) if box else None
    return "" if row is None else _digest(row.memo or b"")


def _leave(said: dict[str, Any], ids: Collection[bytes], member: bytes) -> Leave:
    touched, laid = date.fromisoformat(said["touched"]), date.fromisoformat(said["laid"])
    return Leave(str(said["name"]), touched, laid, frozenset(ids), str(said["mailbox"]), str(said["memo"]), member)


def _pieces(body: bytes) -> Iterator[bytes]:
    while body:
        length = int.from_bytes(body[:_LENGTH], "big")
        yield body[_LENGTH : _LENGTH + length]
        body = body[_LENGTH + length :]


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
