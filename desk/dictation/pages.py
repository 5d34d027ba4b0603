"""Typing in what somebody tells in person or by telephone: the questions, a look through it, and the slip to hand over.

The slip stays on the screen until the member says that it was handed over, or until the lock; it is kept nowhere.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.dictation.sending import send
from desk.dictation.spoken import Dictation, FormGone, Spoken, forms_of
from desk.dictation.words import answer_time, completion
from desk.pages import form_is_ours, page, redirect, say, words_for
from desk.typed_pages import TypedPage
from desk.words.answer_sentences import said_of_answer
from desk.words.sentences import sentence
from desk.workspace import Workspace
from locales import LANGUAGES, Words, check_words
from services.errors import Refusal
from services.forms import AnswerRefused, NothingBefore, Question, StillRequired
from services.reports.receipts import Receipt
from services.reports.reports import TOLD

HERE = "/dictation"
LONG_LIST = 15
"""Choices from which on they are shown as a list that opens."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page of this one sent: the button, the question that the page asked, and what was chosen or written."""

    button: str
    question: str
    answer: tuple[str, ...] = field(repr=False)
    fields: Mapping[str, str] = field(repr=False)

    @property
    def packed(self) -> Mapping[str, Any]:
        """What stood in the box, as JSON that a workspace can `restore`."""
        return {"typed": {"question": self.question, "answer": self.answer}}

    @property
    def packed_whole(self) -> Mapping[str, Any]:
        """Nothing: the questions before it are gone with the desk."""
        return {}

    def __getitem__(self, name: str) -> str:
        """The value of a field, '' where the page has no such field."""
        return self.fields.get(name, "")


async def read_sent(request: web.Request) -> Sent:
    """The form that came."""
    form = await request.post()
    fields = {name: str(value) for name, value in form.items()}
    answer = tuple(str(value) for value in form.getall("answer", ()))
    return Sent(fields.get("do", ""), fields.get("question", ""), answer, fields)


@unlocked
async def show_dictation(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """GET /dictation: the slip that waits to be handed over, what is being typed in, or how to begin."""
    return _page(request, workspace)


def _keep(workspace: Workspace, sent: Sent) -> Mapping[str, str]:
    dictation = workspace.dictations.current()
    if dictation is not None:
        with suppress(FormGone):
            workspace.dictations.go_on(dictation.typing(sent.question, sent.answer))
    return {}


async def _work(request: web.Request, session: Session, workspace: Workspace, sent: Sent) -> web.StreamResponse:
    words = words_for(request)
    if not form_is_ours(request, sent["form_token"]):
        return redirect(HERE)
    try:
        if sent.button == "send":
            await asyncio.to_thread(send, workspace)
            await asyncio.to_thread(workspace.refresh)
        else:
            await asyncio.to_thread(_do, workspace, sent, words)
    except (AnswerRefused, NothingBefore, StillRequired) as refusal:
        say(session, "trouble", said_of_answer(words, refusal))
    except Refusal as refusal:
        say(session, "trouble", sentence(words, refusal))
    return redirect(HERE)


DICTATION_PAGE: Final = TypedPage(read_sent, _keep, _work, lost="untold")


def _do(workspace: Workspace, sent: Sent, words: Words) -> None:
    """Do it; what was written stays in its box where it is refused. Raises Refusal."""
    content, dictation = workspace.config.content, workspace.dictations.current()
    match sent.button:
        case "handed_over":
            workspace.dictations.slip = None
        case "drop":
            workspace.dictations.drop()
        case "begin" if content is not None and dictation is None:
            form = content.forms.get(sent["form"])
            if form is None or form not in forms_of(content):
                raise FormGone
            language = sent["language"]
            language = language if language in content.languages else words.code
            workspace.dictations.begin(form, sent["how"], language)
        case _ if dictation is not None and _is_asked(dictation, sent):
            workspace.dictations.go_on(dictation.moved(sent.button, sent.answer))


def _is_asked(dictation: Dictation, sent: Sent) -> bool:
    """False for a press on a page that shows another question than is asked now."""
    current = dictation.interview(dictation.spoken.language).current()
    return sent.question == (current.path if isinstance(current, Question) else "")


def _page(request: web.Request, workspace: Workspace) -> web.Response:
    content, words = workspace.config.content, words_for(request)
    if workspace.dictations.slip is not None:
        return page(request, "slip.html", **_facts_of_slip(workspace))
    dictation = workspace.dictations.current()
    if content is None:
        return page(request, "dictation_start.html", forms=[], hows=TOLD, languages=[])
    if dictation is None:
        languages = [LANGUAGES[code] for code in content.languages]
        return page(request, "dictation_start.html", forms=forms_of(content), hows=TOLD, languages=languages)
    try:
        facts = _facts_of(dictation, words)
    except FormGone:
        workspace.dictations.drop()
        return redirect(HERE)
    if isinstance(facts["step"], Question):
        return page(request, "dictation.html", **facts)
    return page(request, "dictation_review.html", sees=workspace.unlocked.compartments, **facts)


def _facts_of(dictation: Dictation, words: Words) -> dict[str, Any]:
    """The question or the review, as the member reads it and as it is read out to the person."""
    spoken, theirs = dictation.spoken, Words(dictation.spoken.language)
    ours, aloud = dictation.interview(words.code), dictation.interview(spoken.language)
    step, read_out = ours.current(), aloud.current()
    is_told_twice = theirs.code != words.code and ours.form.speaks(theirs.code)
    return {
        "step": step,
        "read_out": read_out if is_told_twice else None,
        "theirs": theirs,
        "notes": [(note, completion(words, dictation.content, ours, note)) for note in getattr(step, "notes", ())],
        "title": ours.form.title_in(words.code),
        "spoken": spoken,
        "typed": _in_the_box(step, spoken),
        "can_go_back": ours.can_go_back,
        "can_hurry": ours.can_go_back and ours.can_hurry,
        "compartment": ours.value("compartment") or "safety",
        "urgent": ours.value("urgent") == "true",
        "long_list": LONG_LIST,
    }


def _in_the_box(step: object, spoken: Spoken) -> tuple[str, ...]:
    """What is chosen or written: what was not taken yet, else the present answer."""
    if spoken.typed or not isinstance(step, Question):
        return spoken.typed
    if step.choices:
        return tuple(choice.name for choice in step.choices if choice.chosen)
    return (step.answer,)


def _facts_of_slip(workspace: Workspace) -> dict[str, Any]:
    slip, content = workspace.dictations.slip, workspace.config.content
    assert slip is not None and content is not None
    theirs = Words(slip.language)
    return {
        "theirs": theirs,
        "receipt": Receipt(slip.sent.receipt).shown,
        "check_words": check_words.shown(slip.sent.check_words, theirs),
        "time": answer_time(theirs, content.organisation, slip.hours),
        "compartment": slip.compartment,
        "case": slip.case,
        "urgent": slip.sent.urgent,
    }
