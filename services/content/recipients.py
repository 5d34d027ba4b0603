"""To whom something can be passed on: the partners of the organisation's list and the services of the directory."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from services.authoring.parts import Texts
from services.content.content import Content
from services.content.partners import NAME_LIMIT, TAKES_LIMIT, USUAL_DAYS, Partner
from services.directory import records
from services.directory.catalogue import ServiceCatalogue
from services.directory.folding import words_of, words_written
from services.directory.marks import Believed
from services.directory.model import SERVICE, Service
from services.directory.needs import is_shown
from services.errors import Refusal
from services.reports.referrals import Recipient

MOST: Final = 12
"""Services that are found for one search."""
PARTNER, OF_SERVICES = "partner:", "service:"


class NobodyChosen(Refusal):
    """Nobody is chosen, or the service is in the directory no more, or the partner is on the list no more."""


@dataclass(frozen=True, slots=True)
class Possible:
    """One of them, in every language that is known. `partner` is what the list says of a partner besides."""

    to: str
    name: Texts
    does: Texts
    partner: Partner | None = None

    @property
    def answer_days(self) -> int:
        """Within how many days of the office they usually answer."""
        return self.partner.answer_days if self.partner else USUAL_DAYS

    def read_in(self, language: str) -> Recipient:
        """As whoever is asked reads it."""
        return Recipient(self.to, self.name.said(language)[:NAME_LIMIT], self.does.said(language)[:TAKES_LIMIT])


class Recipients:
    """All of them. Of the directory, what is `believed`; it is read at the first search, and then only what changed."""

    def __init__(self, content: Content | None, believed: Believed) -> None:
        self._content, self._believed = content, believed
        self._catalogue: ServiceCatalogue | None = None

    def found(self, session: Session, search: str, today: date) -> list[Possible]:
        """Who answers the words, partners first, services by how well they answer; without words every partner."""
        if self._content is None:
            return []
        wanted = words_written(search)
        partners = [each for each in self._content.partners if _answers(each, wanted)]
        return [*map(_of_partner, partners), *(self._services(session, search, today) if wanted else ())]

    def chosen(self, session: Session, to: str, today: date) -> Possible:
        """The one of that number, where something can be passed on to it today. Raises NobodyChosen."""
        found = self.known(session, to)
        if found is None or (found.partner is None and not self._is_shown(session, to, today)):
            raise NobodyChosen
        return found

    def known(self, session: Session, to: str) -> Possible | None:
        """The one of that number, also a service that people are told of no more; None where it is gone."""
        if to.startswith(PARTNER):
            partners = self._content.partners if self._content else ()
            return next((_of_partner(each) for each in partners if f"{PARTNER}{each.key}" == to), None)
        service = self._service(session, to)
        return _of_service(service) if service else None

    def _services(self, session: Session, search: str, today: date) -> list[Possible]:
        catalogue = self._up_to_date(session)
        scores = catalogue.search(search)
        services = (catalogue.services[id] for id in sorted(scores, key=lambda id: (-scores[id], id)))
        return [_of_service(service) for service in services if catalogue.is_shown(service, today)][:MOST]

    def _up_to_date(self, session: Session) -> ServiceCatalogue:
        assert self._content is not None
        if self._catalogue is None:
            self._catalogue = ServiceCatalogue(self._content.needs, self._believed)
        self._catalogue.refresh(session)
        if self._catalogue.is_behind:
            self._catalogue = self._catalogue.built_anew(session)
        return self._catalogue

    def _is_shown(self, session: Session, to: str, today: date) -> bool:
        service = self._service(session, to)
        return service is not None and self._content is not None and is_shown(service, self._content.needs, today)

    def _service(self, session: Session, to: str) -> Service | None:
        if not to.startswith(OF_SERVICES):
            return None
        found = records.find_believed(session, self._believed, SERVICE, to.removeprefix(OF_SERVICES))
        return found if isinstance(found, Service) else None


def _of_service(service: Service) -> Possible:
    return Possible(f"{OF_SERVICES}{service.id}", service.name, service.description)


def _of_partner(partner: Partner) -> Possible:
    return Possible(f"{PARTNER}{partner.key}", partner.name, partner.takes, partner)


def _answers(partner: Partner, wanted: tuple[str, ...]) -> bool:
    """Whether each word begins one that is said of the partner, in whatever language."""
    texts = (*partner.name.by_language.values(), *partner.takes.by_language.values())
    said = [word for text in texts for word in words_of(text)]
    return all(any(word.startswith(each) for word in said) for each in wanted)
