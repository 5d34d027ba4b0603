"""Members of staff: what each role opens, the organisation's certificate for each, and what a passphrase unlocks.

Knows no epoch key. A row's public parts are believed only with the organisation's signature; its private parts open
only with the member's passphrase. A former member keeps a certificate, so that what they once signed still counts.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from sqlmodel import Session

from services.errors import Refusal
from services.keys.departures import lay_down, left_behind, remember
from services.keys.names import LONGEST, sealed_name
from services.keys.passphrases import new_passphrase, normalise
from services.keys.sealing import (
    CannotOpen,
    KeyPair,
    NotTrusted,
    PublicKey,
    SigningPair,
    SymmetricKey,
    VerifyKey,
    check,
    derive,
    lock,
    new_key_pair,
    new_signing_pair,
    random_bytes,
    sign,
    statement,
    stretch_passphrase,
    unlock,
)
from services.keys.trust import OrganisationKeys, Trust
from storage import keyring as rows

CASEWORKER: Final = "caseworker"
FOCAL_POINT: Final = "focal_point"
STEWARD: Final = "steward"
ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    CASEWORKER: ("safety", "surveys"),
    FOCAL_POINT: ("psea",),
    STEWARD: (),
}
"""The compartments each role opens. A steward opens none, and holds the organisation's signing key."""

_FORMER: Final = "former "
_SECRETS_LENGTH: Final = 1000


class RolesConflict(Refusal):
    """One role a person: somebody with two hats has two passphrases, and a caseworker never opens complaints."""


@dataclass(frozen=True, slots=True)
class UnlockKey:
    """What a passphrase becomes, slowly: a tag to find the member by, and the key of their secrets."""

    tag: bytes = field(repr=False)
    key: SymmetricKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class Credential:
    """A fresh passphrase with its derived key."""

    passphrase: str = field(repr=False)
    key: UnlockKey


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be enrolled. Without a credential one is derived meanwhile, slowly."""

    name: str
    roles: str | Collection[str]
    credential: Credential | None = None


@dataclass(frozen=True, slots=True)
class NewMember:
    """A member just enrolled. The passphrase is shown once and kept nowhere."""

    id: bytes
    name: str
    role: str
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Certified:
    """A member's public parts, as the organisation has signed them."""

    id: bytes
    box_public: PublicKey
    verify_key: VerifyKey
    roles: frozenset[str]
    is_former: bool

    @property
    def compartments(self) -> tuple[str, ...]:
        """What the roles open, or opened before the member left."""
        return tuple(compartment for role in sorted(self.roles) for compartment in ROLES.get(role, ()))

    def may_open(self, compartment: str) -> bool:
        """True for a current member whose role covers the compartment."""
        return not self.is_former and compartment in self.compartments


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a member's passphrase unlocks. `organisation` is there for stewards only."""

    name: str
    box: KeyPair
    signing: SigningPair
    organisation: SigningPair | None


def stretch(site_salt: bytes, passphrase: str) -> UnlockKey:
    """The slow half of unlocking (Argon2id, about half a second): never inside a writing session."""
    seed = stretch_passphrase(normalise(passphrase), site_salt)
    return UnlockKey(derive(seed, "amana unlock tag"), SymmetricKey(derive(seed, "amana unlock key")))


def new_credential(site_salt: bytes) -> Credential:
    """A generated passphrase with its derived key (slow, as `stretch`)."""
    passphrase = new_passphrase()
    return Credential(passphrase, stretch(site_salt, passphrase))


def one_role(roles: str | Collection[str]) -> str:
    """The single role that was asked for. Raises RolesConflict for none, several or an unknown one."""
    asked = {roles} if isinstance(roles, str) else set(roles)
    if len(asked) != 1 or not asked <= ROLES.keys():
        raise RolesConflict
    return asked.pop()


def write_member(
    session: Session, organisation: OrganisationKeys, signing: SigningPair, newcomer: Newcomer
) -> NewMember:
    """Make a member's keys, certify and keep them. At most 80 characters of the name are kept. Raises RolesConflict."""
    id, kept, role = random_bytes(16), newcomer.name.strip()[:LONGEST], one_role(newcomer.roles)
    credential = newcomer.credential or new_credential(organisation.site_salt)
    secrets = Secrets(kept, new_key_pair(), new_signing_pair(), signing if role == STEWARD else None)
    row = rows.MemberRow(
        id=id,
        unlock_tag=credential.key.tag,
        box_public=secrets.box.public,
        verify_key=secrets.signing.verify,
        roles=role,
        certificate=b"",
        sealed_secrets=lock(_packed(id, secrets), credential.key.key),
        sealed_name=sealed_name(id, kept, organisation.runtime_public, signing),
    )
    rows.add_member(session, _signed(row, signing))
    return NewMember(id, kept, role, credential.passphrase)


def lock_anew(session: Session, row: rows.MemberRow, secrets: Secrets, key: UnlockKey) -> None:
    """Lock a member's secrets with another passphrase. What is certified of them stays as it is."""
    sealed = lock(_packed(row.id, secrets), key.key)
    rows.change_member(session, row._replace(unlock_tag=key.tag, sealed_secrets=sealed))


def write_former(session: Session, row: rows.MemberRow, signing: SigningPair) -> None:
    """Leave of a member only what is needed to check what they once signed."""
    former = row._replace(unlock_tag=random_bytes(32), roles=_FORMER + row.roles, sealed_secrets=b"", sealed_name=b"")
    rows.change_member(session, _signed(former, signing))


def certified(row: rows.MemberRow, trust: Trust) -> Certified:
    """The member's public parts. Raises NotTrusted unless the organisation has signed exactly these."""
    if not _is_signed(_statement(row), row.certificate, trust.verify_key):
        raise NotTrusted
    is_former = row.roles.startswith(_FORMER)
    roles = frozenset(row.roles.removeprefix(_FORMER).split(","))
    return Certified(row.id, PublicKey(row.box_public), VerifyKey(row.verify_key), roles, is_former)


def certified_now(session: Session, row: rows.MemberRow, trust: Trust) -> Certified:
    """The same, former too where an old row was put back of somebody who was removed. Raises NotTrusted."""
    facts = certified(row, trust)
    if not facts.is_former and left_behind(session, trust, facts.id) is not None:
        return replace(facts, is_former=True)
    return facts


def all_certified(session: Session, trust: Trust) -> list[Certified]:
    """Every member whose certificate holds. Others are passed over here, and shown by `keyring.members`."""
    found = []
    for row in rows.all_members(session):
        try:
            found.append(certified_now(session, row, trust))
        except NotTrusted:
            continue
    return found


def unsettled(session: Session, trust: Trust) -> list[bytes]:
    """Former members of whom is not noted what lay there when they were removed: from before that was done."""
    former = [each.id for each in all_certified(session, trust) if each.is_former]
    return [id for id in former if left_behind(session, trust, id) is None]


def settle(session: Session, trust: Trust, signing: SigningPair) -> None:
    """Let of every former member count what lies there now, and nothing more (in a writing session)."""
    lay_down(session, signing, unsettled(session, trust))


def remember_removed(session: Session, trust: Trust) -> None:
    """Note outside of the database who was removed, so that no row put back makes them a member again."""
    remember(session, trust, [row.id for row in rows.all_members(session)])


def open_secrets(row: rows.MemberRow, key: UnlockKey) -> Secrets:
    """A member's secrets. Raises NotTrusted when they are not those of this row's public parts."""
    try:
        told = json.loads(unlock(row.sealed_secrets, key.key))
        seed = told["organisation"]
        secrets = Secrets(
            name=told["name"],
            box=new_key_pair(bytes.fromhex(told["box"])),
            signing=new_signing_pair(bytes.fromhex(told["signing"])),
            organisation=new_signing_pair(bytes.fromhex(seed)) if seed else None,
        )
    except (CannotOpen, ValueError, KeyError) as error:
        raise NotTrusted from error
    publics = (bytes.fromhex(told["id"]), secrets.box.public, secrets.signing.verify)
    if publics != (row.id, row.box_public, row.verify_key):
        raise NotTrusted
    return secrets


def _packed(id: bytes, secrets: Secrets) -> bytes:
    """Always of one length, so that neither a name nor a role shows in the size."""
    told = {
        "id": id.hex(),
        "name": secrets.name,
        "box": secrets.box.private.hex(),
        "signing": secrets.signing.seed.hex(),
        "organisation": secrets.organisation.seed.hex() if secrets.organisation else None,
    }
    return json.dumps(told, ensure_ascii=False).encode().ljust(_SECRETS_LENGTH)


def _signed(row: rows.MemberRow, signing: SigningPair) -> rows.MemberRow:
    return row._replace(certificate=sign(_statement(row), signing.seed))


def _statement(row: rows.MemberRow) -> bytes:
    return statement("amana member 1", row.id, row.box_public, row.verify_key, row.roles.encode())


@lru_cache(maxsize=256)
def _is_signed(message: bytes, signature: bytes, key: VerifyKey) -> bool:
    """The same bytes are checked for every event a member wrote; the answer for given bytes never changes."""
    try:
        check(message, signature, key)
    except NotTrusted:
        return False
    return True
