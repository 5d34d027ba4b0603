"""The desk as a web application: its routes, its security middleware, and the clock that locks it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from desk.access.authentication import lock_removed
from desk.access.security import add_security_headers, refuse_foreign_requests
from desk.access.sessions import Sessions
from desk.access.throttle import UnlockThrottle
from desk.access.unlocking import (
    THROTTLE,
    TRIES,
    choose_language,
    lock_desk,
    show_unlock_page,
    show_waiting,
    try_passphrase,
)
from desk.access.windows import note_window
from desk.buzzer import show_buzzer, tell_buzzer
from desk.cases.actions import CASE_PAGE
from desk.cases.case import show_case
from desk.cases.paper import show_sheet, warn_of_paper
from desk.config import DeskConfig
from desk.dictation.pages import DICTATION_PAGE, show_dictation
from desk.incidents.answering import INCIDENT_PAGE
from desk.incidents.incident import show_incident
from desk.journeys import print_journeys, show_journeys
from desk.narrative.pages import NARRATIVE_PAGE, show_narrative
from desk.news import tell_news
from desk.pages import CONFIG, SESSIONS, UNOWNED_DRAFTS, plain_page, words_for
from desk.picture.overview import show_picture
from desk.picture.passing_on import pass_on
from desk.queue.queue import search_cases, show_queue
from desk.queue.several import work_on_several
from desk.referral.pages import REFERRAL_PAGE, show_referrals
from desk.sealed_drafts import UnownedDrafts
from desk.shared import Shared
from desk.staff.account import show_account, work_on_account
from desk.staff.audit import show_audit
from desk.staff.phones import show_phones, work_on_phones
from desk.surveys import export_round, show_round, show_surveys, show_text
from desk.words.troubles import trouble_words
from storage.errors import trouble_of

LARGEST_FORM = 2 * 1024 * 1024
LOOK_AT_CLOCK = 2.0
CASE = r"/case/{id:[0-9a-f]{32}}"
INCIDENT = r"/incident/{id:[0-9a-f]{32}}"
ROUND = r"/survey/{survey:[a-z0-9-]{1,40}}/{round:[a-z0-9-]{1,40}}"
ROUTES = (
    web.get("/", show_queue),
    web.post("/search", search_cases),
    web.get("/unlock", show_unlock_page),
    web.post("/unlock", try_passphrase),
    web.get("/opening", show_waiting),
    web.post("/lock", lock_desk),
    web.post("/language", choose_language),
    web.get("/news", tell_news),
    web.post("/window", note_window),
    web.get("/phones", show_phones),
    web.post("/phones", work_on_phones),
    web.get("/buzzer", show_buzzer),
    web.get("/buzzer/now", tell_buzzer),
    web.get(CASE, show_case),
    web.post(CASE, CASE_PAGE.press),
    web.post(f"{CASE}/draft", CASE_PAGE.save),
    web.get(f"{CASE}/paper", warn_of_paper),
    web.post(f"{CASE}/paper", show_sheet),
    web.get(f"{CASE}/referral", show_referrals),
    web.post(f"{CASE}/referral", REFERRAL_PAGE.press),
    web.post("/several", work_on_several),
    web.get("/narrative", show_narrative),
    web.post("/narrative", NARRATIVE_PAGE.press),
    web.post("/narrative/draft", NARRATIVE_PAGE.save),
    web.get(INCIDENT, show_incident),
    web.post(INCIDENT, INCIDENT_PAGE.press),
    web.post(f"{INCIDENT}/draft", INCIDENT_PAGE.save),
    web.get("/journeys", show_journeys),
    web.post("/journeys", print_journeys),
    web.get("/dictation", show_dictation),
    web.post("/dictation", DICTATION_PAGE.press),
    web.post("/dictation/draft", DICTATION_PAGE.save),
    web.get("/audit", show_audit),
    web.get("/picture", show_picture),
    web.post("/picture", pass_on),
    web.get("/me", show_account),
    web.post("/me", work_on_account),
    web.get("/surveys", show_surveys),
    web.get(ROUND, show_round),
    web.post(ROUND, export_round),
    web.get(f"{ROUND}/words", show_text),
    web.static("/static", Path(__file__).parent / "static"),
)

logger = logging.getLogger("amana.desk")


def make_application(
    config: DeskConfig, bound_host: str | None = None, shared: Shared | None = None
) -> web.Application:
    """The staff pages. Hosts other than the loopback's, `config.hosts` and `bound_host` are refused. `shared` is what
    there is besides, where other processes serve sessions of the same desk."""
    shared = shared or Shared(config.ticks)
    middlewares = [failures, refuse_foreign_requests(config, bound_host)]
    application = web.Application(middlewares=middlewares, client_max_size=LARGEST_FORM)
    everyone = Sessions(config, shared)
    application[CONFIG], application[SESSIONS] = config, everyone
    application[THROTTLE], application[TRIES] = UnlockThrottle(config, everyone.sealed_drafts, shared.turns), {}
    application[UNOWNED_DRAFTS] = UnownedDrafts(shared.unowned_key)
    application.on_response_prepare.append(add_security_headers)
    application.cleanup_ctx.append(watch_the_clock)
    application.add_routes(ROUTES)
    return application


@web.middleware
async def failures(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every failure is a page that says what can be done; the log says only that there was one."""
    try:
        return await handler(request)
    except web.HTTPException as refused:
        if refused.status < 400:
            raise
        return plain_page(request, "failure.html", status=refused.status, code=refused.status)
    except Exception as failure:
        if (trouble := trouble_of(failure)) is not None:
            logger.error("desk page failed: database %s", trouble)  # noqa: TRY400  a traceback may hold a report
            said = trouble_words(words_for(request), trouble)
            return plain_page(request, "failure.html", status=503, code=503, trouble=trouble, said=said)
        logger.error("desk page failed: %s", type(failure).__name__)  # noqa: TRY400  # a traceback may hold a report
        return plain_page(request, "failure.html", status=500, code=500)


async def watch_the_clock(application: web.Application) -> AsyncIterator[None]:
    """Lock what is overdue and whoever was removed, every two seconds; lock everything at the end."""
    everyone = application[SESSIONS]

    async def watch() -> None:
        while True:
            await asyncio.sleep(LOOK_AT_CLOCK)
            everyone.lock_overdue()

    async def watch_members() -> None:
        while True:
            await asyncio.sleep(LOOK_AT_CLOCK)
            try:
                await lock_removed(everyone)
            except Exception as failure:  # the next look may find the database again
                logger.error("looking for removed members failed: %s", type(failure).__name__)  # noqa: TRY400

    watchers = [asyncio.create_task(watch()), asyncio.create_task(watch_members())]
    yield
    for watcher in watchers:
        watcher.cancel()
    await asyncio.gather(*watchers, return_exceptions=True)
    everyone.lock_all()
