"""What a member does about themselves: a new passphrase, which counts once they have typed it in."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from desk.authentication import unlocked
from desk.pages import form_is_ours, page, redirect, say, words_for
from desk.sentences import sentence
from desk.sessions import Session
from desk.workspace import TypedOtherwise, Workspace
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
    return page(request, "account.html", offered_passphrase="")


@unlocked
async def change_own_passphrase(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """POST /me: offer a passphrase, or take the one that was offered. Nothing changes before it was typed back."""
    form = await request.post()
    if not form_is_ours(request, str(form.get("form_token", ""))):
        return redirect("/me")
    if form.get("do") != "change" or not workspace.offered:
        workspace.offered = new_passphrase()
        return page(request, "account.html", offered_passphrase=workspace.offered)
    typed = PassphraseForm(str(form.get("current", "")), str(form.get("fresh", "")))
    words = words_for(request)
    try:
        await asyncio.to_thread(_change, workspace, typed)
    except Refusal as refusal:
        say(session, "trouble", sentence(words, refusal))
        return page(request, "account.html", offered_passphrase=workspace.offered)
    workspace.offered = ""
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
