"""What an organisation replaces with its own: who it is, who reads, whom to call, its zones, its forms.

Plain files in one folder, read when the program starts. Forms are compiled once and archived; as long as no file has
changed, a start reads them from the archive and needs no form compiler. Nothing here is secret, nothing is personal.
"""

import csv
import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import Session

import services.forms
from services.content_parts import ContentBroken, EmergencyLine, Problem, SafeService, TableReader, Texts, Zone
from services.epochs import week_of
from services.forms import Form, FormBroken, FormUnknown, archive, load_form
from storage import forms as rows
from storage.engine import Database

ORGANISATION = "organisation.toml"
FORMS = "forms"
ZONES = "forms/zones.csv"
FORM_SUFFIXES = (".xlsx", ".md")
SHEETS = ("survey", "choices", "settings")
REPORT_FORM = "safety_report"
INDEX = "index of forms"
BRANCHES = ("sexual_violence", "child", "aid_worker", "explosive")
"""Parts of a report in which safe services are shown (a form's calculated `branch`)."""
KEYS = ("site", "languages", "name", "who_reads", "answer_time", "outside_route", "emergency", "services")
SERVICE_KEYS = ("name", "what", "reach", "helps")


@dataclass(frozen=True, slots=True)
class Organisation:
    """The texts of `organisation.toml`."""

    site: str
    languages: tuple[str, ...]
    name: Texts
    who_reads: Texts
    answer_time: Texts
    outside_route: Texts
    emergency: tuple[EmergencyLine, ...]
    safe_services: tuple[SafeService, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """An organisation's content, checked. `languages` are the offered ones, the first is the fallback."""

    organisation: Organisation
    zones: tuple[Zone, ...]
    forms: Mapping[str, Form]

    @property
    def languages(self) -> tuple[str, ...]:
        """The offered languages, the first is the fallback."""
        return self.organisation.languages

    def form(self, name: str) -> Form:
        """The present form of that name. Raises KeyError."""
        return self.forms[name]

    def form_by_hash(self, wanted: str) -> Form | None:
        """The present form with that hash; None where it is an older one (then ask the archive)."""
        return next((form for form in self.forms.values() if form.hash == wanted), None)

    def services_for(self, branch: str) -> tuple[SafeService, ...]:
        """The safe services to show in that branch of a report; all of them for ''."""
        return tuple(each for each in self.organisation.safe_services if not branch or branch in each.helps)


def check(folder: Path, known_languages: Collection[str] | None = None) -> list[Problem]:
    """Everything that keeps this folder from being used; [] when it is fine. Touches no database."""
    organisation, _, problems = _read_texts(folder, known_languages)
    forms, broken = _compile(folder)
    return problems + (broken or _what_the_report_lacks(forms, organisation.languages))


def load(database: Database, folder: Path, now: datetime, known_languages: Collection[str] | None = None) -> Content:
    """Read and check the folder, archive forms that are new. Raises ContentBroken with every problem there is.

    `known_languages`: the languages the interface has words in; None leaves them unchecked.
    """
    organisation, zones, problems = _read_texts(folder, known_languages)
    fingerprint = _fingerprint(folder)
    with database.reading() as session:
        archived = _archived(session, fingerprint)
    compiled, broken = ({}, []) if archived is not None else _compile(folder)
    forms = compiled if archived is None else archived
    problems += broken or _what_the_report_lacks(forms, organisation.languages)
    if problems:
        raise ContentBroken(problems)
    if archived is None:
        with database.writing() as session:
            _archive(session, fingerprint, forms, now)
    return Content(organisation, zones, forms)


def _read_texts(
    folder: Path, known_languages: Collection[str] | None
) -> tuple[Organisation, tuple[Zone, ...], list[Problem]]:
    table, problems = _read_toml(folder / ORGANISATION)
    if problems:
        return _no_organisation(), (), problems
    languages = tuple(str(language) for language in table.get("languages", ()))
    reader = TableReader(ORGANISATION, table, languages)
    reader.refuse_unknown(KEYS)
    _check_languages(reader, languages, known_languages)
    organisation = Organisation(
        site=reader.text("site"),
        languages=languages,
        name=reader.texts("name"),
        who_reads=reader.texts("who_reads"),
        answer_time=reader.texts("answer_time"),
        outside_route=reader.texts("outside_route"),
        emergency=tuple(_emergency(each) for each in reader.tables("emergency", at_least=1)),
        safe_services=tuple(_service(each) for each in reader.tables("services", at_least=1)),
    )
    zones, broken = _read_zones(folder / ZONES, languages)
    return organisation, zones, reader.problems + broken


def _read_toml(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")), []
    except FileNotFoundError:
        return {}, [Problem(path.name, "", "the file is missing", "Copy it from the example content and change it")]
    except UnicodeDecodeError:
        return {}, [Problem(path.name, "", "the file is not UTF-8 text", "Save it again as UTF-8")]
    except tomllib.TOMLDecodeError as wrong:
        return {}, [Problem(path.name, "", f"the file is not TOML ({wrong})", "Correct that line")]


def _check_languages(reader: TableReader, languages: tuple[str, ...], known: Collection[str] | None) -> None:
    if not languages or len(set(languages)) < len(languages):
        reader.complain("languages", "is empty or names a language twice", 'Write languages = ["en", "ar"]')
    for language in languages:
        if known is not None and language not in known:
            remedy = f"Choose from: {', '.join(known)}"
            reader.complain("languages", f"the interface has no words in “{language}”", remedy)


def _emergency(reader: TableReader) -> EmergencyLine:
    reader.refuse_unknown(("name", "number"))
    return EmergencyLine(reader.texts("name"), reader.text("number"))


def _service(reader: TableReader) -> SafeService:
    reader.refuse_unknown(SERVICE_KEYS)
    helps = reader.names("helps", BRANCHES)
    return SafeService(reader.texts("name"), reader.texts("what"), reader.texts("reach"), helps)


def _no_organisation() -> Organisation:
    nothing = Texts({})
    return Organisation("", (), nothing, nothing, nothing, nothing, (), ())


def _read_zones(path: Path, languages: tuple[str, ...]) -> tuple[tuple[Zone, ...], list[Problem]]:
    try:
        reader = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
        table = list(reader)
    except FileNotFoundError:
        return (), [Problem(ZONES, "", "the file is missing", "List the site's zones, one a line")]
    columns = {_language_of(column): column for column in reader.fieldnames or () if column}
    problems = [
        Problem(ZONES, f"label::{language}", "this offered language has no column", "Add the column")
        for language in languages
        if language not in columns
    ]
    if not table or problems:
        return (), problems or [Problem(ZONES, "", "no zone is listed", "Add a line for each zone")]
    zones = [Zone(row["name"], Texts({each: row[columns[each]] or "" for each in languages})) for row in table]
    for number, zone in enumerate(zones, 2):
        if not zone.name or not all(zone.label.by_language.values()):
            problems.append(Problem(ZONES, f"line {number}", "a name is missing", "Fill in every column"))
    return tuple(zones), problems


def _language_of(column: str) -> str:
    """The code in an XLSForm column name: `label::Français (fr)` or `label::fr`."""
    found = re.fullmatch(r"label::\s*(?:.*\(\s*([\w-]+)\s*\)|([\w-]+))\s*", column)
    return (found[1] or found[2]) if found else column


def _form_files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / FORMS).glob("*") if _is_form(path))


def _is_form(path: Path) -> bool:
    """True for XLSForm files. A .csv may also hold a list a form chooses from: a form's starts with a sheet's name."""
    if path.suffix != ".csv":
        return path.suffix in FORM_SUFFIXES
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        return lines.readline().split(",")[0].strip(' "\n') in SHEETS


def _compile(folder: Path) -> tuple[dict[str, Form], list[Problem]]:
    forms: dict[str, Form] = {}
    problems: list[Problem] = []
    for path in _form_files(folder):
        try:
            form = load_form(path)
        except FormBroken as broken:
            problems += [_of_form(path, problem) for problem in broken.problems]
        else:
            forms[form.name] = form
    return forms, problems


def _of_form(path: Path, wrong: services.forms.Problem) -> Problem:
    return Problem(f"{FORMS}/{path.name}", wrong.place, wrong.broken.rstrip("."), wrong.remedy.rstrip("."))


def _what_the_report_lacks(forms: Mapping[str, Form], languages: tuple[str, ...]) -> list[Problem]:
    form = forms.get(REPORT_FORM)
    if form is None:
        return [Problem(FORMS, REPORT_FORM, "there is no such form", "Copy it from the example content")]
    return [
        Problem(
            f"{FORMS}/{REPORT_FORM}", f"label::{language}", "this offered language is missing", "Translate the form"
        )
        for language in languages
        if language not in form.languages
    ]


@cache
def _compiler_fingerprint() -> bytes:
    folder = Path(str(services.forms.__file__)).parent
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))).digest()


def _fingerprint(folder: Path) -> str:
    """Of everything the compiled forms depend on: the form files, the zones, and the compiler itself."""
    digest = hashlib.sha256(_compiler_fingerprint())
    for path in sorted((folder / FORMS).glob("*")):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _archived(session: Session, fingerprint: str) -> dict[str, Form] | None:
    index = rows.get(session, fingerprint)
    if index is None:
        return None
    try:
        return {name: archive.recall(session, wanted) for name, wanted in json.loads(index).items()}
    except FormUnknown:
        return None


def _archive(session: Session, fingerprint: str, forms: Mapping[str, Form], now: datetime) -> None:
    for form in forms.values():
        archive.keep(session, form, now)
    index = json.dumps({name: form.hash for name, form in forms.items()}, sort_keys=True)
    rows.archive(session, fingerprint, INDEX, week_of(now), index)
