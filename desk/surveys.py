"""Surveys at the desk: rounds, counts in which nobody can be singled out, texts one by one, and files for analysts."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from aiohttp import web

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.pages import form_is_ours, page, redirect, say, words_for
from desk.words.sentences import answers_needed, sentence
from desk.workspace import Workspace
from desk.written_down import write_down
from locales import Words
from services.audit.references import export_named
from services.disclosure.attack import LEAST
from services.disclosure.suppression import LEAST_SENSITIVE
from services.errors import Refusal
from services.forms import Kind
from services.forms.definition.labels import path_in_form
from services.spreadsheets import ExportSheet, csv_file, xlsx_file, zip_of_csv
from services.surveys.answers import NoSuchRound, Round, RoundName
from services.surveys.counts import Counted, CountsWithheld, counted
from services.surveys.growth import MOST_PLACES
from services.surveys.rounds import AT_ONCE, of_these, part_to_show
from services.surveys.tables import Export, TooFewAnswers, counts_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round as the list shows it: of the part that may be shown alone. `weeks`: of the first and the last answer;
    none where nothing may be shown."""

    name: RoundName
    title: str
    people: int | None
    weeks: tuple[str, str] | tuple[()]


@dataclass(frozen=True, slots=True)
class FileChoice:
    """What the page was asked to hand out. `no_answer`: what those are called who gave none."""

    what: str
    with_hashtags: bool
    with_texts: bool
    language: str
    no_answer: str


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand out."""

    name: str
    kind: str
    content: bytes = field(repr=False)


@unlocked
async def show_surveys(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """GET /surveys"""
    rounds = await asyncio.to_thread(workspace.survey_rounds)
    language = words_for(request).code
    lines = [_line(workspace, each, language) for each in rounds]
    lines.sort(key=lambda line: line.weeks, reverse=True)
    return page(request, "surveys.html", lines=lines, strange=workspace.answers.strange)


@unlocked
async def show_round(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """GET /survey/{survey}/{round}"""
    words = words_for(request)
    try:
        facts = await asyncio.to_thread(_facts_of_round, workspace, _name(request), words)
    except NoSuchRound:
        return page(request, "no_survey.html", status=404)
    return page(request, "survey.html", **facts)


@unlocked
async def show_text(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """GET /survey/{survey}/{round}/words: one text that somebody wrote, alone; nothing else of the same person."""
    words = words_for(request)
    try:
        round = await asyncio.to_thread(workspace.survey_round, _name(request))
    except NoSuchRound:
        return page(request, "no_survey.html", status=404)
    asked = request.query.get("question", "")
    part = await asyncio.to_thread(_part, workspace, round)
    found = await asyncio.to_thread(_text_question, part, asked, words)
    if part is None or found is None:
        return page(request, "no_survey.html", status=404)
    texts = texts_of(of_these(part, found.who), asked)
    number = (_number(request.query.get("number", "1")) - 1) % len(texts)
    facts: dict[str, Any] = {
        "name": round.name,
        "title": title_of(part, words.code),
        "question": asked,
        "label": found.label,
        "text": texts[number],
        "before": (number - 1) % len(texts) + 1,
        "next": (number + 1) % len(texts) + 1,
    }
    return page(request, "survey_words.html", **facts)


@unlocked
async def export_round(request: web.Request, session: Session, workspace: Workspace) -> web.StreamResponse:
    """POST /survey/{survey}/{round}"""
    form = {name: str(value) for name, value in (await request.post()).items()}
    words = words_for(request)
    if not form_is_ours(request, form.get("form_token", "")):
        say(session, "trouble", words("This page was from before the desk locked. Please try once more."))
        return redirect(request.path)
    no_answer = words("No answer, or another one")
    choice = FileChoice(form.get("do", ""), bool(form.get("hashtags")), bool(form.get("texts")), words.code, no_answer)
    try:
        file = await asyncio.to_thread(_written_down, workspace, _name(request), choice)
    except NoSuchRound:
        return page(request, "no_survey.html", status=404)
    except Refusal as refusal:
        say(session, "trouble", sentence(words, refusal))
        return redirect(request.path)
    place = {"Content-Disposition": f'attachment; filename="{file.name}"', "Content-Type": file.kind}
    return web.Response(body=file.content, headers=place)


def title_of(round: Round, language: str) -> str:
    """What the survey is called; its key where its form is nowhere any more."""
    return round.form.title_in(language) if round.form else round.name.survey


def texts_of(round: Round, path: str) -> list[str]:
    """What people wrote to one question, in an order of its own: the third text here is not the third elsewhere."""
    found = [
        (sha256(each.id + given.encode()).digest(), value)
        for each in round.answers
        for given, value in each.answers.items()
        if value and path_in_form(given) == path
    ]
    return [value for _, value in sorted(found)]


def _line(workspace: Workspace, round: Round, language: str) -> RoundLine:
    part = _part(workspace, round)
    title = title_of(part or round, language)
    return RoundLine(round.name, title, len(part.answers) if part else None, part.weeks if part else ())


def _facts_of_round(workspace: Workspace, name: RoundName, words: Words) -> dict[str, Any]:
    round = workspace.survey_round(name)
    part = _part(workspace, round)
    counts = _counts_of(part, words)
    return {
        "name": name,
        "title": title_of(part or round, words.code),
        "people": len(part.answers) if part else None,
        "weeks": part.weeks if part else (),
        **counts,
        "texts": [each for each in counts["questions"] if _has_texts(each)],
        "has_form": (part or round).form is not None,
        "needed": answers_needed(words),
        "needed_of_a_question": _people_needed(words),
        "at_once": AT_ONCE,
        "least": LEAST,
        "least_sensitive": LEAST_SENSITIVE,
    }


def _people_needed(words: Words) -> str:
    """Of how many people a question is counted first."""
    return words(
        "Nothing of a question is shown before it is counted of {from_on} people, and of {each} for each of its"
        " answers, “no answer” among them ({most} at most). Where violence, children or aid workers are spoken of it"
        " takes about twice as many.",
        from_on=2 * LEAST + 1,
        each=LEAST,
        most=LEAST * MOST_PLACES,
    )


def _counts_of(part: Round | None, words: Words) -> dict[str, Any]:
    """The questions with their counts; why there are none."""
    try:
        return {"questions": counted(part, words.code) if part else (), "held_back": ""}
    except CountsWithheld as refusal:
        return {"questions": (), "held_back": sentence(words, refusal)}


def _part(workspace: Workspace, round: Round) -> Round | None:
    return part_to_show(round, workspace.config.now())


def _has_texts(question: Counted) -> bool:
    """Texts are read where it is shown that enough people wrote some: who reads them all has counted them."""
    return question.kind is Kind.TEXT and any(cell.name and cell.count for cell in question.cells)


def _text_question(part: Round | None, path: str, words: Words) -> Counted | None:
    questions = _counts_of(part, words)["questions"]
    return next((each for each in questions if each.path == path and _has_texts(each)), None)


def _file(workspace: Workspace, name: RoundName, choice: FileChoice) -> File:
    """The file that was asked for. Raises TooFewAnswers, CountsWithheld, NoSuchRound."""
    round = _part(workspace, workspace.survey_round(name))
    if round is None:
        raise TooFewAnswers
    stem = f"{name.survey}-{name.round}"
    return FILES.get(choice.what, _counts)(round, stem, choice)


def _written_down(workspace: Workspace, name: RoundName, choice: FileChoice) -> File:
    """The file, once the audit chain tells of it. Raises the same."""
    file = _file(workspace, name, choice)
    with workspace.config.database.writing() as session:
        what = choice.what if choice.what in FILES else "counts"
        write_down(workspace, session, "exported", export_named(name, what, choice.with_texts))
    return file


def _workbook(round: Round, stem: str, choice: FileChoice) -> File:
    return File(f"{stem}.xlsx", XLSX, xlsx_file(Export(round, choice.with_texts).sheets(), choice.with_hashtags))


def _csv(round: Round, stem: str, choice: FileChoice) -> File:
    return _packed(Export(round, choice.with_texts).tables(None), stem, choice)


def _labels(round: Round, stem: str, choice: FileChoice) -> File:
    """In the reader's language, where the form speaks it."""
    known = round.form.languages if round.form else ()
    language = choice.language if choice.language in known or not known else known[0]
    return _packed(Export(round, choice.with_texts).tables(language), f"{stem}-{language}", choice)


def _packed(found: Sequence[ExportSheet], stem: str, choice: FileChoice) -> File:
    """One table as it is, several in one archive."""
    if len(found) == 1:
        return File(f"{stem}.csv", "text/csv; charset=utf-8", csv_file(found[0], choice.with_hashtags))
    return File(f"{stem}.zip", "application/zip", zip_of_csv(found, choice.with_hashtags))


def _counts(round: Round, stem: str, choice: FileChoice) -> File:
    sheet = counts_table(round, choice.language, choice.no_answer)
    return File(f"{stem}-counts.csv", "text/csv; charset=utf-8", csv_file(sheet, choice.with_hashtags))


FILES: dict[str, Callable[[Round, str, FileChoice], File]] = {
    "xlsx": _workbook,
    "csv": _csv,
    "labels": _labels,
    "counts": _counts,
}


def _name(request: web.Request) -> RoundName:
    return RoundName(request.match_info["survey"], request.match_info["round"])


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
