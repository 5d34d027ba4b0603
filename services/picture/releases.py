"""Releasing blocks: the ledger is opened, filled up, attacked, and kept again, in one transaction.

The ledger is sealed like a report, to this month's key of the compartment `safety`: it says in which block, so in which
zone and category, each report is, and its secret hides how full the others are. The runtime key would tell that to
whoever seizes the server, and the desk may run without it. Each release seals the whole anew, so that the ledger
outlives the keys of the months before. It is signed by the member who released it, since anybody who can write to the
database can seal.
"""

import json
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlmodel import Session

from services.disclosure.attack import Pinned
from services.disclosure.bounds import Contradiction
from services.errors import Refusal
from services.keys.departures import imprint
from services.keys.epoch_keys import first_month, intake_key
from services.keys.epochs import epoch_of, week_of
from services.keys.keyring import Unlocked, check_signed, signed
from services.keys.sealing import SIZES, CannotOpen, NotTrusted, SymmetricKey, random_bytes, seal, unseal
from services.keys.trust import Trust
from services.picture.gate import pinned
from services.picture.ledger import Accepted, Block, BlockLedger, Rules, ZoneWeeks, opened, release
from services.picture.weeks import monday_of, number_of, number_on
from storage import picture as rows
from storage.departures import PICTURE

COMPARTMENT: Final = "safety"
PURPOSE: Final = "picture"
WEEKS_LATE: Final = 2
"""On the Monday of a week the week before the last one is looked at: one week late."""
_HEAD: Final = 20
"""A piece begins with the number of its ledger (16 bytes), its place, and how many there are (2 bytes each)."""


class LedgerUnreadable(Refusal):
    """Something was published before, and this member cannot open it, or it is not by one of us. A new ledger would
    publish the same reports once more, cut otherwise: then numbers under 5 follow. So nothing is released."""


@dataclass(eq=False)
class HeldBack(Refusal):
    """With these blocks, somebody could work out numbers that are not to be known, or (with none named) they fit
    together in no way. Nothing was released."""

    pinned: list[Pinned]


class Looked(NamedTuple):
    """Reports received up to the day `until` can be published; on the day `next`, those of one week more."""

    until: date
    next: date


def looked_at(now: datetime) -> Looked:
    """What a release at that moment looks at, whether anything comes of it or not."""
    week = number_of(week_of(now))
    return Looked(monday_of(week - WEEKS_LATE + 1) - timedelta(days=1), monday_of(week + 1))


@dataclass(frozen=True, slots=True)
class Releases:
    """What was published, and what one unlocked member publishes."""

    trust: Trust
    unlocked: Unlocked

    def published(self, session: Session) -> tuple[Block, ...]:
        """All blocks there are. Raises LedgerUnreadable."""
        ledger = self._kept(session)
        return ledger.blocks if ledger else ()

    def ready(
        self, session: Session, reports: Iterable[Accepted], rules: Rules, now: datetime, without: Iterable[bytes] = ()
    ) -> tuple[Block, ...]:
        """The blocks that `release` would add now: attacked, and not released. Needs a writing session, since the
        secret that decides it is drawn the first time. Raises as `release` does."""
        before, after = self._next(session, list(reports), rules, now, without)
        return after.blocks[len(before.blocks) :]

    def release(
        self, session: Session, reports: Iterable[Accepted], rules: Rules, now: datetime, without: Iterable[bytes] = ()
    ) -> tuple[Block, ...]:
        """Release what became full, one week late; all blocks there are then. The reports `without` never count from
        now on. Needs a writing session.

        Does nothing twice: called again in the same week it gives the same blocks. Raises LedgerUnreadable, HeldBack
        (both leave everything as it was), NoTrustedKey.
        """
        before, after = self._next(session, list(reports), rules, now, without)
        if after != before:
            self._keep(session, after, now)
        return after.blocks

    def _next(
        self, session: Session, every: list[Accepted], rules: Rules, now: datetime, without: Iterable[bytes]
    ) -> tuple[BlockLedger, BlockLedger]:
        """The ledger as it is, opened if there was none, and as it would be."""
        if COMPARTMENT not in self.unlocked.compartments:
            raise LedgerUnreadable
        through = number_of(week_of(now)) - WEEKS_LATE
        before = self._kept(session)
        if before is None:
            before = opened(SymmetricKey(random_bytes(32)), self._first_week(session, through, now))
            self._keep(session, before, now)
        asked = replace(before, left_out=before.left_out.union(without))
        if before.through >= through:
            return before, asked
        after = release(asked, every, rules, through)
        _check(after)
        return before, after

    def _first_week(self, session: Session, through: int, now: datetime) -> int:
        """The week in which the month began that the office has its first key of. Every block that is the first of its
        kind shows it, so it follows from no report: the first report's would tell that something was accepted in it."""
        founded = date.fromisoformat(f"{first_month(session, self.trust, COMPARTMENT, now)}-01")
        return min(number_on(founded), through)

    def _keep(self, session: Session, ledger: BlockLedger, now: datetime) -> None:
        key = intake_key(session, self.trust, COMPARTMENT, now)
        text = json.dumps(signed(self.unlocked, PURPOSE, _written(ledger)), separators=(",", ":")).encode()
        room = SIZES[-1] - 1 - _HEAD
        parts = [text[start : start + room] for start in range(0, len(text), room)]
        name = random_bytes(16)
        pieces = (
            (random_bytes(16), seal(name + place.to_bytes(2) + len(parts).to_bytes(2) + part, key))
            for place, part in enumerate(parts)
        )
        rows.replace(session, epoch_of(now), pieces)

    def _kept(self, session: Session) -> BlockLedger | None:
        """The ledger; None where nothing was ever published."""
        kept = rows.pieces(session)
        if not kept:
            return None
        try:
            text, imprints = _together(_opened(kept, self.unlocked))
            body = json.loads(text)
            check_signed(session, self.trust, PURPOSE, body, COMPARTMENT, *imprints)
            return _read(body)
        except (CannotOpen, NotTrusted, ValueError, KeyError, TypeError) as error:
            raise LedgerUnreadable from error


def _check(ledger: BlockLedger) -> None:
    """The gate. Raises HeldBack."""
    try:
        found = pinned(ledger)
    except Contradiction:
        raise HeldBack([]) from None
    if found:
        raise HeldBack(found)


def _opened(pieces: Iterable[tuple[str, bytes]], unlocked: Unlocked) -> Iterator[tuple[bytes, bytes]]:
    """What this member's keys open, and its imprint. Pieces of others are left out: anybody can lay some down."""
    for epoch, body in pieces:
        pairs = (pair for name, pair in unlocked.keys.items() if (name.compartment, name.epoch) == (COMPARTMENT, epoch))
        for pair in pairs:
            try:
                yield unseal(body, pair), imprint(PICTURE, b"", body)
            except CannotOpen:
                continue
            break


def _together(pieces: Iterable[tuple[bytes, bytes]]) -> tuple[bytes, list[bytes]]:
    """The text of the one whole ledger among the pieces, and their imprints. Raises CannotOpen where there is none, or
    several."""
    found: dict[bytes, dict[int, tuple[bytes, bytes]]] = defaultdict(dict)
    counts: dict[bytes, int] = {}
    for piece, lies in pieces:
        name, place, counts[piece[:16]] = piece[:16], int.from_bytes(piece[16:18]), int.from_bytes(piece[18:_HEAD])
        found[name][place] = piece[_HEAD:], lies
    whole = [parts for name, parts in found.items() if sorted(parts) == list(range(counts[name]))]
    if len(whole) != 1:
        raise CannotOpen
    parts = [part for _, part in sorted(whole[0].items())]
    return b"".join(text for text, _ in parts), [lies for _, lies in parts]


def _written(ledger: BlockLedger) -> dict[str, Any]:
    return {
        "secret": ledger.secret.hex(),
        "began": ledger.began,
        "through": ledger.through,
        "areas": [sorted(area) for area in ledger.areas],
        "left_out": _joined(ledger.left_out),
        "blocks": [
            {
                "category": block.category,
                "parts": [list(part) for part in block.parts],
                "people": block.people,
                "reports": _joined(block.reports),
                "sensitive": block.is_sensitive,
                "several": block.is_of_several,
                "rounded_by": block.rounded_by,
                "areas": [sorted(area) for area in block.areas],
            }
            for block in ledger.blocks
        ],
    }


def _read(body: Mapping[str, Any]) -> BlockLedger:
    blocks = (
        Block(
            each["category"],
            tuple(ZoneWeeks(*part) for part in each["parts"]),
            each["people"],
            _ids(each["reports"]),
            each["sensitive"],
            each["several"],
            each.get("rounded_by"),
            tuple(frozenset(area) for area in each.get("areas", ())),
        )
        for each in body["blocks"]
    )
    secret = SymmetricKey(bytes.fromhex(body["secret"]))
    areas = tuple(frozenset(area) for area in body["areas"])
    return BlockLedger(secret, body["began"], body["through"], areas, tuple(blocks), _ids(body.get("left_out", "")))


def _joined(ids: Iterable[bytes]) -> str:
    return b64encode(b"".join(sorted(ids))).decode()


def _ids(text: str) -> frozenset[bytes]:
    joined = b64decode(text)
    return frozenset(joined[start : start + 16] for start in range(0, len(joined), 16))
