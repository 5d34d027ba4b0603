"""What a member does about themselves: a new passphrase, which counts once they have typed it in, and an end to what is
open elsewhere."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from desk.access.authentication import unlocked
from desk.access.sessions import Session, tag_of
from desk.pages import form_is_ours, page, redirect, say, sessions, token_of, words_for
from desk.words.sentences import sentence
from desk.workspace import TypedOtherwise, Workspace
from desk.written_down import write_down
from services.errors import Refusal
from services.keys.keyring import change_passphrase, stretch
from services.keys.passphrases import new_passphrase, normalise


@dataclass(frozen=True, slots=True)
class PassphraseForm:
    """What was typed: the present passphrase, and the new one as it stands on the card."""

    current: str = field(repr=False)
    fresh: str = field(repr=False)


@unlocked
async def show_account(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """GET /me"""
    return await _account(request, workspace, offered="")


@unlocked
async def work_on_account(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """POST /me: end a session elsewhere, or change the passphrase."""
    form = {name: str(value) for name, value in (await request.post()).items()}
    if not form_is_ours(request, form.get("form_token", "")):
        return redirect("/me")
    match form.get("do"):
        case "end":
            await _end(request, workspace, form.get("session", ""))
            return redirect("/me")
        case "change" if workspace.offered:
            return await _change_passphrase(request, session, workspace, form)
        case _:
            workspace.offered = new_passphrase()
            return await _account(request, workspace, workspace.offered)


async def _account(request: web.Request, workspace: Workspace, offered: str) -> web.Response:
    everywhere = await sessions(request).open_of(workspace.unlocked.member)
    here = tag_of(token_of(request))
    elsewhere = [each for each in everywhere if each.tag != here]
    return page(request, "account.html", offered_passphrase=offered, elsewhere=elsewhere)


async def _end(request: web.Request, workspace: Workspace, which: str) -> None:
    """Lock one other session of the member, or all of them ('')."""
    member, here = workspace.unlocked.member, tag_of(token_of(request))
    for each in await sessions(request).open_of(member):
        if each.tag != here and which in {"", each.tag.hex()}:
            sessions(request).end(member, each.tag)


async def _change_passphrase(
    request: web.Request, session: Session, workspace: Workspace, form: Mapping[str, str]
) -> web.Response:
    """Nothing changes before the passphrase that was offered has been typed back."""
    words = words_for(request)
    try:
        await asyncio.to_thread(_change, workspace, PassphraseForm(form.get("current", ""), form.get("fresh", "")))
    except Refusal as refusal:
        say(session, "trouble", sentence(words, refusal))
        return await _account(request, workspace, workspace.offered)
    workspace.offered = ""
    await _end(request, workspace, "")
    say(session, "done", words("From now on the new passphrase unlocks your desk. Destroy the old card."))
    return redirect("/me")


def _change(workspace: Workspace, typed: PassphraseForm) -> None:
    """In a worker thread: slow on purpose. Raises TypedOtherwise, WrongPassphrase."""
    if normalise(typed.fresh) != normalise(workspace.offered):
        raise TypedOtherwise
    config = workspace.config
    current, fresh = stretch(config.site_salt, typed.current), stretch(config.site_salt, workspace.offered)
    with config.database.writing() as session:
        change_passphrase(session, workspace.unlocked, current, fresh)
        write_down(workspace, session, "passphrase")
