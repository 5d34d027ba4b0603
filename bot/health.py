"""/healthz on loopback: is it alive, how old is the last word from Telegram. Counts and ages, never content."""

import time

from aiohttp import web

from bot.intake import Troubles

STALE = 120.0
"""Seconds without an answer from Telegram after which the bot is not healthy."""


async def serve_health(troubles: Troubles, port: int) -> web.AppRunner:
    """Start answering on 127.0.0.1:port; the caller cleans the runner up."""

    async def healthz(_: web.Request) -> web.Response:
        age = time.monotonic() - troubles.last_contact
        facts = {
            "seconds_since_telegram": round(age),
            "foreign_pollers": troubles.foreign_pollers,
        }
        return web.json_response(facts, status=200 if age < STALE else 503)

    application = web.Application()
    application.router.add_get("/healthz", healthz)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner
