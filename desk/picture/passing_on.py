"""What may be passed on: published from the desk, and handed out in any language of the organisation."""

import asyncio
from datetime import datetime

from aiohttp import web

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.pages import form_is_ours, page, redirect, say, words_for
from desk.picture.files import FORMATS, Format
from desk.words.sentences import sentence
from desk.workspace import Workspace
from desk.written_down import write_down
from locales import Words
from services.content.content import Content
from services.errors import Refusal
from services.picture.accepted import accepted, rules
from services.picture.ledger import Block
from services.picture.releases import COMPARTMENT, LedgerUnreadable, Releases, looked_at
from services.picture.shared import shared

HOME = "/picture"


@unlocked
async def pass_on(request: web.Request, session: Session, workspace: Workspace) -> web.StreamResponse:
    """POST /picture: publish what is ready, or hand out a file."""
    form = {name: str(value) for name, value in (await request.post()).items()}
    words, content, do = words_for(request), workspace.config.content, form.get("do", "")
    if not form_is_ours(request, form.get("form_token", "")):
        say(session, "trouble", words("This page was from before the desk locked. Please try once more."))
        return redirect(HOME)
    if content is None or COMPARTMENT not in workspace.unlocked.compartments:
        return page(request, "failure.html", status=404, code=404)
    try:
        if do == "publish" and "looked" not in form:
            say(session, "trouble", words("Nothing was published. Please tick first that you have looked."))
            return redirect(HOME)
        if do == "publish":
            told = await asyncio.to_thread(_publish, workspace, content)
            say(session, "done" if told else "trouble", _published(words, told, workspace.config.clock()))
            return redirect(HOME)
        format = FORMATS.get(do, FORMATS["pdf"])
        language = form.get("language", "")
        language = language if language in content.languages else content.languages[0]
        file = await asyncio.to_thread(_file, workspace, content, format, Words(language))
    except Refusal as refusal:
        say(session, "trouble", sentence(words, refusal))
        return redirect(HOME)
    name = f"picture-{language}.{format.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": format.mime}
    return web.Response(body=file, headers=headers)


def _published(words: Words, told: int, now: datetime) -> str:
    if told:
        return words.plural(
            "Published: {n} new number. The page has it from now on.",
            "Published: {n} new numbers. The page has them from now on.",
            n=told,
        )
    looked = looked_at(now)
    # NOTE: {until} and {next} are days: "Sun, Nov 22, 2026".
    return words(
        "Nothing is ready yet, so nothing was published. Reports received up to {until} were looked at."
        " The next look, with those of one week more, can be on {next}.",
        until=words.date(looked.until),
        next=words.date(looked.next),
    )


def published(workspace: Workspace) -> tuple[Block, ...]:
    """All blocks there are. Raises LedgerUnreadable."""
    with workspace.config.database.reading() as session:
        return Releases(workspace.config.trust, workspace.unlocked).published(session)


def is_anything_published(workspace: Workspace) -> bool:
    """Whether there is something to hand out, as far as this member's keys tell."""
    try:
        return bool(published(workspace))
    except LedgerUnreadable:
        return True


def _publish(workspace: Workspace, content: Content) -> int:
    """Release what is ready; how many blocks came. Raises LedgerUnreadable, HeldBack, NoTrustedKey."""
    before = len(published(workspace))
    given = accepted(workspace.caseload.all()), rules(content.zones, content.organisation.sensitive)
    with workspace.config.database.writing() as session:
        blocks = Releases(workspace.config.trust, workspace.unlocked).release(session, *given, workspace.config.clock())
        write_down(workspace, session, "published")
    return len(blocks) - before


def _file(workspace: Workspace, content: Content, format: Format, words: Words) -> bytes:
    """Raises NothingPublished, LedgerUnreadable, NotToBeDrawn."""
    return format.make(shared(published(workspace)), content, words)
