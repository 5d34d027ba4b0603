"""Letting something out to people, within a recall window, and taking it back.

Belongs here: publish and recall as an organiser does them. Does not belong here: what is sent (meetings.notices,
announcements), who may send to whom (senders), the second yes (approval), how it gets to everybody (broadcasts).
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from services.content.content import Content
from services.enrolment import NotAnOrganiser
from services.keys.sealing import RuntimeKey
from services.notices import broadcasts
from services.notices.broadcasts import Broadcast
from services.publishing import approval, publications
from services.publishing.publications import (
    PENDING,
    RECALLED,
    RUNNING,
    Change,
    Publication,
    PublicationGone,
    Published,
)
from services.publishing.senders import reach, sender


@dataclass(frozen=True, slots=True)
class Recalled:
    """What became of "recall". False: some have it already; the others will not get it, and nothing is put back."""

    nobody_got_it: bool


def publish(
    session: Session,
    runtime: RuntimeKey,
    content: Content,
    chat: int,
    broadcast: Broadcast,
    change: Change,
    now: datetime,
    has_free_text: bool = True,
) -> Published:
    """Let it out, or ask for a second yes first; only what has free text in it needs one.

    Raises NotAnOrganiser, NobodyToApprove.
    """
    organiser = sender(session, runtime, content, chat, broadcast.audiences)
    reached = reach(session, runtime, content, broadcast.audiences)
    asked_by = (organiser.number, organiser.name)
    publication = Publication(broadcast, change, PENDING, asked_by, now.date())
    needs_yes = has_free_text and reached.needs_second_yes
    if needs_yes:
        approval.ask(session, runtime, content, chat, publication, now)
    else:
        publications.let_out(session, runtime, content, publication, now)
    return Published(broadcast.id, broadcast.start, needs_yes, reached.nobody)


def recall(
    session: Session, runtime: RuntimeKey, content: Content, chat: int, broadcast: str, now: datetime
) -> Recalled:
    """Take it back. Where nobody has got it, everything is as it was before.

    Raises NotAnOrganiser, PublicationGone (unknown, or taken back before).
    """
    publication = publications.get(session, runtime, broadcast)
    sender(session, runtime, content, chat, publication.broadcast.audiences)
    if publication.status not in (RUNNING, PENDING):
        raise PublicationGone
    nobody_got_it = publication.status == PENDING or broadcasts.recall(session, runtime, broadcast)
    if nobody_got_it and publication.status == RUNNING:
        publications.put_back(session, runtime, content, publication.change, now)
    publications.keep(session, runtime, replace(publication, status=RECALLED))
    return Recalled(nobody_got_it)


def published_by(session: Session, runtime: RuntimeKey, content: Content, chat: int) -> list[Publication]:
    """What this chat may look after, the latest day first: what it could take back, what came of it."""
    found = []
    for publication in publications.everything(session, runtime):
        with suppress(NotAnOrganiser):
            sender(session, runtime, content, chat, publication.broadcast.audiences)
            found.append(publication)
    return sorted(found, key=lambda each: (each.asked_on, each.broadcast.id), reverse=True)
