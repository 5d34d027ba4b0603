"""What was read from a file before anything is kept: things by identifier, and remarks on what could not be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from services.authoring.parts import Texts, Zone
from services.directory.files.confidential import hides, is_unread, told_in_cells, told_of_place, told_of_service
from services.directory.files.report import ImportReport
from services.directory.files.source_files import clean
from services.directory.files.withholding import all_said, why_withheld
from services.directory.folding import all_words
from services.directory.model import (
    NOTHING,
    Location,
    Organization,
    PhoneNumber,
    Service,
    Thing,
    said_in,
    texts_in,
)
from services.directory.needs import Needs
from services.directory.telephone import country_of, what_is_doubtful
from services.directory.untold import untold_place, untold_service

LONGEST_TEXT = 4000
"""Letters of one text that are taken: a card is one message."""


@dataclass(frozen=True, slots=True)
class ImportSetting:
    """What an import knows beside the file: the language of plain fields, the site's needs and zones, and the day.

    `checked`: a day on which somebody made sure of all of it, whatever older dates the file has. `timezone` is that of
    the site; where it is '', times of other clocks cannot be read. `is_of_others`: the file is not the organisation's
    own content: places that may be refuges are not told until somebody says that they may be.
    """

    language: str
    needs: Needs
    zones: Sequence[Zone]
    source: str
    today: date
    checked: date | None = None
    timezone: str = ""
    is_of_others: bool = False

    def zone_named(self, *names: str) -> str:
        """The key of the first zone that one of these names means; '' for none. “Gate A” is not “Gate”."""
        for name in names:
            wanted = all_words(name)
            for zone in self.zones if wanted else ():
                labels = [zone.name, *zone.label.by_language.values()]
                if wanted in map(_words_of_a_zone, labels):
                    return zone.name
        return ""


@lru_cache(maxsize=1024)
def _words_of_a_zone(label: str) -> tuple[str, ...]:
    return all_words(label)


@dataclass(slots=True)
class Batch:
    """Everything one file says, and where each service stood in it."""

    setting: ImportSetting
    report: ImportReport = field(default_factory=ImportReport)
    organizations: dict[str, Organization] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    places_in_file: dict[str, str] = field(default_factory=dict)
    withheld: dict[str, str] = field(default_factory=dict)
    """Services whose place is not told until somebody says that it may be, and why."""
    organization_phones: dict[str, tuple[PhoneNumber, ...]] = field(default_factory=dict)
    """Numbers of whole organizations, for services that have none."""

    def add_service(self, service: Service, where: str, record: Any = None) -> None:
        """Take the service, unless one with its identifier was there before. `record`: all that the file says of it."""
        if service.is_confidential or self._is_told_confidential(service):
            service = self._untold(service, where)
        if service.id in self.services:
            self._pass_over_second(service, where)
            return
        checked = self.setting.checked
        self.services[service.id] = replace(service, assured=checked) if checked else service
        self.places_in_file[service.id] = where
        if self.setting.is_of_others and service.locations and not (service.is_confidential or service.is_place_told):
            around = [text.by_language for text in texts_in([service, *self._around(service)])]
            if why := why_withheld(service, all_said([record, around]), self.setting.needs):
                self.withheld[service.id] = why

    def is_hidden_by(self, fields: Mapping[str, Any], where: str) -> bool:
        """True where fields of the record say, in whichever words, that nobody may learn where its place is.

        A field made for that which says neither yes nor no hides the place as well, and is remarked on.
        """
        for name, value in fields.items():
            if is_unread(str(name), value):
                why = f"“{clean(value)[:40]}” is neither yes nor no, so the place of it is not shown"
                self.report.leave_out(where, str(name), why)
        return any(hides(str(name), value) for name, value in fields.items()) or told_in_cells(
            said for value in fields.values() if not isinstance(value, list) for said in all_said(value)
        )

    def _pass_over_second(self, service: Service, where: str) -> None:
        """What either of the two says to be confidential stays so."""
        first, at = self.services[service.id], self.places_in_file[service.id]
        same = replace(first, assured=service.assured) == service
        why = f"the same as {at}" if same else f"this identifier is used before, at {at}"
        self.report.skip(where, "id", why)
        if service.is_confidential and not first.is_confidential:
            self.services[first.id] = self._untold(first, at)

    def _is_told_confidential(self, service: Service) -> bool:
        """Whether any text of it, of its places or of its organization says so."""
        around = self._around(service)
        places = [each for each in around if isinstance(each, Location)]
        of_places = [text for place in places for text in (place.address, place.transportation)]
        return (
            any(told_of_service(text) for text in texts_in([service, *around]))
            or any(told_of_place(text) for each in around for text in (each.name, each.description))
            or any(told_of_place(text) for text in (*of_places, *(at.description for at in service.locations)))
        )

    def _around(self, service: Service) -> list[Location | Organization]:
        """Its places and its organization."""
        places = [place for at in service.locations if (place := self.locations.get(at.location))]
        organization = self.organizations.get(service.organization)
        return [*places, *([organization] if organization else [])]

    def _untold(self, service: Service, where: str) -> Service:
        """Where a confidential service is, is not even kept: neither of its places nor in its texts."""
        places = [place for at in service.locations if (place := self.locations.get(at.location)) is not None]
        kept = replace(untold_service(service, places), is_confidential=True)
        for place in places:
            self.locations[place.id] = untold_place(place)
        name = next(iter(kept.name.by_language.values()), service.id)
        if service.locations:
            why = f"the coordinates, the address and the way to “{name[:60]}”; nobody may learn where it is"
            self.report.leave_out(where, "confidential", why)
        bare = replace(service, locations=tuple(replace(at, description=NOTHING) for at in service.locations))
        if kept != replace(bare, is_confidential=True):
            why = f"the sentences in texts of “{name[:60]}” that lead to it"
            self.report.leave_out(where, "confidential", why)
        return kept

    def add(self, thing: Organization | Location) -> None:
        """Take it, unless it is known already: in nested files the same place stands again with each service."""
        if isinstance(thing, Organization):
            self.organizations.setdefault(thing.id, thing)
        else:
            self.locations.setdefault(thing.id, thing)

    @property
    def things(self) -> list[Thing]:
        """Everything, services last."""
        return [*self.organizations.values(), *self.locations.values(), *self.services.values()]

    def called_at(self, number: str, where: str, field: str) -> None:
        """A number was taken as it is written; where a digit is missing or too many, that is said."""
        if why := what_is_doubtful(number, country_of(self.setting.timezone)):
            self.report.doubt(where, field, f"“{number[:40]}”: {why}")

    def zone_meant(self, where: str, field: str, *names: str) -> str:
        """The zone that one of these names of a place means, though nobody said that it is one, which is remarked."""
        zone = self.setting.zone_named(*names)
        if zone:
            said = next(name for name in names if self.setting.zone_named(name))
            self.report.doubt(where, field, f"“{said[:40]}” is taken for the zone “{zone}”")
        return zone

    def text(self, value: object, where: str, field: str) -> str:
        """A value as text; one that is no text, or too long, is remarked on."""
        if isinstance(value, Mapping | list):
            self.report.leave_out(where, field, "a text is expected here")
        said = clean(value)
        if len(said) <= LONGEST_TEXT:
            return said
        self.report.leave_out(where, field, f"the text has {len(said)} letters; what is after {LONGEST_TEXT}")
        return said[: LONGEST_TEXT - 1] + "…"

    def texts(self, value: object, where: str, field: str) -> Texts:
        """A value as text in the file's language."""
        return said_in(self.setting.language, self.text(value, where, field))

    def day(self, value: object, where: str, field: str) -> date | None:
        """A value as a day; None where it is empty or none (which is remarked on)."""
        said = clean(value)[:10]
        if not said:
            return None
        try:
            return date.fromisoformat(said)
        except ValueError:
            self.report.leave_out(where, field, f"“{said}” is not a day like 2026-03-05")
            return None

    def number(self, value: object, where: str, field: str, least: float, most: float) -> float | None:
        """A value as a number between two others; None where it is empty or none (which is remarked on)."""
        said = clean(value).replace(",", ".")
        if not said:
            return None
        try:
            number = float(said)
        except ValueError:
            number = most + 1
        if least <= number <= most:
            return number
        self.report.leave_out(where, field, f"“{said[:40]}” is not a number from {least:g} to {most:g}")
        return None
