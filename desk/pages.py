"""Putting a page together: templates, the reader's language, and what each page knows of its session."""

from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from desk.access.sessions import Flash, Session, Sessions
from desk.config import DeskConfig
from desk.sanitising import excerpt, sanitised
from desk.sealed_drafts import UnownedDrafts
from desk.words.case_words import aside_words
from desk.words.sentences import age_words, compartment_words, level_words, state_words, status_words
from desk.words.states import read_state
from locales import LANGUAGES, Words, best_language
from locales.dates import worded
from services.marks import Standing

HERE = Path(__file__).parent
CONFIG = web.AppKey("config", DeskConfig)
SESSIONS = web.AppKey("sessions", Sessions)
UNOWNED_DRAFTS = web.AppKey("unowned_drafts", UnownedDrafts)
LANGUAGE_COOKIE = "amana_language"
BY_ITSELF = "by_itself"
"""The field of a form, or the header `By-Itself`, that a page sends without anybody's doing."""


def config_of(request: web.Request) -> DeskConfig:
    """What this desk was given to work with."""
    return request.app[CONFIG]


def sessions(request: web.Request) -> Sessions:
    """All sessions of this desk."""
    return request.app[SESSIONS]


def cookie_name(over_tls: bool) -> str:
    """Behind TLS the name itself makes browsers insist on Secure, no Domain, and Path=/ (RFC 6265bis, `__Host-`)."""
    return "__Host-amana" if over_tls else "amana"


def token_of(request: web.Request) -> str:
    """The cookie's value, '' without one."""
    return request.cookies.get(cookie_name(config_of(request).over_tls), "")


def session_of(request: web.Request) -> Session | None:
    """The session of this browser, locked or not."""
    return sessions(request).find(token_of(request))


def set_token(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """Hand the browser its cookie: for this browser session only, out of reach of scripts and other sites."""
    config = config_of(request)
    name = cookie_name(config.over_tls)
    response.set_cookie(name, token, path="/", httponly=True, samesite="Strict", secure=config.over_tls)


def form_is_ours(request: web.Request, given: str) -> bool:
    """True when a form carries the token of the very page that this browser was given."""
    return bool(token_of(request)) and given == sessions(request).form_token(token_of(request))


def words_for(request: web.Request) -> Words:
    """The words of the chosen language, or of the first the browser asks for that the desk offers."""
    offered = config_of(request).languages
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in offered:
        return Words(chosen)
    asked = request.headers.get("Accept-Language", "").split(",")[0].split(";")[0].strip()
    return Words(best_language(asked or None, offered))


def day_words(words: Words, moment: datetime) -> str:
    """The day of a moment, where it is said, as the reader's language writes it."""
    return worded(moment.date(), "yMMMd", words.code)


def page(request: web.Request, template: str, status: int = 200, **facts: Any) -> web.Response:
    """A whole page. Facts become the template's variables."""
    token = token_of(request)
    fresh_token = "" if token else sessions(request).new_token()
    session = session_of(request)
    known = {
        "words": words_for(request),
        "offered": [LANGUAGES[code] for code in config_of(request).languages],
        "organisation": config_of(request).organisation_name,
        "form_token": sessions(request).form_token(token or fresh_token),
        "workspace": session.workspace if session else None,
        "locks_in": int(sessions(request).seconds_left(session)) if session and session.workspace else 0,
        "here": request.path_qs,
        "says": [] if is_by_itself(request) else _take_says(session),
        "zone": config_of(request).zone,
        "standing": config_of(request).standing() if session and session.workspace else Standing(),
    }
    text = _environment().get_template(template).render(known | facts)
    # Whoever writes the database can seal half a sign, which no encoding has.
    body = text.encode("utf-8", "replace")
    response = web.Response(body=body, content_type="text/html", charset="utf-8", status=status)
    if fresh_token:
        set_token(request, response, fresh_token)
    return response


def is_by_itself(request: web.Request) -> bool:
    """True where a page asks for itself again, and nobody has asked for it."""
    return "By-Itself" in request.headers


def page_text(words: Words, template: str, **facts: Any) -> str:
    """The text of a page that leaves the desk as a file."""
    return _environment().get_template(template).render({"words": words} | facts)


def plain_page(request: web.Request, template: str, status: int, **facts: Any) -> web.Response:
    """A page that knows nothing of who is there, for requests that may come from anywhere."""
    text = page_text(words_for(request), template, **facts)
    return web.Response(text=text, content_type="text/html", charset="utf-8", status=status)


def load(languages: Iterable[str], today: datetime) -> None:
    """Have in memory what pages are made of, in these languages, before anybody asks for one."""
    for template in _environment().list_templates():
        _environment().get_template(template)
    for code in languages:
        Words(code)("Queue")
        day_words(Words(code), today)


def redirect(location: str) -> web.Response:
    """Go on with a GET, so that reloading a page never repeats an action."""
    return web.Response(status=303, headers={"Location": location})


def say(session: Session, kind: str, sentence: str) -> None:
    """Say a sentence on the next page."""
    session.says.append(Flash(kind, sentence))


def _take_says(session: Session | None) -> list[Flash]:
    if session is None or session.workspace is None:
        return []
    said, session.says = session.says, []
    return said


def _base64(content: bytes) -> str:
    return b64encode(content).decode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["sanitised"] = sanitised
    environment.filters["excerpt"] = excerpt
    environment.filters["base64"] = _base64
    environment.globals["status_words"] = status_words
    environment.globals["state_words"] = state_words
    environment.globals["read_state"] = read_state
    environment.globals["level_words"] = level_words
    environment.globals["aside_words"] = aside_words
    environment.globals["compartment_words"] = compartment_words
    environment.globals["age_words"] = age_words
    environment.globals["day_words"] = day_words
    return environment
