"""/healthz on loopback: is it alive, how old is the last word from Telegram. Counts and ages, never content."""

import time
from typing import TYPE_CHECKING

from bot.incoming.intake import Troubles

if TYPE_CHECKING:
    from aiohttp import web

STALE = 120.0
"""Seconds without an answer from Telegram after which the bot is not healthy."""
JUST_FALLEN = 60.0
"""Seconds after a fall for which a sender has not shown that it can run."""


async def serve_health(troubles: Troubles, port: int) -> "web.AppRunner":
    """Start answering on 127.0.0.1:port; the caller cleans the runner up."""
    from aiohttp import web  # a tenth of a second that a bot without a health port need not spend

    async def healthz(_: web.Request) -> web.Response:
        now = time.monotonic()
        age = now - troubles.last_contact
        has_fallen = troubles.last_fall is not None and now - troubles.last_fall < JUST_FALLEN
        facts = {
            "seconds_since_telegram": round(age),
            "foreign_pollers": troubles.foreign_pollers,
            "falls": troubles.falls,
        }
        return web.json_response(facts, status=200 if age < STALE and not has_fallen else 503)

    application = web.Application()
    application.router.add_get("/healthz", healthz)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner
