"""The shapes of what lies in a case's envelopes, checked when they are read.

Whoever can write to the database can seal anything to a public key, so nothing here is believed because of its shape;
what staff wrote is believed because it is signed, and so is what a reporter says later (`folding`).
"""

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter
from pydantic.dataclasses import dataclass as checked

from services.keys.epochs import EpochName

Hex16 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Hex32 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
SEEN_AT_ONCE = 500
Count = Annotated[int, Field(ge=0, le=2**53)]
Known = Annotated[str, AfterValidator(sys.intern)]
"""A name that forms give, the same in very many bodies: kept once. No word of a person is one."""


def two_check_words(indexes: tuple[int, int]) -> tuple[int, int]:
    """Pass on two indexes of the picture list (0 to 63). Raises ValueError on others."""
    if not all(0 <= index < 64 for index in indexes):
        raise ValueError("not indexes of check words")
    return indexes


def digest_of(body: Mapping[str, Any]) -> str:
    """64 hex digits (SHA-256) that change with anything in a body (JSON types)."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CaseEnvelopes:
    """The envelopes of a case, the report's among them, and which key opened the report."""

    key: EpochName
    ids: frozenset[bytes]


class SealedBody(BaseModel):
    """Base of the shapes: frozen, and deaf to fields a later version adds."""

    model_config = ConfigDict(frozen=True, extra="ignore")


SLIM = ConfigDict(extra="ignore")
"""The same for what a desk keeps by the ten thousand: as a dataclass with slots it takes a fifth of the memory."""


@checked(config=SLIM, frozen=True, slots=True, kw_only=True)
class MailboxBody:
    """Where replies go, and what proves that later words are the person's (nothing in a report of before)."""

    tag: Hex32
    public_key: Hex32
    verify_key: Hex32 | None = None


@dataclass(frozen=True, slots=True)
class ReplyRoute:
    """Where the person agreed to be told that a reply has come. Only ever written inside the sealed report, and shown
    nowhere."""

    chat: int = field(repr=False)
    language: str


@checked(config=SLIM, frozen=True, slots=True, kw_only=True)
class ReportBody:
    """What a resident sent, or `told` a member (services.reports.reports.TOLD). `digest`: of all that its envelope
    held; whoever opens one works it out."""

    kind: Literal["report"]
    form: Known = ""
    form_hash: Known
    answers: dict[Known, str]
    compartment: Known
    urgent: bool
    mailbox: MailboxBody | None
    check_words: Annotated[tuple[int, int], AfterValidator(two_check_words)]
    language: Known
    route: ReplyRoute | None
    day: date
    told: str = ""
    digest: str = ""


@checked(config=SLIM, frozen=True, slots=True, kw_only=True)
class MessageBody:
    """What the person did later, with the receipt.

    `order` counts within one run of the bot, so that two messages of a day keep their order without a clock time. A
    `consent` is their `answer` about the `referral` of that number, whose terms have this digest. A message is `urgent`
    where it spoke of danger to the bot, by the words of its day.
    """

    kind: Literal["message", "route_cut", "withdrawn", "consent"]
    mailbox_tag: Hex32
    day: date
    text: str = ""
    urgent: bool = False
    order: Count = 0
    referral: Hex16 | None = None
    terms: Hex32 | None = None
    answer: Literal["", "yes", "no", "withdrawn"] = ""


@checked(config=SLIM, frozen=True, slots=True, kw_only=True)
class EventBody:
    """What a member of staff did; `id` is the envelope's own.

    No clock time is kept, so the order comes from what each knew of the others: `clock` counts up over the events its
    writer knew of (a Lamport clock), `seen` names the envelopes of the person's that no event before had seen. `about`
    is the digest of the report it was done with; events of before have none.
    """

    kind: Literal["event"]
    id: Hex16
    case: Hex16
    event: str
    facts: dict[str, Any]
    clock: Count
    seen: Annotated[tuple[Hex16, ...], Field(max_length=SEEN_AT_ONCE)] = ()
    about: Hex32 | None = None
    day: date


REPORT, MESSAGE, EVENT = TypeAdapter(ReportBody), TypeAdapter(MessageBody), TypeAdapter(EventBody)
"""They read bodies. Raise ValidationError on any other shape."""
