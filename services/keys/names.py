"""What members of staff are called. A name is sealed for the desk, with the organisation's signature inside that says
whose it is: whoever writes the database cannot put one name in the place of another.

A name from before stands without a signature, and is shown with a mark until a steward says it anew.
"""

from dataclasses import dataclass
from typing import Final

from services.keys.sealing import (
    CannotOpen,
    NotTrusted,
    PublicKey,
    RuntimeKey,
    Sealed,
    Signature,
    SigningPair,
    check,
    seal,
    sign,
    statement,
    unseal,
)
from services.keys.trust import Trust

LONGEST: Final = 80
_SIGNED: Final = "\x00signed "
"""No name begins so."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a member is called. Not `is_certified`: nothing proves that it is theirs."""

    text: str
    is_certified: bool

    @property
    def shown(self) -> str:
        """With a mark where nothing proves it."""
        return self.text if self.is_certified else f"{self.text} (?)"


def sealed_name(member: bytes, name: str, to: PublicKey, signing: SigningPair) -> Sealed:
    """The member's name as it is kept."""
    return seal(f"{_SIGNED}{sign(_statement(member, name), signing.seed).hex()} {name}".encode(), to)


def opened_name(member: bytes, sealed: bytes, runtime: RuntimeKey, trust: Trust) -> Name | None:
    """Inverse of it. None for what cannot be read, and for the name of somebody else."""
    try:
        told = unseal(Sealed(sealed), runtime.box).decode()
        if not told.startswith(_SIGNED):
            return Name(told, is_certified=False)
        signature, name = told.removeprefix(_SIGNED).split(" ", 1)
        check(_statement(member, name), Signature(bytes.fromhex(signature)), trust.verify_key)
    except (CannotOpen, NotTrusted, ValueError):
        return None
    return Name(name, is_certified=True)


def _statement(member: bytes, name: str) -> bytes:
    return statement("amana member name 1", member, name.encode())
