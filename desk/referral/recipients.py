"""To whom something can be passed on: the services of the directory, found by name."""

from desk.workspace import Workspace
from services.directory import records
from services.directory.catalogue import ServiceCatalogue
from services.directory.model import SERVICE, Service
from services.directory.needs import is_shown
from services.errors import Refusal
from services.reports.referrals import Recipient

MOST = 12
"""Services that are shown for one search."""
OF_SERVICES = "service:"
NAME_LIMIT, DOES_LIMIT = 200, 300


class NobodyChosen(Refusal):
    """No service is chosen, or it is in the directory no more."""


def found(workspace: Workspace, search: str, language: str) -> list[Recipient]:
    """The services that answer the words, the best first; none without words."""
    content = workspace.config.content
    if content is None or not search.strip():
        return []
    catalogue = ServiceCatalogue(content.needs)
    with workspace.config.database.reading() as session:
        catalogue.refresh(session)
    scores, today = catalogue.search(search), workspace.config.now().date()
    services = (catalogue.services[id] for id in sorted(scores, key=lambda id: (-scores[id], id)))
    return [_recipient(service, language) for service in services if catalogue.is_shown(service, today)][:MOST]


def chosen(workspace: Workspace, to: str, language: str) -> Recipient:
    """The one of that number, as whoever is asked reads it. Raises NobodyChosen."""
    content = workspace.config.content
    with workspace.config.database.reading() as session:
        service = records.find(session, SERVICE, to.removeprefix(OF_SERVICES))
    if content is None or not isinstance(service, Service):
        raise NobodyChosen
    if not is_shown(service, content.needs, workspace.config.now().date()):
        raise NobodyChosen
    return _recipient(service, language)


def _recipient(service: Service, language: str) -> Recipient:
    name, does = service.name.said(language), service.description.said(language)
    return Recipient(f"{OF_SERVICES}{service.id}", name[:NAME_LIMIT], does[:DOES_LIMIT])
