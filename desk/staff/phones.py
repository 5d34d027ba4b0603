"""Whom the desk calls when something new may be waiting: codes for phones and groups, their order, and the end of the
calls to a phone that was lost."""

import asyncio
from collections.abc import Callable
from functools import partial

from aiohttp import web

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.pages import config_of, form_is_ours, page, redirect, say, words_for
from desk.workspace import Workspace
from desk.written_down import write_down
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
                await _write(request, partial(_remove, workspace, number))
                say(session, "done", words("Removed. Nothing is sent there any more."))
            case "first":
                await _write(request, partial(_put_first, workspace, number))
            case "invite" if name := form.get("name", "").strip()[:LONGEST_NAME]:
                return await _phones(request, await _invite(request, workspace, name))
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


def _remove(workspace: Workspace, number: str, store: Store) -> None:
    receivers.remove(store, number)
    write_down(workspace, store.session, "receiver_removed", number)


def _put_first(workspace: Workspace, number: str, store: Store) -> None:
    receivers.put_first(store, number)
    write_down(workspace, store.session, "receiver_first", number)


async def _invite(request: web.Request, workspace: Workspace, name: str) -> str:
    made: list[str] = []

    def invite(store: Store) -> None:
        made.append(receivers.invite(store, name, config_of(request).clock()))
        write_down(workspace, store.session, "receiver_invited")

    await _write(request, invite)
    return made[0]


async def _write(request: web.Request, rule: Callable[[Store], None]) -> None:
    config = config_of(request)
    runtime = config.runtime
    assert runtime is not None, "looked at before"

    def write() -> None:
        with config.database.writing() as session:
            rule(Store(session, runtime))

    await asyncio.to_thread(write)
