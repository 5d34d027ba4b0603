"""Rows of the organisation, its members and its keys. Public halves are signed, private halves are sealed."""

from sqlmodel import Field, SQLModel

from storage.columns import NO_ROW_NUMBERS, binary, binary_key


class OrganisationRow(SQLModel, table=True):
    """The one organisation: its public keys and its salt, signed by its own key (which is pinned elsewhere)."""

    __tablename__ = "organisation"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    verify_key: bytes = binary()
    site_salt: bytes = binary()
    runtime_public_key: bytes = binary()
    recovery_public_key: bytes = binary()
    signature: bytes = binary()


class MemberRow(SQLModel, table=True):
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


class EpochKeyRow(SQLModel, table=True):
    """The public half of one compartment's key for one month. `signer` is a member; None is the organisation."""

    __tablename__ = "epoch_keys"
    __table_args__ = NO_ROW_NUMBERS
    compartment: str = Field(primary_key=True)
    epoch: str = Field(primary_key=True)
    serial: int = Field(primary_key=True)
    public_key: bytes = binary()
    signer: bytes | None = binary(nullable=True)
    signature: bytes = binary()


class EpochWrapRow(SQLModel, table=True):
    """The private half of an epoch key, sealed to one holder (16 zero bytes: the recovery key)."""

    __tablename__ = "epoch_wraps"
    __table_args__ = NO_ROW_NUMBERS
    compartment: str = Field(primary_key=True)
    epoch: str = Field(primary_key=True)
    serial: int = Field(primary_key=True)
    holder: bytes = binary_key()
    sealed: bytes = binary()


class RecoveryBoxRow(SQLModel, table=True):
    """The recovery secrets, sealed to two custodians one inside the other. `pair` is '1-2', '1-3' or '2-3'."""

    __tablename__ = "recovery_boxes"
    __table_args__ = NO_ROW_NUMBERS
    pair: str = Field(primary_key=True)
    sealed: bytes = binary()
