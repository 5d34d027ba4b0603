"""GET and POST /case/{id}/referral: what is passed on is chosen, read whole, asked for, handed over and followed up."""

import asyncio
from typing import Any, Final, NamedTuple

from aiohttp import web

from desk.access.authentication import unlocked
from desk.access.sessions import Session
from desk.cases.actions import CaseAction, page_of_case
from desk.news import who_else
from desk.pages import page, redirect, say, words_for
from desk.referral.choice import ReferralChoice
from desk.referral.choosing import fields_shown, found_shown
from desk.referral.outcome import put_outcome_in, ready_outcome
from desk.referral.packet import Packet, packet_of
from desk.referral.passing import language_of, terms_of
from desk.referral.shown import looked_shown, shown
from desk.words.sentences import sentence
from desk.workspace import CaseChanged, Workspace
from locales import LANGUAGES, Words
from services.content.partners import USUAL_DAYS
from services.errors import Refusal
from services.reports.case import Case, NoSuchCase
from services.reports.deeds.following_up import followed_up
from services.reports.deeds.handing_over import Handing, find, handed_over, new_handing
from services.reports.referrals import TERMS_LIMIT, Terms


class HandedOver(NamedTuple):
    """What was handed over just now; a packet where that is how it goes."""

    handing: Handing
    packet: Packet | None


@unlocked
async def show_referrals(request: web.Request, session: Session, workspace: Workspace) -> web.Response:
    """GET /case/{id}/referral"""
    case_id = bytes.fromhex(request.match_info["id"])
    try:
        case = workspace.caseload.get(case_id)
    except NoSuchCase:
        return page(request, "no_case.html", status=404, draft=workspace.drafts.of(case_id))
    facts = await asyncio.to_thread(_facts, words_for(request), workspace, case)
    return page(request, "referral.html", also_here=await who_else(request, workspace, case_id), **facts)


async def _work(action: CaseAction) -> web.StreamResponse:
    request, words, workspace = action.request, words_for(action.request), action.workspace
    try:
        handed = await asyncio.to_thread(_do, action, words)
    except CaseChanged as changed:
        say(action.session, "trouble", sentence(words, changed))
        now_case = workspace.caseload.get(action.case.id)
        action.session.marked = workspace.seen.entries_since(now_case, action.form.version)
        return redirect(f"/case/{action.case.id.hex()}")
    except Refusal as refusal:
        say(action.session, "trouble", sentence(words, refusal))
        return redirect(request.path)
    if handed is None:
        elsewhere = {"outcome": f"/case/{action.case.id.hex()}#write", "look": f"{request.path}#look"}
        return redirect(elsewhere.get(action.form.button, request.path))
    await asyncio.to_thread(workspace.refresh)
    case, today = workspace.caseload.get(action.case.id), workspace.config.now().date()
    terms = find(case, action.form["terms"]).terms
    template = "referral_packet.html" if handed.packet else "referral_sheet.html"
    return page(request, template, case=case, terms=terms, today=today, **handed._asdict())


REFERRAL_PAGE: Final = page_of_case(_work)


def _do(action: CaseAction, words: Words) -> HandedOver | None:
    """Do what the button says, in a worker thread; what was handed over, if anything was. Raises Refusal."""
    form, workspace, case = action.form, action.workspace, action.case
    match form.verb:
        case "sheet":
            return _hand_over(action, None)
        case "packet":
            return _hand_over(action, words)
        case "outcome":
            put_outcome_in(workspace, case)
        case "step":
            step = form.button.partition(":")[2]
            workspace.do(case.id, form.version, lambda now_case: followed_up(now_case, form["terms"], step))
        case "find" | "look" | "ask" | "agreed":
            choice = _chosen(action)
            if form.verb == "look":
                choice.looked = terms_of(workspace, case)
            elif form.verb != "find":
                _ask(action, choice)
    return None


def _chosen(action: CaseAction) -> ReferralChoice:
    """What the page shows as chosen, which is kept."""
    form, choice = action.form, action.workspace.referring.setdefault(action.case.id, ReferralChoice())
    choice.search, choice.to = form["search"], form["to"] or choice.to
    choice.ticked = frozenset(form["pass"].split("\n"))
    return choice


def _ask(action: CaseAction, choice: ReferralChoice) -> None:
    """Ask, or record the yes: of nothing else than was looked at, and of that once. Raises Refusal."""
    workspace, case, form = action.workspace, action.case, action.form
    if any(each.terms.digest == form["looked"] for each in case.referrals):
        return
    looked, terms = choice.looked, terms_of(workspace, case)
    choice.looked = terms
    if terms is not looked or terms.digest != form["looked"]:
        return
    if form.verb == "ask":
        workspace.act(case.id, form.version, lambda session, work, case, now: work.ask(session, case, terms, now))
    else:
        workspace.act(case.id, form.version, lambda session, work, case, now: work.agree(session, case, terms, now))
    del workspace.referring[case.id]
    workspace.drafts.change(case.id, {"summary": ""})


def _hand_over(action: CaseAction, words: Words | None) -> HandedOver:
    """Write it into the case, under a fresh number. With `words` a packet is made, and first: nothing stands there as
    handed over that nobody could have sent. Raises Refusal."""
    form, today, digest = action.form, action.workspace.config.now().date(), action.form["terms"]
    days = form["days"] if form["days"].isascii() and form["days"].isdigit() else str(USUAL_DAYS)
    handing = new_handing("packet" if words else "sheet", int(days[:4]))
    handed_over(action.case, digest, handing, today)
    packet = packet_of(words, find(action.case, digest).terms, handing) if words else None
    action.workspace.do(action.case.id, form.version, lambda case: handed_over(case, digest, handing, today))
    return HandedOver(handing, packet)


def _facts(words: Words, workspace: Workspace, case: Case) -> dict[str, Any]:
    choice, language = workspace.referring.get(case.id, ReferralChoice()), language_of(case)
    terms, way = _as_looked(workspace, case, choice), workspace.reach(case)
    return {
        "case": case,
        "choice": choice,
        "draft": workspace.drafts.of(case.id),
        "referrals": shown(words, workspace, case),
        "outcome": ready_outcome(case, workspace.config.content, words.code),
        "found": found_shown(words, workspace, case),
        "fields": fields_shown(words, workspace, case),
        "looked": looked_shown(words, workspace, case, terms) if terms else None,
        "way": way,
        "limit": TERMS_LIMIT,
        "language": LANGUAGES[language],
    }


def _as_looked(workspace: Workspace, case: Case, choice: ReferralChoice) -> Terms | None:
    """What was looked at, where nothing was changed since."""
    if choice.looked is None:
        return None
    try:
        return choice.looked if terms_of(workspace, case) is choice.looked else None
    except Refusal:
        return None
