"""The copy of the directory in memory, from which residents are answered, and its search index.

Read once and then kept up to date by revision: after a change only what changed is read again. What would keep others
waiting (an import) is left to whoever builds it anew aside; until then the answers are those of before. Safe to use
from one thread at a time (the storage thread). Holds nothing about who asks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from services.authoring.parts import Texts
from services.directory import records, sorani
from services.directory.folding import tells, words_of, words_written
from services.directory.index import Index, distance, errors_allowed
from services.directory.marks import Believed
from services.directory.model import (
    Location,
    Organization,
    PhoneNumber,
    Schedule,
    Service,
    Thing,
    distinct,
)
from services.directory.needs import Needs, is_shown
from services.directory.telephone import ENOUGH_TO_TELL, digits_of, is_number, is_same, numbers_in
from storage import directory as rows

NAME, NEED, PLACE, TEXT = 7, 4, 3, 1
"""How much a word weighs by where it stands; who says it in several parts weighs more."""
SHORT_NAME: Final = 28
MOST_DEAD_SHARE: Final = 0.25
"""Above this share of outdated documents the index is made anew."""
AT_ONCE: Final = 200
"""Changed records that are taken up while somebody waits for an answer: some fifty milliseconds' worth."""


def short(name: str) -> str:
    """A name as a button carries it."""
    said = " ".join(name.split())
    return said if len(said) <= SHORT_NAME else said[: SHORT_NAME - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class PlaceHours:
    """When a service is open at one of its places; `place` is None where it has none, or it is not known."""

    place: Location | None
    schedules: tuple[Schedule, ...]


class ServiceCatalogue:
    """Services with their organizations and places, by identifier, and by words.

    `is_behind`: more has changed than `refresh` takes up, or the index has grown stale; it wants building anew.
    """

    def __init__(self, needs: Needs, believed: Believed) -> None:
        self.needs = needs
        self._believed = believed
        self.is_behind = False
        self._is_read = False
        self._revision = self._dead = 0
        self._forget()

    def refresh(self, session: Session) -> None:
        """Take up what changed since the last time, unless it is much; nothing is read where nothing did. The first
        time everything is read."""
        latest = rows.revision(session)
        if latest == self._revision and self._is_read:
            return
        is_older = latest < self._revision  # another database, or an older copy was put back
        if self._is_read and rows.count_since(session, 0 if is_older else self._revision) > AT_ONCE:
            self.is_behind = True
            return
        if is_older:
            self._forget()
        touched = self._take_up(session)
        self._revision = latest
        self.is_behind = self._is_read and len(touched) > AT_ONCE  # such as an organization's new name
        for id in () if self.is_behind else touched:
            self._index_service(self.services[id])
        self._is_read = True
        self.is_behind |= self._dead > MOST_DEAD_SHARE * max(1, len(self._documents))

    def built_anew(self, session: Session) -> "ServiceCatalogue":
        """Another one that knows everything. Takes a while, and leaves this one as it is."""
        fresh = ServiceCatalogue(self.needs, self._believed)
        fresh.refresh(session)
        return fresh

    def take_over(self, fresh: "ServiceCatalogue") -> None:
        """Know from now on what that one knows, which is used no more."""
        vars(self).update(vars(fresh))

    def _take_up(self, session: Session) -> set[str]:
        """Keep what changed; the services whose words it changes."""
        touched: set[str] = set()
        news = records.since(session, self._believed, self._revision)
        for thing in news.changed:
            touched |= self._take(thing)
        for id in news.gone:
            self._lose(id)
            touched.discard(id)
        return touched

    def shown(self, today: date) -> Iterator[Service]:
        """Every service a person may be told of on that day."""
        return (service for service in self.services.values() if self.is_shown(service, today))

    def is_shown(self, service: Service, today: date) -> bool:
        """False for services that ended, and for those nobody has checked for too long."""
        return is_shown(service, self.needs, today)

    def places(self, service: Service) -> list[Location]:
        """Where it is given."""
        found = (self.locations.get(at.location) for at in service.locations)
        return [place for place in found if place is not None]

    def zones(self, service: Service) -> list[str]:
        """The zones of the site in which it is given."""
        return list(dict.fromkeys(place.zone for place in self.places(service) if place.zone))

    def hours(self, service: Service) -> list[PlaceHours]:
        """When it is open at each of its places; one entry without a place where it has none."""
        at = [(each.schedules, self.locations.get(each.location)) for each in service.locations]
        return [
            PlaceHours(place, _in_force(here, service.schedules, place.schedules if place else ()))
            for here, place in at or [((), None)]
        ]

    def schedules(self, service: Service) -> tuple[Schedule, ...]:
        """The schedules of all its places together, each once: what there is to tell of, not whether it is open."""
        return tuple(dict.fromkeys(schedule for each in self.hours(service) for schedule in each.schedules))

    def called(self, name: str) -> list[Service]:
        """Services of that short name in any language, always in the same order."""
        return [self.services[id] for id in sorted(self._called.get(name, ()))]

    def search(self, text: str) -> dict[str, float]:
        """Identifiers of services that answer what a person typed, with how well; a number finds whose it is."""
        numbered = self.with_number(text)
        if numbered:
            return numbered
        found = self._index.find(sorani.without_endings(words_written(text), text, self._index.knows))
        return {self._documents[document]: score for document, score in found.items() if document in self._documents}

    def knows(self, word: str) -> bool:
        """Whether some service has the word, or one that begins with it, and not only one that is nearly it."""
        return tells(word) and self._index.knows(word)

    def is_called(self, service: Service, word: str) -> bool:
        """Whether the word, nearly or its beginning, is one that the service goes by: of its name, its place, who runs
        it or what it is for, and not only of what it says of itself."""
        known = [each for each, weight in self._weighed_words(service).items() if weight > TEXT]
        most = errors_allowed(word)
        return any(each.startswith(word) or distance(word, each, most) is not None for each in known)

    def is_named(self, service: Service, words: Sequence[str]) -> bool:
        """Whether all the words stand, as they are, in the name of the service."""
        return set(words) <= set(_words((service.name,)))

    def with_number(self, text: str) -> dict[str, float]:
        """Identifiers of services with a telephone number that the text names; a short one has to be all of it."""
        named = [digits for digits in numbers_in(text) if len(digits) >= ENOUGH_TO_TELL or is_number(text)]
        if not named:
            return {}
        return {
            service.id: 1.0
            for service in self.services.values()
            if any(is_same(digits_of(phone.number), digits) for phone in self._phones(service) for digits in named)
        }

    def _phones(self, service: Service) -> Iterator[PhoneNumber]:
        yield from service.phones
        for at in service.locations:
            yield from at.phones
        for place in self.places(service):
            yield from place.phones

    def _take(self, thing: Thing) -> set[str]:
        """Keep it; the services whose words it changes."""
        if isinstance(thing, Service):
            self._unlink(thing.id)
            self.services[thing.id] = thing
            for name in thing.name.by_language.values():
                self._called[short(name)].add(thing.id)
            for part in (thing.organization, *(at.location for at in thing.locations)):
                self._users[part].add(thing.id)
            return {thing.id}
        if isinstance(thing, Organization):
            self.organizations[thing.id] = thing
        else:
            self.locations[thing.id] = thing
        return set(self._users[thing.id])

    def _lose(self, id: str) -> None:
        """It was taken away."""
        self._unlink(id)
        self.services.pop(id, None)
        self.organizations.pop(id, None)
        self.locations.pop(id, None)
        if id in self._document_of:
            del self._documents[self._document_of.pop(id)]
            self._dead += 1

    def _unlink(self, id: str) -> None:
        known = self.services.get(id)
        for part in (known.organization, *(at.location for at in known.locations)) if known else ():
            self._users[part].discard(id)
        for name in known.name.by_language.values() if known else ():
            self._called[short(name)].discard(id)

    def _forget(self) -> None:
        self.services: dict[str, Service] = {}
        self.organizations: dict[str, Organization] = {}
        self.locations: dict[str, Location] = {}
        self._users: defaultdict[str, set[str]] = defaultdict(set)
        self._called: defaultdict[str, set[str]] = defaultdict(set)
        self._revision = 0
        self._index = Index()
        self._documents: dict[int, str] = {}
        self._document_of: dict[str, int] = {}
        self._next = 0
        self._dead = 0

    def _index_service(self, service: Service) -> None:
        if service.id in self._document_of:
            del self._documents[self._document_of[service.id]]
            self._dead += 1
        number = self._next
        self._next += 1
        self._documents[number] = service.id
        self._document_of[service.id] = number
        self._index.add(number, self._weighed_words(service))

    def _weighed_words(self, service: Service) -> dict[str, int]:
        weights: dict[str, int] = {}
        organization = self.organizations.get(service.organization)
        for weight, texts in (
            (TEXT, (service.description, service.eligibility, *service.required_documents)),
            (PLACE, self._place_texts(service)),
            (PLACE, (organization.name,) if organization else ()),
            (NEED, self._need_texts(service)),
            (NAME, (service.name,)),
        ):
            for word in set(_words(texts)):
                weights[word] = weight + weights.get(word, 0)
        return weights

    def _place_texts(self, service: Service) -> list[Texts]:
        """Nothing of a confidential one: whoever looks for a place must not find who is there."""
        places = [] if service.is_confidential else self.places(service)
        return [text for place in places for text in (place.name, place.description, place.address)]

    def _need_texts(self, service: Service) -> list[Texts]:
        needs = [need for need in self.needs.needs if need.key in service.needs]
        return [text for need in needs for text in (need.name, need.also)]


def _in_force(*groups: tuple[Schedule, ...]) -> tuple[Schedule, ...]:
    """Hours at the place come before the service's own, those before the place's (HSDS); closures hold all of them.

    What is unclear and may be a closure holds too: nobody is sent to a door that may be closed.
    """
    said = [[each for each in group if not each.is_closure] for group in groups]
    hours = next((group for group in said if any(each.is_opening or each.unclear for each in group)), None)
    if hours is None:
        hours = next((group for group in said if group), [])
    others = (each for group in groups for each in group if _may_be_closure(each))
    return tuple(dict.fromkeys((*hours, *others)))


def _may_be_closure(schedule: Schedule) -> bool:
    is_unclear = schedule.unclear and not schedule.recurs and not schedule.is_opening
    return is_unclear or schedule.is_closure or schedule.is_special


def _words(texts: Iterable[Texts]) -> Iterator[str]:
    for text in texts:
        for said in distinct(dict(text.by_language)):
            yield from words_of(said)
