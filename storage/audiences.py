"""Audiences by their keyed names: how often each is followed, erasing one, and notes that lie among their rows.

A note has a tag, a keyed name and a locked body, as a subscription has, and is none: nobody is written to for it. No
address of anybody can be read from here.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session

from storage import subscriptions as rows
from storage.subscriptions import SubscriptionRow


class Note(NamedTuple):
    """One note."""

    tag: bytes
    body: bytes


def names(session: Session) -> list[bytes]:
    """Every keyed name there is, those of notes too."""
    return rows.audiences(session)


def followed(session: Session, keyed: Sequence[bytes]) -> int:
    """How many rows these have together."""
    return sum(rows.sizes(session, keyed).values())


def erase(session: Session, keyed: bytes) -> None:
    """Drop every row of that name."""
    rows.delete_of(session, keyed)


def put_note(session: Session, name: bytes, note: Note) -> None:
    """Keep the note under that name, in place of an earlier one of its tag."""
    rows.put(session, [SubscriptionRow(note.tag, name, note.body)])


def body_of(session: Session, tag: bytes) -> bytes | None:
    """The body of the note, if there is one."""
    found = rows.find(session, [tag]).get(tag)
    return None if found is None else found.body


def notes(session: Session, name: bytes, most: int) -> list[Note]:
    """At most so many notes of that name."""
    return [Note(row.tag, row.body) for row in rows.page(session, name, b"", most)]


def drop_notes(session: Session, tags: Sequence[bytes]) -> int:
    """Drop these notes; how many there were."""
    return rows.delete(session, tags)
