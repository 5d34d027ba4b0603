"""Who may send to whom, and how many that would be, as far as organisers may know.

Belongs here: forums and zones an organiser may send to, counts of readers. Does not belong here: what is sent
(meetings.notices, announcements), letting it out (publishing).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.content.content import Content
from services.enrolment import EDITOR, Enrolled, NotAnOrganiser, organisers_of, who
from services.forums import Forum, forum_audience, zone_audience
from services.meetings.meeting import shown
from services.notices import subscriptions
from services.request import Request
from services.store import Store


@dataclass(frozen=True, slots=True)
class Reach:
    """For how many something would be, as organisers may see it: by language, None for fewer than 5."""

    readers: Mapping[str, int | None]
    nobody: bool
    needs_second_yes: bool


def reach(store: Store, content: Content, audiences: Sequence[str]) -> Reach:
    """For how many something to these audiences would be. Somebody in two of them is counted twice."""
    readers: Counter[str] = Counter()
    for audience in audiences:
        readers.update(subscriptions.sizes(store, audience, content.languages))
    total = readers.total()
    limit = content.organisation.second_yes_over
    by_language = {language: shown(readers[language]) for language in content.languages}
    return Reach(by_language, total == 0, 0 < limit < total)


def sender(request: Request, audiences: Sequence[str]) -> Enrolled:
    """The role in which the chat may send to all of these audiences; an organiser's, where it has one that may.

    Raises NotAnOrganiser.
    """
    for person in sorted(who(request, request.chat), key=lambda person: person.role == EDITOR):
        if audiences and all(may_send(request.content, person, audience) for audience in audiences):
            return person
    raise NotAnOrganiser


def may_send(content: Content, person: Enrolled, audience: str) -> bool:
    """To a forum they organise, and to the zones of one: those it names, or any where it names none. Editors to zones,
    and to nobody's forum."""
    if person.role == EDITOR:
        return audience in [zone_audience(zone.name) for zone in content.zones]
    own = (forum for forum in content.forums if person.may_organise(forum.key))
    return any(audience in audiences_of(content, forum) for forum in own)


def audiences_of(content: Content, forum: Forum) -> list[str]:
    """The forum itself, and the zones it is for."""
    zones = forum.zones or tuple(zone.name for zone in content.zones)
    return [forum_audience(forum.key), *map(zone_audience, zones)]


def senders(store: Store, content: Content, audiences: Sequence[str]) -> list[tuple[int, str, Enrolled]]:
    """Chat, language and role of everybody who may send to all of these audiences, each chat once."""
    found: dict[int, tuple[int, str, Enrolled]] = {}
    for forum in content.forums:
        for chat, language, person in organisers_of(store, forum.key):
            if all(may_send(content, person, audience) for audience in audiences):
                found.setdefault(chat, (chat, language, person))
    return list(found.values())
