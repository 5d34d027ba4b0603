"""What an organisation replaces with its own: who it is, who reads, whom to call, its zones, its forums, its forms.

Plain files in one folder, read when the program starts. Nothing here is secret, nothing is personal.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from services import content_forms
from services.content_forms import REPORT_FORM
from services.content_parts import ContentBroken, Problem, SafeService, Zone
from services.content_texts import BRANCHES, ZONES, Organisation, read_organisation, read_zones
from services.forms import Form
from services.forums import Forum, forum_audience, read_forums, zone_audience
from storage.engine import Database

__all__ = ["BRANCHES", "REPORT_FORM", "ZONES", "Content", "Organisation", "check", "load"]


@dataclass(frozen=True, slots=True)
class Content:
    """An organisation's content, checked. `languages` are the offered ones, the first is the fallback."""

    organisation: Organisation
    zones: tuple[Zone, ...]
    forms: Mapping[str, Form]
    forums: tuple[Forum, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The offered languages, the first is the fallback."""
        return self.organisation.languages

    @property
    def audiences(self) -> tuple[str, ...]:
        """Everything a person can ask to hear about: each forum, and safety advice for each zone."""
        forums = [forum_audience(forum.key) for forum in self.forums]
        return (*forums, *(zone_audience(zone.name) for zone in self.zones))

    def forum(self, key: str) -> Forum:
        """The forum of that key. Raises KeyError."""
        for forum in self.forums:
            if forum.key == key:
                return forum
        raise KeyError(key)

    def form(self, name: str) -> Form:
        """The present form of that name. Raises KeyError."""
        return self.forms[name]

    def form_by_hash(self, wanted: str) -> Form | None:
        """The present form with that hash; None where it is an older one (then ask the archive)."""
        return next((form for form in self.forms.values() if form.hash == wanted), None)

    def services_for(self, branch: str) -> tuple[SafeService, ...]:
        """The safe services to show in that branch of a report; all of them for ''."""
        return tuple(each for each in self.organisation.safe_services if not branch or branch in each.helps)


@dataclass(frozen=True, slots=True)
class _Texts:
    """What is read from files anew at every start."""

    organisation: Organisation
    zones: tuple[Zone, ...]
    forums: tuple[Forum, ...]


def check(folder: Path, known_languages: Collection[str] | None = None) -> list[Problem]:
    """Everything that keeps this folder from being used; [] when it is fine. Touches no database."""
    texts, problems = _read_texts(folder, known_languages)
    forms, broken = content_forms.compile_forms(folder)
    return problems + (broken or content_forms.what_the_report_lacks(forms, _languages(texts)))


def load(database: Database, folder: Path, now: datetime, known_languages: Collection[str] | None = None) -> Content:
    """Read and check the folder, archive forms that are new. Raises ContentBroken with every problem there is.

    `known_languages`: the languages the interface has words in; None leaves them unchecked.
    """
    texts, problems = _read_texts(folder, known_languages)
    fingerprint = content_forms.fingerprint(folder)
    with database.reading() as session:
        archived = content_forms.archived_forms(session, fingerprint)
    compiled, broken = ({}, []) if archived is not None else content_forms.compile_forms(folder)
    forms = compiled if archived is None else archived
    problems += broken or content_forms.what_the_report_lacks(forms, _languages(texts))
    if problems or texts is None:
        raise ContentBroken(problems)
    if archived is None:
        with database.writing() as session:
            content_forms.archive_forms(session, fingerprint, forms, now)
    return Content(texts.organisation, texts.zones, forms, texts.forums)


def _read_texts(folder: Path, known_languages: Collection[str] | None) -> tuple[_Texts | None, list[Problem]]:
    organisation, problems = read_organisation(folder, known_languages)
    if organisation is None:
        return None, problems
    zones, of_zones = read_zones(folder, organisation.languages)
    forums, of_forums = read_forums(folder, organisation.languages, organisation.timezone, zones)
    return _Texts(organisation, zones, forums), problems + of_zones + of_forums


def _languages(texts: _Texts | None) -> tuple[str, ...]:
    return texts.organisation.languages if texts else ()
