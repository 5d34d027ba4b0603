"""Reading the guides of an organisation: one folder for each, with `guide.toml` and a text for each step and language.

Names whatever is wrong, with file and line, and what leads nowhere. What a guide is stands in `guides`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from services.authoring.parts import Problem, TableReader, Texts, read_toml
from services.authoring.texts import length
from services.guides.guides import NEED, SERVICES, STEP, Guide, Guides, GuideStep, NoSuchStep
from services.guides.markup import Link
from services.guides.pages import NAME, Reading, TextSheet

GUIDES = "guides"
GUIDE = "guide.toml"
KEYS = ("title", "about", "first", "always", "steps", "areas", "recheck_days", "recheck_area_days", "concern", "forms")
LONGEST_ALWAYS = 200
RECHECK_DAYS = 180
RECHECK_AREA_DAYS = 30


def read_guides(folder: Path, languages: tuple[str, ...], today: date | None) -> tuple[Guides, list[Problem]]:
    """Every guide, and what is wrong with them. An organisation without that folder has none."""
    guides: dict[str, Guide] = {}
    problems: list[Problem] = []
    for path in sorted(path for path in (folder / GUIDES).glob("*") if path.is_dir()):
        guide, broken = _GuideReader(path, languages, today).read()
        problems += broken
        if guide is not None:
            guides[guide.name] = guide
    found = Guides(guides)
    return found, problems + [problem for guide in guides.values() for problem in _dead_steps(found, guide)]


def what_guides_lead_to(
    guides: Guides, branches: Collection[str], needs: Collection[str], concerns: Collection[str], forms: Collection[str]
) -> list[Problem]:
    """Links to services, and the concern and forms of a guide, that are nowhere."""
    problems = []
    for guide in guides.by_name.values():
        file = f"{GUIDES}/{guide.name}/{GUIDE}"
        if guide.concern and guide.concern not in concerns:
            rule = f"the report form has no category “{guide.concern}”"
            problems.append(Problem(file, "concern", rule, f"Choose from: {', '.join(sorted(concerns))}"))
        for name in guide.forms:
            if name not in forms:
                rule = f"there is no form “{name}” that can be sent from here"
                problems.append(Problem(file, "forms", rule, f"Choose from: {', '.join(sorted(forms))}"))
        for place, link in _links(guide):
            known = {SERVICES: branches, NEED: needs}.get(link.kind)
            if known is not None and link.target not in known:
                rule = f"no service helps with “{link.target}”"
                problems.append(Problem(place, f"line {link.line}", rule, f"Choose from: {', '.join(sorted(known))}"))
    return problems


@dataclass(frozen=True, slots=True)
class _GuideReader:
    path: Path
    languages: tuple[str, ...]
    today: date | None

    @property
    def name(self) -> str:
        return f"{GUIDES}/{self.path.name}"

    def read(self) -> tuple[Guide | None, list[Problem]]:
        table, problems = read_toml(self.path / GUIDE)
        if problems:
            return None, [replace(problem, file=f"{self.name}/{GUIDE}") for problem in problems]
        reader = TableReader(f"{self.name}/{GUIDE}", table, self.languages)
        reader.refuse_unknown(KEYS)
        if not NAME.fullmatch(self.path.name):
            reader.complain("", "the folder's name does not fit a button", "Use at most 16 small Latin letters")
        guide = Guide(
            name=self.path.name,
            title=reader.texts("title"),
            about=reader.texts("about"),
            first=reader.texts("first"),
            always=_short(reader, "always"),
            steps=self._steps(reader, "steps", reader.days("recheck_days", RECHECK_DAYS)),
            areas=self._steps(reader, "areas", reader.days("recheck_area_days", RECHECK_AREA_DAYS)),
            concern=reader.text("concern") if reader.has("concern") else "",
            forms=reader.list_of_texts("forms"),
        )
        return guide, reader.problems + self._strangers(guide)

    def _steps(self, reader: TableReader, key: str, fresh_for: timedelta) -> tuple[GuideStep, ...]:
        names = reader.list_of_texts(key, at_least=1 if key == "steps" else 0)
        if len(set(names)) < len(names):
            reader.complain(key, "names one of them twice", "Name each once")
        texts, problems = Reading(self.path, self.name, self.languages, self.today).sheets(
            dict.fromkeys(names), fresh_for
        )
        if key == "areas":
            for sheets in texts.values():
                _say_what_is_unknown(sheets)
        reader.problems += problems
        return tuple(
            GuideStep(name, {sheet.language: sheet.page for sheet in texts[name]}, fresh_for) for name in texts
        )

    def _strangers(self, guide: Guide) -> list[Problem]:
        names = [step.name for step in (*guide.steps, *guide.areas)]
        remedy = f"Name it under steps or areas in {GUIDE}, or take it away"
        return Reading(self.path, self.name, self.languages).strangers(names, remedy)


def _short(reader: TableReader, key: str) -> Texts:
    texts = reader.texts(key)
    for language, text in texts.by_language.items():
        if length(text) > LONGEST_ALWAYS:
            remedy = f"Use at most {LONGEST_ALWAYS} characters: it stands under every step"
            reader.complain(f"{key}.{language}", "is too long", remedy)
    return texts


def _say_what_is_unknown(sheets: list[TextSheet]) -> None:
    for sheet in sheets:
        if not sheet.page.unknown:
            remedy = 'Write unknown = ["…"]: nobody knows everything about a place'
            sheet.front.complain("unknown", "what is not known of this area is missing", remedy)


def _links(guide: Guide) -> Iterator[tuple[str, Link]]:
    for step in (*guide.steps, *guide.areas):
        for language, page in step.pages.items():
            for link in page.links:
                yield f"{GUIDES}/{guide.name}/{step.name}.{language}.md", link


def _dead_steps(guides: Guides, guide: Guide) -> Iterator[Problem]:
    for place, link in _links(guide):
        if link.kind == STEP:
            try:
                guides.target(guide, link)
            except NoSuchStep:
                rule = f"there is no step “{link.target}”"
                yield Problem(place, f"line {link.line}", rule, "Name a step of this guide, or guide/step of another")
        elif link.kind not in (SERVICES, NEED):
            rule = f"a link cannot lead to “{link.kind}:”"
            yield Problem(place, f"line {link.line}", rule, "Write step:name, services:branch or need:key")
