"""The second organiser's yes: what would reach very many people is looked at by somebody else first.

Belongs here: asking for it, giving it, refusing it. Does not belong here: when it is needed (senders.reach), what is
done with it (publications).
"""

from contextlib import suppress
from dataclasses import replace

from services import documents
from services.enrolment import Enrolled, NotAnOrganiser, everyone, who
from services.errors import Refusal
from services.notices.outbox import Lane, Notice, enqueue
from services.publishing import publications
from services.publishing.publications import (
    COLLECTIONS,
    PENDING,
    RECALL_WINDOW,
    REFUSED,
    Publication,
    PublicationGone,
    Published,
)
from services.publishing.senders import sender, senders
from services.request import Request


class NobodyToApprove(Refusal):
    """It needs the yes of another organiser of the forum, and there is none."""


class OwnRequest(Refusal):
    """The second yes has to come from somebody else than the first."""


class ChangedMeanwhile(Refusal):
    """What was to be published has been changed since; it has to be published anew."""


def ask(request: Request, publication: Publication) -> None:
    """Keep it until another organiser has said yes, and tell those who could. Raises NobodyToApprove."""
    others = [
        (other, language)
        for other, language, person in senders(request, request.content, publication.broadcast.audiences)
        if other != request.chat and person.number != publication.asked_by[0]
    ]
    if not others:
        raise NobodyToApprove
    publications.keep(request, publication)
    facts = {"kind": publication.broadcast.kind, "asked_by": publication.asked_by[1]}
    for other, language in others:
        notice = Notice("approval_wanted", other, language, facts)
        enqueue(request, notice, Lane.REMINDER, request.now)


def approve(request: Request, broadcast: str) -> Published:
    """The second yes: it is let out as it was asked for, with a recall window of its own.

    Raises NotAnOrganiser, OwnRequest, PublicationGone, ChangedMeanwhile.
    """
    publication, second = _awaiting(request, broadcast)
    change = publication.change
    if documents.read(request, COLLECTIONS[change.collection], change.id) != change.before:
        raise ChangedMeanwhile
    started = replace(publication, broadcast=replace(publication.broadcast, start=request.now + RECALL_WINDOW))
    publications.let_out(request, request.content, started, request.now)
    _tell_who_asked(request, publication, second, "approval_given")
    return Published(broadcast, started.broadcast.start, needs_second_yes=False)


def refuse(request: Request, broadcast: str) -> None:
    """The second organiser says no: nothing is sent, and who asked is told. Raises as `approve` does."""
    publication, second = _awaiting(request, broadcast)
    publications.keep(request, replace(publication, status=REFUSED))
    _tell_who_asked(request, publication, second, "approval_refused")


def awaiting(request: Request) -> list[Publication]:
    """What waits for a second yes that this chat could give."""
    found = []
    for publication in publications.everything(request):
        if publication.status == PENDING:
            with suppress(NotAnOrganiser, OwnRequest, PublicationGone):
                _awaiting(request, publication.broadcast.id)
                found.append(publication)
    return sorted(found, key=lambda each: (each.asked_on, each.broadcast.id))


def _awaiting(request: Request, broadcast: str) -> tuple[Publication, Enrolled]:
    """What is asked of nobody any more, because who asked is no organiser any more, is gone too; so is what could
    leave no more before it is over."""
    publication = publications.get(request, broadcast)
    second = sender(request, publication.broadcast.audiences)
    asked_by = publication.asked_by[0]
    is_still_asked = any(person.number == asked_by for person in everyone(request))
    until = publication.broadcast.until
    is_over = until is not None and until <= request.now + RECALL_WINDOW
    if publication.status != PENDING or not is_still_asked or is_over:
        raise PublicationGone
    if any(person.number == asked_by for person in who(request, request.chat)):
        raise OwnRequest
    return publication, second


def _tell_who_asked(request: Request, publication: Publication, second: Enrolled, kind: str) -> None:
    facts = {"kind": publication.broadcast.kind, "by": second.name}
    for chat, language, person in senders(request, request.content, publication.broadcast.audiences):
        if person.number == publication.asked_by[0]:
            notice = Notice(kind, chat, language, facts)
            enqueue(request, notice, Lane.REMINDER, request.now)
