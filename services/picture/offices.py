"""Offices join: each signs what it passes on, and what they have together is added up; nobody opens anybody's ledger.

A file of an office holds the numbers of its page by category: sums of whole blocks (`services.picture.shared`). It is
signed by a member, whose certificate by their organisation lies beside it, so that whoever knows the organisation's key
can check both without its database. Beside it lies also who signs for the office no more, certified in the same way:
whoever once read that believes nothing more of theirs. The sum of all offices is a sum of whole blocks too.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from sqlmodel import Session

from services.errors import Refusal
from services.keys.keyring import Unlocked, signed
from services.keys.members import certified, certified_now
from services.keys.sealing import NotTrusted
from services.keys.signatures import check_signed_by
from services.keys.trust import Trust
from services.picture.ledger import ROUNDING
from services.picture.releases import COMPARTMENT
from services.picture.shared import Shared
from storage import keyring as rows

PURPOSE: Final = "picture of an office"
FORMAT: Final = "amana picture of an office 1"
MOST_BYTES: Final = 500_000
MOST_LEFT: Final = 500
Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Signature = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]
Week = Annotated[int, Field(strict=True, ge=0, le=200_000)]
About = Annotated[int, Field(strict=True, ge=ROUNDING, le=10_000_000, multiple_of=ROUNDING)]
Name = Annotated[str, StringConstraints(max_length=100)]


class NotAPicture(Refusal):
    """The file is no picture of an office."""


class SameOffice(Refusal):
    """Two files are of one office: added up, its people would count twice."""


class SignerLeft(Refusal):
    """Who signed the file has left that office, as its organisation has certified."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Member(_Strict):
    """A member's public parts, and their organisation's signature over them."""

    id: Id
    box_public: Key
    verify_key: Key
    roles: Name
    certificate: Signature


class _Signed(_Strict):
    """What a member signs."""

    first: Week
    last: Week
    categories: Annotated[dict[Name, About], Field(min_length=1, max_length=200)]
    member: Id
    signature: Signature

    @model_validator(mode="after")
    def _in_order(self) -> "_Signed":
        if self.first > self.last:
            raise ValueError
        return self


class _File(_Strict):
    format: str
    office: Key
    member: _Member
    left: Annotated[tuple[_Member, ...], Field(max_length=MOST_LEFT)] = ()
    picture: _Signed


@dataclass(frozen=True, slots=True)
class OfficePicture:
    """What an office passed on: about how many people by category, of which weeks."""

    office: str
    first: int
    last: int
    categories: Mapping[str, int]

    @property
    def about(self) -> int:
        """In all."""
        return sum(self.categories.values())


@dataclass(frozen=True, slots=True)
class National:
    """What all offices have together, the most first."""

    about: int
    first: int
    last: int
    categories: tuple[tuple[str, int], ...]
    offices: tuple[OfficePicture, ...]


def signed_picture(session: Session, trust: Trust, unlocked: Unlocked, found: Shared) -> bytes:
    """The file of this office. Raises NotTrusted where the member is none any more."""
    row = rows.member(session, unlocked.member)
    if row is None or certified_now(session, row, trust).is_former:
        raise NotTrusted
    told = {"first": found.first, "last": found.last, "categories": dict(found.categories)}
    left = [_public(each) for each in rows.all_members(session) if _has_left(each, trust)][:MOST_LEFT]
    file = {
        "format": FORMAT,
        "office": trust.text,
        "member": _public(row),
        "left": sorted(left, key=lambda each: each["id"]),
        "picture": signed(unlocked, PURPOSE, told),
    }
    return json.dumps(file, sort_keys=True, indent=1).encode()


def may_sign(session: Session, trust: Trust, member: bytes) -> bool:
    """Whether this member can sign a picture of the office now."""
    row = rows.member(session, member)
    try:
        return row is not None and certified_now(session, row, trust).may_open(COMPARTMENT)
    except NotTrusted:
        return False


def read_picture(file: bytes, offices: Mapping[str, str], left: Collection[str] = ()) -> OfficePicture:
    """What an office has signed; `offices` are those that are believed, by their keys (`Trust.text`), with their names,
    `left` the numbers of those who sign for one no more (`left_in`).

    Raises NotAPicture, NotTrusted (of no such office, or not signed by somebody who may open its reports), SignerLeft.
    """
    read = _read(file)
    if read.office not in offices:
        raise NotTrusted
    facts = certified(_row(read.member), Trust.from_text(read.office))
    body: dict[str, Any] = read.picture.model_dump()
    if facts.id.hex() != read.picture.member or COMPARTMENT not in facts.compartments:
        raise NotTrusted
    check_signed_by(facts, PURPOSE, body)
    if facts.is_former or read.picture.member in left:
        raise SignerLeft
    picture = read.picture
    return OfficePicture(offices[read.office], picture.first, picture.last, picture.categories)


def left_in(file: bytes, offices: Mapping[str, str]) -> frozenset[str]:
    """The numbers of those who sign for the office of that file no more, as far as its organisation has certified it;
    nobody in what is no file of an office that is believed."""
    try:
        read = _read(file)
    except NotAPicture:
        return frozenset()
    if read.office not in offices:
        return frozenset()
    trust = Trust.from_text(read.office)
    return frozenset(each.id for each in read.left if _has_left(_row(each), trust))


def merged(pictures: Iterable[OfficePicture]) -> National:
    """All of them together; there is one at least. Raises SameOffice."""
    every = sorted(pictures, key=lambda each: (-each.about, each.office))
    if len({each.office for each in every}) < len(every):
        raise SameOffice
    categories = Counter[str]()
    for each in every:
        categories.update(each.categories)
    return National(
        sum(categories.values()),
        min(each.first for each in every),
        max(each.last for each in every),
        tuple(sorted(categories.items(), key=lambda each: (-each[1], each[0]))),
        tuple(every),
    )


def _read(file: bytes) -> _File:
    try:
        if len(file) > MOST_BYTES:
            raise NotAPicture
        read = _File.model_validate_json(file)
    except (ValidationError, RecursionError) as error:
        raise NotAPicture from error
    if read.format != FORMAT:
        raise NotAPicture
    return read


def _has_left(row: rows.MemberRow, trust: Trust) -> bool:
    try:
        facts = certified(row, trust)
    except NotTrusted:
        return False
    return facts.is_former and COMPARTMENT in facts.compartments


def _public(row: rows.MemberRow) -> dict[str, str]:
    return {
        "id": row.id.hex(),
        "box_public": row.box_public.hex(),
        "verify_key": row.verify_key.hex(),
        "roles": row.roles,
        "certificate": row.certificate.hex(),
    }


def _row(member: _Member) -> rows.MemberRow:
    parts = (member.id, member.box_public, member.verify_key, member.certificate)
    id, box_public, verify_key, certificate = map(bytes.fromhex, parts)
    return rows.MemberRow(id, b"", box_public, verify_key, member.roles, certificate, b"", b"")
