"""The forms of an organisation: compiled from their files once, archived, and read from the archive after that.

As long as no file has changed, a start needs no form compiler. Which of the archived forms are then in use stands in a
file beside the database: whoever writes the database could name others, which ask what they like.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlmodel import Session

import services.forms
from services.authoring.parts import Problem
from services.forms import Form, FormBroken, FormProblem, FormRule, FormUnknown, archive, read_form
from services.forms.xlsform.files import is_form_file
from services.forms.xlsform.other_words import OwnWords

FORMS = "forms"
REPORT_FORM = "safety_report"
REMEMBERED = 4
"""How many states of a content folder the file knows: that in use, the last one that was fit, and two before."""


def _form_files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / FORMS).glob("*") if is_form_file(path))


@dataclass(frozen=True, slots=True)
class Spoken:
    """The languages an organisation offers, and our own words for what forms leave out."""

    languages: tuple[str, ...] = ()
    own: OwnWords = field(default_factory=dict)


def compile_forms(folder: Path, spoken: Spoken) -> tuple[dict[str, Form], list[Problem]]:
    """Every form of the content folder by its name, what is wrong with those that do not compile, and as warnings what
    is passed over or not translated in the others. Languages that are not offered need no translation."""
    found = _compiled(_Asked(fingerprint(folder, spoken.own), spoken.languages, folder, spoken.own))
    return dict(found[0]), list(found[1])


@dataclass(frozen=True, slots=True)
class _Asked:
    """Forms to compile: what their fingerprint and the languages are alike in comes out alike."""

    fingerprint: str
    languages: tuple[str, ...]
    folder: Path = field(compare=False)
    own: OwnWords = field(compare=False)


@lru_cache(maxsize=4)
def _compiled(asked: _Asked) -> tuple[dict[str, Form], list[Problem]]:
    """Once for whoever checks a folder and then loads it."""
    forms: dict[str, Form] = {}
    problems: list[Problem] = []
    for path in _form_files(asked.folder):
        try:
            read = read_form(path, own=asked.own)
        except FormBroken as broken:
            problems += [_of_form(path, problem) for problem in broken.problems]
        else:
            forms[read.form.name] = read.form
            problems += [_of_form(path, one) for one in read.remarks if _concerns(one, asked.languages)]
    return forms, problems


def _concerns(remark: FormProblem, languages: tuple[str, ...]) -> bool:
    return remark.rule is not FormRule.TRANSLATION_MISSING or remark.facts["language"] in languages


def _of_form(path: Path, said: FormProblem) -> Problem:
    file, broken, remedy = f"{FORMS}/{path.name}", said.broken.rstrip("."), said.remedy.rstrip(".")
    return Problem(file, said.place, broken, remedy, is_warning=said.is_remark)


def what_the_report_lacks(forms: Mapping[str, Form], languages: tuple[str, ...]) -> list[Problem]:
    """The form nobody can do without: is it there, and in every offered language?"""
    form = forms.get(REPORT_FORM)
    if form is None:
        return [Problem(FORMS, REPORT_FORM, "there is no such form", "Copy it from the example content")]
    return [
        Problem(f"{FORMS}/{REPORT_FORM}", f"label::{language}", _lacking(form, language), "Translate the form")
        for language in languages
        if not form.speaks(language)
    ]


def _lacking(form: Form, language: str) -> str:
    return "this offered language is " + ("not whole" if language in form.languages else "missing")


@cache
def _compiler_fingerprint() -> bytes:
    folder = Path(str(services.forms.__file__)).parent
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.rglob("*.py")))).digest()


def fingerprint(folder: Path, own: OwnWords) -> str:
    """Of everything the compiled forms depend on: the form files, the zones, our own words, and the compiler itself."""
    digest = hashlib.sha256(_compiler_fingerprint())
    digest.update(repr(sorted((language, words.choice, words.question) for language, words in own.items())).encode())
    for path in sorted((folder / FORMS).glob("*")):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class FormsInUse:
    """The file that names, for each fingerprint, the forms that belong together."""

    path: Path

    def of(self, fingerprint: str) -> Mapping[str, str] | None:
        """Name and hash of each; None where nothing is known."""
        return self._all().get(fingerprint)

    def note(self, fingerprint: str, forms: Mapping[str, Form]) -> None:
        """These are the forms of that fingerprint. Written whole or not at all: bot and desk may start side by side."""
        known = self._all() | {fingerprint: {name: form.hash for name, form in forms.items()}}
        with NamedTemporaryFile("w", dir=self.path.parent, prefix=f"{self.path.name}.", delete=False) as file:
            json.dump(dict(list(known.items())[-REMEMBERED:]), file)
        Path(file.name).replace(self.path)

    def _all(self) -> dict[str, dict[str, str]]:
        try:
            told = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}


def archived_forms(session: Session, fingerprint: str, in_use: FormsInUse | None) -> dict[str, Form] | None:
    """The forms as they were archived under that fingerprint; None where they have to be compiled."""
    named = in_use.of(fingerprint) if in_use else None
    if named is None:
        return None
    try:
        return {name: archive.recall(session, wanted) for name, wanted in named.items()}
    except FormUnknown:
        return None


def archive_forms(session: Session, forms: Mapping[str, Form], now: datetime) -> None:
    """Keep each form under its hash for good."""
    for form in forms.values():
        archive.keep(session, form, now)
