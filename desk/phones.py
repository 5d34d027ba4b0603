"""Whom the desk calls when something new may be waiting: codes for phones and groups, their order, and the end of the
calls to a phone that was lost."""

import asyncio
from collections.abc import Callable

from aiohttp import web

from desk.authentication import unlocked
from desk.pages import config_of, form_is_ours, page, redirect, say, words_for
from desk.sessions import Session
from desk.workspace import Workspace
from services.enrolment import UnknownEnrolment
from services.nudges import receivers
from services.nudges.receivers import Receiver
from services.store import Store

LONGEST_NAME = 60


@unlocked
async def show_phones(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """GET /phones"""
    return await _phones(request, code="")


@unlocked
async def work_on_phones(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """POST /phones: make a code, end the calls to one of them, or put it first."""
    form = {name: str(value) for name, value in (await request.post()).items()}
    config, words, number = config_of(request), words_for(request), form.get("number", "")
    if not form_is_ours(request, form.get("form_token", "")) or config.runtime is None:
        return redirect("/phones")
    try:
        match form.get("do"):
            case "remove":
                await _write(request, lambda store: receivers.remove(store, number))
                say(session, "done", words("Removed. Nothing is sent there any more."))
            case "first":
                await _write(request, lambda store: receivers.put_first(store, number))
            case "invite" if name := form.get("name", "").strip()[:LONGEST_NAME]:
                return await _phones(request, await _invite(request, name))
    except UnknownEnrolment:
        say(session, "trouble", words("It was removed already."))
    return redirect("/phones")


async def _phones(request: web.Request, code: str) -> web.Response:
    people = await asyncio.to_thread(_everyone, request)
    return page(
        request,
        "phones.html",
        people=people,
        typed=f"/organiser {code}" if code else "",
        is_known=config_of(request).runtime is not None,
    )


def _everyone(request: web.Request) -> list[Receiver]:
    config = config_of(request)
    if config.runtime is None:
        return []
    with config.database.reading() as session:
        return receivers.everyone(Store(session, config.runtime))


async def _invite(request: web.Request, name: str) -> str:
    made: list[str] = []
    await _write(request, lambda store: made.append(receivers.invite(store, name, config_of(request).clock())))
    return made[0]


async def _write(request: web.Request, rule: Callable[[Store], None]) -> None:
    config = config_of(request)
    runtime = config.runtime
    assert runtime is not None, "looked at before"

    def write() -> None:
        with config.database.writing() as session:
            rule(Store(session, runtime))

    await asyncio.to_thread(write)
