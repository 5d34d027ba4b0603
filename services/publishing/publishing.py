"""Letting something out to people, within a recall window, and taking it back.

Belongs here: publish and recall as an organiser does them. Does not belong here: what is sent (meetings.notices,
announcements), who may send to whom (senders), the second yes (approval), how it gets to everybody (broadcasts).
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from services.enrolment import NotAnOrganiser
from services.meetings.notices import Facts
from services.notices import broadcasts
from services.notices.broadcasts import Broadcast
from services.notices.outbox import Lane, Notice, enqueue
from services.publishing import approval, publications
from services.publishing.publications import (
    MEETING,
    PENDING,
    RECALLED,
    RUNNING,
    Change,
    Publication,
    PublicationGone,
    Published,
)
from services.publishing.senders import reach, sender
from services.publishing.told_progress import going_on, is_clock_alone
from services.request import Request

TEST: Final = "test"
"""A notice to the organiser alone, as people would get it. Facts: its `kind` and `facts`."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What became of "recall". False: some have it already; the others will not get it, and nothing is put back.

    `is_hidden`: whether anybody has it is not to be known, since the group is discreet; so it is as if somebody had.
    `may_have_been_seen`: nobody was sent it, but it stood among the meetings for a while. `resumed`: the notices before
    it that had reached nobody either, and leave after all, as far as that may be known. `leaves_nothing`: neither this
    notice nor the one before it leaves.
    """

    nobody_got_it: bool
    may_have_been_seen: bool = False
    resumed: tuple[str, ...] = ()
    leaves_nothing: bool = False
    is_hidden: bool = False


def publish(request: Request, broadcast: Broadcast, change: Change, has_free_text: bool = True) -> Published:
    """Let it out, or ask for a second yes first; only what has free text in it needs one.

    Raises NotAnOrganiser, NobodyToApprove.
    """
    organiser = sender(request, broadcast.audiences)
    asked_by = (organiser.number, organiser.name)
    publication = Publication(broadcast, change, PENDING, asked_by, request.now.date())
    needs_yes = has_free_text and reach(request, request.content, broadcast.audiences).needs_second_yes
    if needs_yes:
        approval.ask(request, publication)
    else:
        publications.let_out(request, request.content, publication, request.now)
    return Published(broadcast.id, broadcast.start, needs_yes)


def recall(request: Request, broadcast: str) -> Recalled:
    """Take it back. Where nobody has got it, everything is as it was before, and the notices it cut short go on.

    Raises NotAnOrganiser, PublicationGone (unknown, or taken back before).
    """
    publication = publications.get(request, broadcast)
    sender(request, publication.broadcast.audiences)
    if publication.status not in (RUNNING, PENDING):
        raise PublicationGone
    was_shown = publication.status == RUNNING and publication.broadcast.start <= request.now
    is_hidden = was_shown and is_clock_alone(request.content.forums, publication.broadcast)
    is_with_nobody = publication.status == PENDING or broadcasts.recall(request.session, broadcast)
    if is_hidden:
        broadcasts.tell_as_taken_back(request.session, broadcast)
    nobody_got_it = is_with_nobody and not is_hidden
    is_undone = nobody_got_it and publication.status == RUNNING
    resumed = publications.put_back(request, request.content, publication, request.now) if is_undone else ()
    publications.keep(request, replace(publication, status=RECALLED))
    may_have_been_seen = was_shown and publication.change.collection == MEETING
    told = tuple(each for each in resumed if going_on(request, request.content.forums, each, request.now) is not None)
    return Recalled(nobody_got_it, may_have_been_seen, told, is_undone and publication.leaves_nothing, is_hidden)


def try_out(request: Request, kind: str, facts: Facts, language: str) -> None:
    """Send a notice to who asks alone, in that language, on its way like any other."""
    notice = Notice(TEST, request.chat, language, {"kind": kind, "facts": facts})
    enqueue(request, notice, Lane.REPLY, request.now)


def published_by(request: Request) -> list[Publication]:
    """What this chat may look after, the latest day first: what it could take back, what came of it."""
    found = []
    for publication in publications.everything(request):
        with suppress(NotAnOrganiser):
            sender(request, publication.broadcast.audiences)
            found.append(publication)
    return sorted(found, key=lambda each: (each.asked_on, each.broadcast.id), reverse=True)
