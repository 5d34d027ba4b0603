"""Whom the desk calls: staff's own chats and groups of theirs, in the order in which they are asked when nobody looks.

They are enrolled by a code like organisers, kept like them, and leave with one press. A receiver opens nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time

from services import enrolment
from services.enrolment import RECEIVER, Contact, UnknownEnrolment
from services.notices.quiet_hours import Quiet, quiet_until
from services.store import Store

QUIET = "quiet"
GONE = "gone"


@dataclass(frozen=True, slots=True)
class Receiver:
    """One chat that is called. `number` is for the steward, `name` a work name. `is_reached`: the last one arrived, or
    none was sent yet; not so where the bot was blocked, or the group is gone."""

    id: bytes
    number: str
    name: str
    chat: int
    language: str
    quiet: Quiet | None
    place: int
    is_reached: bool = True

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
        _keep(store, replace(each, place=place))


def set_quiet(store: Store, chat: int, quiet: Quiet | None) -> None:
    """When this phone does not ring. Nothing happens for a chat that is not called."""
    found = of_chat(store, chat)
    if found is not None:  # whoever chooses is there
        _keep(store, replace(found, quiet=quiet, is_reached=True))


def note(store: Store, chat: int, is_reached: bool) -> bool:
    """Whether the chat takes messages; true where that is new of somebody who is called."""
    found = of_chat(store, chat)
    if found is None or found.is_reached is is_reached:
        return False
    _keep(store, replace(found, is_reached=is_reached))
    return True


def _keep(store: Store, receiver: Receiver) -> None:
    hours = receiver.quiet and [each.isoformat("minutes") for each in receiver.quiet]
    more = {QUIET: hours} | ({} if receiver.is_reached else {GONE: True})
    enrolment.rearrange(store, receiver.id, receiver.place, more)


def _receiver(contact: Contact) -> Receiver:
    hours, person = contact.more.get(QUIET), contact.person
    quiet = Quiet(*(time.fromisoformat(each) for each in hours)) if hours else None
    is_reached = not contact.more.get(GONE)
    found = (contact.chat, contact.language, quiet, contact.place, is_reached)
    return Receiver(contact.id, person.number, person.name, *found)
