"""What staff write carries their signature: events in envelopes, replies in mailboxes.

A signature binds the words, the purpose and the writer, not the place where they lie: a body must itself name its case
or mailbox, and two bodies with one signature are one. Of a former member counts what lay there when they were removed:
nothing that they could have signed since.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, Protocol

from sqlmodel import Session

from services.keys.departures import left_behind
from services.keys.members import STEWARD, Certified, certified_now
from services.keys.sealing import NotTrusted, SigningPair, check, sign, statement
from services.keys.trust import Trust
from storage import keyring as rows


class StaffWriter(Protocol):
    """Whoever can sign: an unlocked member."""

    @property
    def member(self) -> bytes:
        """The member's identifier."""

    @property
    def signing(self) -> SigningPair:
        """The member's signing pair."""


def signed(writer: StaffWriter, purpose: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body (JSON types) with 'member' and 'signature' (hex) added, over the purpose and all the rest."""
    content = {**body, "member": writer.member.hex()}
    content.pop("signature", None)
    read_back = json.loads(json.dumps(content))  # as the other side will see it: keys as text, tuples as lists
    return {**content, "signature": sign(_statement(purpose, read_back), writer.signing.seed).hex()}


def check_signed(
    session: Session, trust: Trust, purpose: str, body: Mapping[str, Any], compartment: str | None, *imprints: bytes
) -> bytes:
    """The identifier of the member who signed exactly this for this purpose.

    Their certified role must cover the compartment; with None any role but steward will do. `imprints` are those of the
    rows in which it lies (`services.keys.departures`): without any it must be a member of today. Raises NotTrusted.
    """
    return Signatures(session, trust).check(purpose, body, compartment, *imprints)


def check_signed_by(member: Certified, purpose: str, body: Mapping[str, Any]) -> None:
    """Raises NotTrusted unless that member, as their organisation has certified them, signed exactly this (as JSON is
    read)."""
    content = dict(body)
    try:
        signature = bytes.fromhex(content.pop("signature"))
    except (KeyError, TypeError, ValueError) as error:
        raise NotTrusted from error
    check(_statement(purpose, content), signature, member.verify_key)


class _Signer(NamedTuple):
    """A member as their organisation has certified them; of a former one `left`, what lay there when they were removed
    (None: of who was removed before that was noted, all counts)."""

    facts: Certified
    left: frozenset[bytes] | None


class Signatures:
    """Checks many signatures in one transaction: each member is looked up once."""

    def __init__(self, session: Session, trust: Trust) -> None:
        self._session, self._trust = session, trust
        self._signers: dict[bytes, _Signer | None] = {}

    def check(self, purpose: str, body: Mapping[str, Any], compartment: str | None, *imprints: bytes) -> bytes:
        """As `check_signed`."""
        facts = self._signer_of(purpose, body, imprints)
        covers = STEWARD not in facts.roles if compartment is None else compartment in facts.compartments
        if not covers:
            raise NotTrusted
        return facts.id

    def check_anybody(self, purpose: str, body: Mapping[str, Any], *imprints: bytes) -> bytes:
        """The identifier of the member who signed exactly this for this purpose, whatever their role is or was."""
        return self._signer_of(purpose, body, imprints).id

    def _signer_of(self, purpose: str, body: Mapping[str, Any], imprints: Collection[bytes]) -> Certified:
        try:
            member = bytes.fromhex(body["member"])
        except (KeyError, TypeError, ValueError) as error:
            raise NotTrusted from error
        if member not in self._signers:
            self._signers[member] = self._looked_up(member)
        signer = self._signers[member]
        if signer is None:
            raise NotTrusted
        check_signed_by(signer.facts, purpose, body)
        if signer.facts.is_former and not (imprints and (signer.left is None or signer.left.issuperset(imprints))):
            raise NotTrusted
        return signer.facts

    def _looked_up(self, member: bytes) -> _Signer | None:
        """None for who is none, or whom the organisation has not certified."""
        row = rows.member(self._session, member)
        try:
            facts = None if row is None else certified_now(self._session, row, self._trust)
        except NotTrusted:
            return None
        if facts is None:
            return None
        return _Signer(facts, left_behind(self._session, self._trust, member) if facts.is_former else None)


def _statement(purpose: str, content: Mapping[str, Any]) -> bytes:
    """`content` is as JSON is read."""
    return statement("amana staff 1", purpose.encode(), json.dumps(content, sort_keys=True).encode())
