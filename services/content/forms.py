"""The forms of an organisation: compiled from their files once, archived, and read from the archive after that.

As long as no file has changed, a start needs no form compiler.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlmodel import Session

import services.forms
from services.authoring.parts import Problem
from services.forms import Form, FormBroken, FormProblem, FormUnknown, archive, read_form
from services.keys.epochs import week_of
from storage import forms as rows

FORMS = "forms"
FORM_SUFFIXES = (".xlsx", ".md")
SHEETS = ("survey", "choices", "settings")
REPORT_FORM = "safety_report"
INDEX = "index of forms"


def _form_files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / FORMS).glob("*") if _is_form(path))


def _is_form(path: Path) -> bool:
    """True for XLSForm files. A .csv may also hold a list a form chooses from: a form's starts with a sheet's name."""
    if path.suffix != ".csv":
        return path.suffix in FORM_SUFFIXES
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        return lines.readline().split(",")[0].strip(' "\n') in SHEETS


def compile_forms(folder: Path) -> tuple[dict[str, Form], list[Problem]]:
    """Every form of the content folder by its name, what is wrong with those that do not compile, and as warnings what
    is passed over in the others."""
    forms: dict[str, Form] = {}
    problems: list[Problem] = []
    for path in _form_files(folder):
        try:
            read = read_form(path)
        except FormBroken as broken:
            problems += [_of_form(path, problem) for problem in broken.problems]
        else:
            forms[read.form.name] = read.form
            problems += [_of_form(path, remark) for remark in read.remarks]
    return forms, problems


def _of_form(path: Path, said: FormProblem) -> Problem:
    file, broken, remedy = f"{FORMS}/{path.name}", said.broken.rstrip("."), said.remedy.rstrip(".")
    return Problem(file, said.place, broken, remedy, is_warning=said.is_remark)


def what_the_report_lacks(forms: Mapping[str, Form], languages: tuple[str, ...]) -> list[Problem]:
    """The form nobody can do without: is it there, and in every offered language?"""
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
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.rglob("*.py")))).digest()


def fingerprint(folder: Path) -> str:
    """Of everything the compiled forms depend on: the form files, the zones, and the compiler itself."""
    digest = hashlib.sha256(_compiler_fingerprint())
    for path in sorted((folder / FORMS).glob("*")):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def archived_forms(session: Session, fingerprint: str) -> dict[str, Form] | None:
    """The forms as they were archived under that fingerprint; None where they have to be compiled."""
    index = rows.get(session, fingerprint)
    if index is None:
        return None
    try:
        return {name: archive.recall(session, wanted) for name, wanted in json.loads(index).items()}
    except FormUnknown:
        return None


def archive_forms(session: Session, fingerprint: str, forms: Mapping[str, Form], now: datetime) -> None:
    """Keep each form under its hash for good, and under the fingerprint which of them belong together."""
    for form in forms.values():
        archive.keep(session, form, now)
    index = json.dumps({name: form.hash for name, form in forms.items()}, sort_keys=True)
    rows.archive(session, fingerprint, INDEX, week_of(now), index)
