"""Who may send to whom, and about how many that would be, as far as organisers may know.

Belongs here: forums and zones an organiser may send to, what is told of readers. Does not belong here: what is sent
(meetings.notices, announcements), letting it out (publishing).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.authoring.parts import Texts
from services.content.content import Content
from services.disclosure.bands import SLACK, most_in
from services.enrolment import EDITOR, Enrolled, NotAnOrganiser, organisers_of, who
from services.forums import Forum, are_discreet, forum_audience, zone_audience
from services.notices import headcounts
from services.recurrence.wall_time import WallTime, wall_of
from services.request import Request
from services.store import Store


@dataclass(frozen=True, slots=True)
class GroupReach:
    """One audience, by its name: whether enough people hear about it, and how many (a band), which nobody is told of
    one that `is_discreet`; and when they were `counted`, on the site's clock, None before the first count."""

    name: Texts | None
    is_discreet: bool
    is_enough: bool
    people: int
    counted: WallTime | None


@dataclass(frozen=True, slots=True)
class Reach:
    """For whom something would be. There is no number of all of them together: next to those of each, it would tell
    of people who are in two."""

    groups: tuple[GroupReach, ...]
    needs_second_yes: bool


def count(store: Store, content: Content, now: datetime) -> None:
    """Count who hears about what, where it is time to: each day of the site, and discreet groups each week."""
    audiences = {name: are_discreet(content.forums, [name]) for name in content.audiences}
    headcounts.count(store, audiences, content.languages, content.organisation.timezone, now)


def reach(store: Store, content: Content, audiences: Sequence[str]) -> Reach:
    """For whom something to these audiences would be, as it was counted last. A second yes is needed where the most
    people they may be are more than the organisation has set."""
    counted = headcounts.headcounts(store, audiences)
    names = {forum_audience(forum.key): forum.name for forum in content.forums}
    names |= {zone_audience(zone.name): zone.label for zone in content.zones}
    groups, most = [], 0
    for audience, headcount in counted.items():
        is_discreet = are_discreet(content.forums, [audience])
        people = 0 if is_discreet else headcount.people
        moment = wall_of(headcount.counted, content.organisation.timezone) if headcount.counted else None
        groups.append(GroupReach(names.get(audience), is_discreet, headcount.people > 0, people, moment))
        most += most_in(headcount.people) + (SLACK if is_discreet else 0)
    return Reach(tuple(groups), 0 < content.organisation.second_yes_over < most)


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
