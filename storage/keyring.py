"""Rows of the organisation, its members and its keys. Public halves are signed, private halves are sealed."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlmodel import Field, Session, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, binary_key
from storage.rows import columns_of, read_all, read_one


class OrganisationTable(SQLModel, table=True):
    """The one organisation: its public keys and its salt, signed by its own key (which is pinned elsewhere)."""

    __tablename__ = "organisation"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    verify_key: bytes = binary()
    site_salt: bytes = binary()
    runtime_public_key: bytes = binary()
    recovery_public_key: bytes = binary()
    signature: bytes = binary()


class MemberTable(SQLModel, table=True):
    """One member of staff. A former one keeps only what is needed to check what they once signed."""

    __tablename__ = "members"
    __table_args__ = NO_ROW_NUMBERS
    id: bytes = binary_key()
    unlock_tag: bytes = binary(unique=True)
    box_public: bytes = binary()
    verify_key: bytes = binary()
    roles: str
    certificate: bytes = binary()
    sealed_secrets: bytes = binary()
    sealed_name: bytes = binary()


class EpochKeyTable(SQLModel, table=True):
    """The public half of one compartment's key for one month. `signer` is a member; None is the organisation."""

    __tablename__ = "epoch_keys"
    __table_args__ = NO_ROW_NUMBERS
    compartment: str = Field(primary_key=True)
    epoch: str = Field(primary_key=True)
    serial: int = Field(primary_key=True)
    public_key: bytes = binary()
    signer: bytes | None = binary(nullable=True)
    signature: bytes = binary()


class EpochWrapTable(SQLModel, table=True):
    """The private half of an epoch key, sealed to one holder (16 zero bytes: the recovery key)."""

    __tablename__ = "epoch_wraps"
    __table_args__ = NO_ROW_NUMBERS
    compartment: str = Field(primary_key=True)
    epoch: str = Field(primary_key=True)
    serial: int = Field(primary_key=True)
    holder: bytes = binary_key()
    sealed: bytes = binary()


class RecoveryBoxTable(SQLModel, table=True):
    """The recovery secrets, sealed to two custodians one inside the other. `pair` is '1-2', '1-3' or '2-3'."""

    __tablename__ = "recovery_boxes"
    __table_args__ = NO_ROW_NUMBERS
    pair: str = Field(primary_key=True)
    sealed: bytes = binary()


class OrganisationRow(NamedTuple):
    """The organisation as it is kept."""

    verify_key: bytes
    site_salt: bytes
    runtime_public_key: bytes
    recovery_public_key: bytes
    signature: bytes


class MemberRow(NamedTuple):
    """A member as it is kept."""

    id: bytes
    unlock_tag: bytes
    box_public: bytes
    verify_key: bytes
    roles: str
    certificate: bytes
    sealed_secrets: bytes
    sealed_name: bytes


class EpochKeyRow(NamedTuple):
    """The public half of an epoch key as it is kept."""

    compartment: str
    epoch: str
    serial: int
    public_key: bytes
    signer: bytes | None
    signature: bytes


class EpochWrapRow(NamedTuple):
    """The sealed private half of an epoch key for one holder."""

    compartment: str
    epoch: str
    serial: int
    holder: bytes
    sealed: bytes


_ORGANISATION = SQLModel.metadata.tables["organisation"]
_MEMBERS = SQLModel.metadata.tables["members"]
_KEYS = SQLModel.metadata.tables["epoch_keys"]
_WRAPS = SQLModel.metadata.tables["epoch_wraps"]
_BOXES = SQLModel.metadata.tables["recovery_boxes"]
_GET_ORGANISATION = columns_of(_ORGANISATION, OrganisationRow)
_ALL_MEMBERS = columns_of(_MEMBERS, MemberRow)
_MEMBER = _ALL_MEMBERS.where(_MEMBERS.c.id == bindparam("which"))
_BY_UNLOCK_TAG = _ALL_MEMBERS.where(_MEMBERS.c.unlock_tag == bindparam("which"))
_CHANGE_MEMBER = update(_MEMBERS).where(_MEMBERS.c.id == bindparam("which"))
_DROP_MEMBER = delete(_MEMBERS).where(_MEMBERS.c.id == bindparam("which"))
_ALL_KEYS = columns_of(_KEYS, EpochKeyRow)
_NEWEST = (
    _ALL_KEYS.where(_KEYS.c.compartment == bindparam("compartment"), _KEYS.c.epoch == bindparam("epoch"))
    .order_by(_KEYS.c.serial.desc())
    .limit(1)
)
_HIGHEST = [
    select(func.max(table.c.serial)).where(
        table.c.compartment == bindparam("compartment"), table.c.epoch == bindparam("epoch")
    )
    for table in (_KEYS, _WRAPS)
]
_ALL_WRAPS = columns_of(_WRAPS, EpochWrapRow)
_WRAPS_OF = _ALL_WRAPS.where(_WRAPS.c.holder == bindparam("holder"))
_HELD_BY = select(_WRAPS.c.compartment, _WRAPS.c.epoch, _WRAPS.c.serial, _WRAPS.c.holder)
_DROP_WRAPS_OF = delete(_WRAPS).where(_WRAPS.c.holder == bindparam("holder"))
_ALL_BOXES = select(_BOXES.c.pair, _BOXES.c.sealed)


def organisation(session: Session) -> OrganisationRow | None:
    """The one organisation, if it was founded."""
    return read_one(session, OrganisationRow, _GET_ORGANISATION)


def put_organisation(session: Session, facts: OrganisationRow) -> None:
    """Keep the organisation in place of any earlier row."""
    session.connection().execute(delete(_ORGANISATION))
    session.connection().execute(insert(_ORGANISATION), {"id": 1, **facts._asdict()})


def add_member(session: Session, member: MemberRow) -> None:
    """Keep a new member."""
    session.connection().execute(insert(_MEMBERS), member._asdict())


def change_member(session: Session, member: MemberRow) -> None:
    """Keep the member in place of the row with the same identifier."""
    values = member._asdict()
    session.connection().execute(_CHANGE_MEMBER, {"which": values.pop("id"), **values})


def delete_member(session: Session, id: bytes) -> None:
    """Erase the member's row."""
    session.connection().execute(_DROP_MEMBER, {"which": id})


def all_members(session: Session) -> list[MemberRow]:
    """Every member, current and former."""
    return read_all(session, MemberRow, _ALL_MEMBERS)


def member(session: Session, id: bytes) -> MemberRow | None:
    """The member of that identifier."""
    return read_one(session, MemberRow, _MEMBER, {"which": id})


def member_by_unlock_tag(session: Session, unlock_tag: bytes) -> MemberRow | None:
    """The member whom this tag unlocks."""
    return read_one(session, MemberRow, _BY_UNLOCK_TAG, {"which": unlock_tag})


def add_epoch_key(session: Session, key: EpochKeyRow) -> None:
    """Keep the public half of a new epoch key."""
    session.connection().execute(insert(_KEYS), key._asdict())


def all_epoch_keys(session: Session) -> list[EpochKeyRow]:
    """The public half of every epoch key."""
    return read_all(session, EpochKeyRow, _ALL_KEYS)


def newest_epoch_key(session: Session, compartment: str, epoch: str) -> EpochKeyRow | None:
    """The key with the highest serial of that compartment and month."""
    return read_one(session, EpochKeyRow, _NEWEST, {"compartment": compartment, "epoch": epoch})


def highest_serial(session: Session, compartment: str, epoch: str) -> int:
    """Of that month's keys, and of those that somebody still holds though their public half is gone; 0 where there is
    none."""
    of_month = {"compartment": compartment, "epoch": epoch}
    found = [session.connection().execute(each, of_month).scalar() for each in _HIGHEST]
    return max(serial or 0 for serial in found)


def add_wraps(session: Session, wraps: Sequence[EpochWrapRow]) -> None:
    """Keep sealed private halves for their holders."""
    if wraps:
        session.connection().execute(insert(_WRAPS), [wrap._asdict() for wrap in wraps])


def wraps_of(session: Session, holder: bytes) -> list[EpochWrapRow]:
    """What one holder can open."""
    return read_all(session, EpochWrapRow, _WRAPS_OF, {"holder": holder})


def held_by(session: Session) -> set[tuple[str, str, int, bytes]]:
    """Who holds which key: (compartment, month, serial, holder)."""
    return {(row[0], row[1], row[2], row[3]) for row in session.connection().execute(_HELD_BY)}


def drop_wraps_of(session: Session, holder: bytes) -> None:
    """Take every key from one holder."""
    session.connection().execute(_DROP_WRAPS_OF, {"holder": holder})


def destroy_epoch(session: Session, compartment: str, epoch: str) -> None:
    """Erase every key of that compartment and month, public halves and all holders' wraps: nothing opens it again."""
    for table in (_WRAPS, _KEYS):
        these = delete(table).where(table.c.compartment == compartment, table.c.epoch == epoch)
        session.connection().execute(these)


def put_recovery_boxes(session: Session, boxes: Mapping[str, bytes]) -> None:
    """Keep these recovery boxes in place of all earlier ones."""
    session.connection().execute(delete(_BOXES))
    session.connection().execute(insert(_BOXES), [{"pair": pair, "sealed": sealed} for pair, sealed in boxes.items()])


def recovery_boxes(session: Session) -> dict[str, bytes]:
    """The sealed recovery box of each pair of custodians."""
    return {row.pair: row.sealed for row in session.connection().execute(_ALL_BOXES)}
