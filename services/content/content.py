"""What an organisation replaces with its own: who it is, who reads, whom to call, its forums, forms, guides, surveys.

Plain files in one folder, read when the program starts. Nothing here is secret, nothing is personal.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from services.authoring.parts import BRANCHES, ContentBroken, Problem, SafeService, Zone
from services.content import forms as content_forms
from services.content.answer_times import URGENT, what_is_not_known
from services.content.forms import REPORT_FORM, Spoken
from services.content.limits import long_labels, long_texts
from services.content.newer import what_is_newer
from services.content.organisation import ORGANISATION, Organisation, read_organisation
from services.content.outlines import ZoneShape
from services.content.partners import Partner, read_partners
from services.content.replies import ReplyWords, read_reply_words
from services.content.zone_map import read_zone_map
from services.content.zones import ZONES, read_zones
from services.danger import DangerWords, read_danger_words
from services.directory.files.batch import Batch
from services.directory.files.pack import Pack
from services.directory.needs import Needs, read_needs
from services.forms import Form
from services.forms.xlsform.other_words import OwnWords
from services.forums import Forum, forum_audience, read_forums, zone_audience
from services.guides.agreements import AGREEMENT_FORM, Agreement, read_agreements, what_agreements_lack
from services.guides.files import read_guides, what_guides_lead_to
from services.guides.guides import Guides
from services.surveys.surveys import Survey, read_surveys
from storage.engine import Database

NO_WORDS: OwnWords = MappingProxyType({})
__all__ = ["BRANCHES", "REPORT_FORM", "ZONES", "Content", "Organisation", "check", "load"]


@dataclass(frozen=True, slots=True)
class Content:
    """An organisation's content, checked. `languages` are the offered ones, the first is the fallback."""

    organisation: Organisation
    zones: tuple[Zone, ...]
    forms: Mapping[str, Form]
    forums: tuple[Forum, ...] = ()
    guides: Guides = field(default_factory=Guides)
    agreements: tuple[Agreement, ...] = ()
    surveys: tuple[Survey, ...] = ()
    needs: Needs = field(default_factory=Needs)
    danger: DangerWords = field(default_factory=DangerWords)
    replies: ReplyWords = field(default_factory=ReplyWords)
    partners: tuple[Partner, ...] = ()
    zone_map: tuple[ZoneShape, ...] = ()
    untaken: Batch | None = None
    """Its own services, where the directory holds none of them yet; whoever has the runtime key takes them in."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The offered languages, the first is the fallback."""
        return self.organisation.languages

    @property
    def audiences(self) -> tuple[str, ...]:
        """Everything a person can ask to hear about: each forum, and safety advice for each zone."""
        return _audiences(self.forums, self.zones)

    def forum(self, key: str) -> Forum:
        """The forum of that key. Raises KeyError."""
        for forum in self.forums:
            if forum.key == key:
                return forum
        raise KeyError(key)

    def survey(self, key: str) -> Survey:
        """The survey of that key. Raises KeyError."""
        for survey in self.surveys:
            if survey.key == key:
                return survey
        raise KeyError(key)

    def form(self, name: str) -> Form:
        """The present form of that name. Raises KeyError."""
        return self.forms[name]

    def form_by_hash(self, wanted: str) -> Form | None:
        """The present form with that hash; None where it is an older one (then ask the archive)."""
        return next((form for form in self.forms.values() if form.hash == wanted), None)

    def services_for(self, branch: str) -> tuple[SafeService, ...]:
        """The safe services to show in these branches of a report (apart by spaces); all of them for ''."""
        wanted = set(branch.split())
        return tuple(each for each in self.organisation.safe_services if not wanted or wanted & set(each.helps))


@dataclass(frozen=True, slots=True)
class _Texts:
    """What is read from files anew at every start."""

    organisation: Organisation
    zones: tuple[Zone, ...]
    forums: tuple[Forum, ...]
    guides: Guides
    agreements: tuple[Agreement, ...]
    needs: Needs
    danger: DangerWords
    replies: ReplyWords
    partners: tuple[Partner, ...]
    zone_map: tuple[ZoneShape, ...]

    @property
    def branches(self) -> set[str]:
        """The parts of a report that have a safe service."""
        return {branch for service in self.organisation.safe_services for branch in service.helps}


def check(
    folder: Path,
    known_languages: Collection[str] | None = None,
    today: date | None = None,
    own_words: OwnWords = NO_WORDS,
) -> list[Problem]:
    """Everything that is wrong with this folder; [] when it is fine. Touches no database.

    `known_languages`: the languages the interface has all its words in; None leaves them unchecked. Without `today`
    nothing is said about texts that should be checked once more. `own_words`: what forms leave to us to say. Warnings
    alone do not keep the folder from being used.
    """
    texts, problems = _read_texts(folder, known_languages, today)
    forms, of_forms = content_forms.compile_forms(folder, _spoken(texts, own_words))
    broken = are_grave(of_forms)
    _, of_surveys = _read_surveys(folder, texts, {} if broken else forms)
    problems += of_surveys + of_forms + ([] if broken else _what_is_missing(texts, forms))
    problems += _services(folder, texts, today)
    if texts is None:
        return problems
    return [
        *problems,
        *long_texts(texts.organisation, forms),
        *long_labels(texts.zones, texts.forums, texts.needs.needs),
    ]


def read_ahead(folder: Path, known_languages: Collection[str] | None = None) -> None:
    """Read the folder's files: the most work in them is kept for whoever loads it in this process."""
    _read_texts(folder, known_languages, None)


def load(
    database: Database,
    folder: Path,
    now: datetime,
    known_languages: Collection[str] | None = None,
    own_words: OwnWords = NO_WORDS,
    in_use: content_forms.FormsInUse | None = None,
) -> Content:
    """Read and check the folder, archive forms that are new. Raises ContentBroken with every problem there is.

    `known_languages` and `own_words` as for `check`. Without `in_use` all forms are compiled.
    """
    texts, problems = _read_texts(folder, known_languages, None)
    fingerprint = content_forms.fingerprint(folder, own_words)
    with database.reading() as session:
        archived = content_forms.archived_forms(session, fingerprint, in_use)
    spoken = _spoken(texts, own_words)
    forms, of_forms = (archived, []) if archived is not None else content_forms.compile_forms(folder, spoken)
    broken = are_grave(of_forms)
    surveys, of_surveys = _read_surveys(folder, texts, {} if broken else forms)
    problems += of_surveys + of_forms + ([] if broken else _what_is_missing(texts, forms))
    if texts is None or are_grave(problems):
        raise ContentBroken(problem for problem in problems if not problem.is_warning)
    if archived is None:
        with database.writing() as session:
            content_forms.archive_forms(session, forms, now)
        if in_use is not None:
            in_use.note(fingerprint, forms)
    for form in forms.values():
        form.make_ready()
    untaken = _pack(folder, texts).read_if_untouched(database, now)
    return Content(
        texts.organisation,
        texts.zones,
        forms,
        texts.forums,
        texts.guides,
        texts.agreements,
        surveys,
        texts.needs,
        texts.danger,
        texts.replies,
        texts.partners,
        texts.zone_map,
        untaken,
    )


def _spoken(texts: _Texts | None, own_words: OwnWords) -> Spoken:
    return Spoken(texts.organisation.languages if texts else (), own_words)


def are_grave(problems: Iterable[Problem]) -> bool:
    """Whether any of them keeps the content from being used."""
    return any(not problem.is_warning for problem in problems)


def _services(folder: Path, texts: _Texts | None, today: date | None) -> list[Problem]:
    if texts is None or not texts.zones:
        return []
    return _pack(folder, texts).problems(today)


def _pack(folder: Path, texts: _Texts) -> Pack:
    organisation = texts.organisation
    return Pack(folder, organisation.languages, texts.needs, texts.zones, organisation.timezone)


def _read_texts(
    folder: Path, known_languages: Collection[str] | None, today: date | None
) -> tuple[_Texts | None, list[Problem]]:
    organisation, problems = read_organisation(folder, known_languages)
    if organisation is None:
        return None, problems
    languages = organisation.languages
    zones, of_zones = read_zones(folder, languages)
    names = [zone.name for zone in zones] or None
    zone_map, of_map = read_zone_map(folder, names) if names else ((), [])
    of_zones += of_map
    forums, of_forums = read_forums(folder, languages, organisation.timezone, zones)
    guides, of_guides = read_guides(folder, languages, today)
    agreements, of_agreements = read_agreements(folder, languages, names, today)
    needs, of_needs = read_needs(folder, languages)
    danger, of_danger = read_danger_words(folder, languages, BRANCHES, needs)
    danger = danger.with_lines(organisation.emergency)
    replies, of_replies = read_reply_words(folder, languages)
    partners, of_partners = read_partners(folder, languages)
    texts = _Texts(organisation, zones, forums, guides, agreements, needs, danger, replies, partners, zone_map)
    problems += of_zones + of_forums + of_guides + of_agreements + of_needs + of_danger
    return texts, problems + of_replies + of_partners


def _read_surveys(
    folder: Path, texts: _Texts | None, forms: Mapping[str, Form]
) -> tuple[tuple[Survey, ...], list[Problem]]:
    if texts is None:
        return (), []
    return read_surveys(folder, texts.organisation.languages, forms, _audiences(texts.forums, texts.zones))


def _audiences(forums: Iterable[Forum], zones: Iterable[Zone]) -> tuple[str, ...]:
    return (*(forum_audience(forum.key) for forum in forums), *(zone_audience(zone.name) for zone in zones))


def _what_is_missing(texts: _Texts | None, forms: Mapping[str, Form]) -> list[Problem]:
    """What forms, guides and agreements need of each other."""
    if texts is None:
        return content_forms.what_the_report_lacks(forms, ())
    report = forms.get(REPORT_FORM)
    concerns = [choice.name for choice in report.choices.get("category", ())] if report else []
    return [
        *content_forms.what_the_report_lacks(forms, texts.organisation.languages),
        *what_is_newer(texts.danger, forms, REPORT_FORM),
        *what_is_not_known(texts.organisation.answer_times, ORGANISATION, {URGENT, *BRANCHES, *forms}),
        *what_guides_lead_to(texts.guides, texts.branches, [need.key for need in texts.needs.needs], concerns, forms),
        *what_agreements_lack(texts.agreements, forms.get(AGREEMENT_FORM)),
    ]
