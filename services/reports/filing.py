"""What lies in an opened envelope, and what it is about."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pydantic import ValidationError

from services.keys.envelopes import Opened
from services.keys.epochs import EpochName
from services.keys.sealing import NotTrusted
from services.keys.signatures import Signatures
from services.reports.bodies import EVENT, MESSAGE, REPORT, EventBody, ReportBody, digest_of
from services.reports.folding import CaseEvent, CaseMessage

Item = ReportBody | CaseMessage | CaseEvent


@dataclass(frozen=True, slots=True)
class Filed:
    """An opened envelope and what it is about: a case's id, or the tag of a mailbox. `key` opened it."""

    key: EpochName
    subject: bytes
    item: Item

    @property
    def compartment(self) -> str:
        """Who can open it."""
        return self.key.compartment


class Shelf:
    """Which envelopes lie under a name: mostly one or a few, of very many names, so they take as little as can be."""

    def __init__(self) -> None:
        self._lying: dict[bytes, tuple[bytes, ...]] = {}

    def of(self, name: bytes) -> tuple[bytes, ...]:
        """Those under that name."""
        return self._lying.get(name, ())

    def put(self, name: bytes, envelope: bytes) -> None:
        """Lay one there that does not lie there yet."""
        self._lying[name] = (*self.of(name), envelope)

    def take(self, name: bytes, envelope: bytes) -> None:
        """Take it away, where it lies there."""
        left = tuple(each for each in self.of(name) if each != envelope)
        if left:
            self._lying[name] = left
        else:
            self._lying.pop(name, None)


def read(signatures: Signatures, opened: Opened) -> Filed | None:
    """What lies in an envelope, None where it is no part of any case."""
    try:
        match opened.body.get("kind"):
            case "report":
                return _report(opened)
            case "message" | "route_cut" | "withdrawn" | "consent":
                message = MESSAGE.validate_python(opened.body)
                item = CaseMessage(opened.id, message, opened.body)
                return Filed(opened.key, bytes.fromhex(message.mailbox_tag), item)
            case "event":
                return _event(signatures, opened)
    except ValidationError:
        return None
    return None


def _report(opened: Opened) -> Filed | None:
    report = REPORT.validate_python({**opened.body, "digest": digest_of(opened.body)})
    return Filed(opened.key, opened.id, report) if report.compartment == opened.compartment else None


def _event(signatures: Signatures, opened: Opened) -> Filed:
    body = EVENT.validate_python(opened.body)
    event = CaseEvent(opened.id, body, _signer(signatures, opened, body))
    return Filed(opened.key, bytes.fromhex(body.case), event)


@lru_cache(maxsize=1024)
def _months_about(day: date) -> frozenset[str]:
    """The months in UTC that a day of some site can lie in."""
    return frozenset(f"{day + timedelta(days=step):%Y-%m}" for step in (-1, 0, 1))


def _signer(signatures: Signatures, opened: Opened, body: EventBody) -> bytes | None:
    """Who signed an event. None where it lies in another envelope than it names, or in a month it was not made in."""
    if body.id != opened.id.hex() or opened.epoch not in _months_about(body.day):
        return None
    try:
        return signatures.check("event", opened.body, opened.compartment, opened.imprint)
    except NotTrusted:
        return None
