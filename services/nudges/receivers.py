"""Whom the desk calls: staff's own chats and groups of theirs, in the order in which they are asked when nobody looks.

They are enrolled by a code like organisers, kept like them, and leave with one press. A receiver opens nothing.
"""

from dataclasses import dataclass
from datetime import datetime, time

from services import enrolment
from services.enrolment import RECEIVER, Contact, UnknownEnrolment
from services.notices.quiet_hours import Quiet, quiet_until
from services.store import Store

QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Receiver:
    """One chat that is called. `number` is for the steward, `name` a work name."""

    id: bytes
    number: str
    name: str
    chat: int
    language: str
    quiet: Quiet | None
    place: int

    def quiet_until(self, now: datetime, zone: str) -> datetime | None:
        """When this phone may ring again; None where it may now."""
        return quiet_until(self.quiet, now, zone)


def invite(store: Store, name: str, now: datetime) -> str:
    """A code for one chat, good for 48 hours."""
    return enrolment.new_code(store, RECEIVER, name, (), now)


def everyone(store: Store) -> list[Receiver]:
    """All of them, whoever is asked first before the others."""
    found = [_receiver(contact) for contact in enrolment.in_role(store, RECEIVER)]
    return sorted(found, key=lambda each: (each.place, each.number))


def find(store: Store, number: str) -> Receiver:
    """The one of that number. Raises UnknownEnrolment."""
    for each in everyone(store):
        if each.number == number.lower():
            return each
    raise UnknownEnrolment


def of_chat(store: Store, chat: int) -> Receiver | None:
    """What this chat is as a receiver."""
    return next((each for each in everyone(store) if each.chat == chat), None)


def remove(store: Store, number: str) -> None:
    """Nothing is sent there any more: the phone was lost, or its owner has left. Raises UnknownEnrolment."""
    enrolment.remove(store.session, find(store, number).number)


def leave(store: Store, chat: int) -> bool:
    """The chat wants no more; whether it was called until now."""
    return enrolment.leave(store, chat, RECEIVER)


def follow(store: Store, old: int, new: int) -> bool:
    """A group has become another for Telegram (a supergroup), with another number; whether the new one is called."""
    return old != new and enrolment.follow_chat(store, old, new, RECEIVER)


def put_first(store: Store, number: str) -> None:
    """From now on this one is asked before the others. Raises UnknownEnrolment."""
    first = find(store, number)
    others = [each for each in everyone(store) if each.id != first.id]
    for place, each in enumerate((first, *others), 1):
        enrolment.rearrange(store, each.id, place, _more(each.quiet))


def set_quiet(store: Store, chat: int, quiet: Quiet | None) -> None:
    """When this phone does not ring. Nothing happens for a chat that is not called."""
    found = of_chat(store, chat)
    if found is not None:
        enrolment.rearrange(store, found.id, found.place, _more(quiet))


def _more(quiet: Quiet | None) -> dict[str, object]:
    return {QUIET: quiet and [each.isoformat("minutes") for each in quiet]}


def _receiver(contact: Contact) -> Receiver:
    hours, person = contact.more.get(QUIET), contact.person
    quiet = Quiet(*(time.fromisoformat(each) for each in hours)) if hours else None
    return Receiver(contact.id, person.number, person.name, contact.chat, contact.language, quiet, contact.place)
