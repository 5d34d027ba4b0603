"""What staff write carries their signature: events in envelopes, replies in mailboxes.

A signature binds the words, the purpose and the writer, not the place where they lie: a body must itself name its case
or mailbox, and two bodies with one signature are one. Of a former member counts what lay there when they were removed:
nothing that they could have signed since.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any, Protocol

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


class Signatures:
    """Checks many signatures in one transaction: each member is looked up once."""

    def __init__(self, session: Session, trust: Trust) -> None:
        self._session, self._trust = session, trust
        self._members: dict[bytes, rows.MemberRow | None] = {}

    def check(self, purpose: str, body: Mapping[str, Any], compartment: str | None, *imprints: bytes) -> bytes:
        """As `check_signed`."""
        facts = self._signer(purpose, body, imprints)
        covers = STEWARD not in facts.roles if compartment is None else compartment in facts.compartments
        if not covers:
            raise NotTrusted
        return facts.id

    def check_anybody(self, purpose: str, body: Mapping[str, Any], *imprints: bytes) -> bytes:
        """The identifier of the member who signed exactly this for this purpose, whatever their role is or was."""
        return self._signer(purpose, body, imprints).id

    def _signer(self, purpose: str, body: Mapping[str, Any], imprints: Collection[bytes]) -> Certified:
        try:
            row = self._member(bytes.fromhex(body["member"]))
        except (KeyError, TypeError, ValueError) as error:
            raise NotTrusted from error
        if row is None:
            raise NotTrusted
        facts = certified_now(self._session, row, self._trust)
        check_signed_by(facts, purpose, body)
        if facts.is_former and not self._lay_there(facts.id, imprints):
            raise NotTrusted
        return facts

    def _lay_there(self, member: bytes, imprints: Collection[bytes]) -> bool:
        """Whether all of it did when the member was removed. Of who was removed before that was noted, all counts."""
        found = left_behind(self._session, self._trust, member)
        return bool(imprints) and (found is None or found.issuperset(imprints))

    def _member(self, id: bytes) -> rows.MemberRow | None:
        if id not in self._members:
            self._members[id] = rows.member(self._session, id)
        return self._members[id]


def _statement(purpose: str, content: Mapping[str, Any]) -> bytes:
    """`content` is as JSON is read."""
    return statement("amana staff 1", purpose.encode(), json.dumps(content, sort_keys=True).encode())
