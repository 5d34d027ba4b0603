"""What staff write carries their signature: events in envelopes, replies in mailboxes.

A signature binds the words, the purpose and the writer, not the place where they lie: a body must itself name its case
or mailbox, and two bodies with one signature are one. A former member's signature still counts for what they signed.
"""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from sqlmodel import Session

from services.keys.members import STEWARD, Certified, certified
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
    session: Session, trust: Trust, purpose: str, body: Mapping[str, Any], compartment: str | None
) -> bytes:
    """The identifier of the member who signed exactly this for this purpose.

    Their certified role must cover the compartment; with None any role but steward will do. Raises NotTrusted.
    """
    return Signatures(session, trust).check(purpose, body, compartment)


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

    def check(self, purpose: str, body: Mapping[str, Any], compartment: str | None) -> bytes:
        """As `check_signed`."""
        facts = self._signer(purpose, body)
        covers = STEWARD not in facts.roles if compartment is None else compartment in facts.compartments
        if not covers:
            raise NotTrusted
        return facts.id

    def check_anybody(self, purpose: str, body: Mapping[str, Any]) -> bytes:
        """The identifier of the member who signed exactly this for this purpose, whatever their role is or was."""
        return self._signer(purpose, body).id

    def _signer(self, purpose: str, body: Mapping[str, Any]) -> Certified:
        try:
            row = self._member(bytes.fromhex(body["member"]))
        except (KeyError, TypeError, ValueError) as error:
            raise NotTrusted from error
        if row is None:
            raise NotTrusted
        facts = certified(row, self._trust)
        check_signed_by(facts, purpose, body)
        return facts

    def _member(self, id: bytes) -> rows.MemberRow | None:
        if id not in self._members:
            self._members[id] = rows.member(self._session, id)
        return self._members[id]


def _statement(purpose: str, content: Mapping[str, Any]) -> bytes:
    """`content` is as JSON is read."""
    return statement("amana staff 1", purpose.encode(), json.dumps(content, sort_keys=True).encode())
