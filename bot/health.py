"""How the running bot is: each part by name, from its very start. Counts and ages, rounded, never content.

/healthz for whoever restarts it: 503 where a restart may help. What only a person can mend (an old backup, an older
database put back) is named, and is no reason to restart; nor is a server that is away, since this very process tells
people so, and nor is standing by. /metrics has the same as numbers, and how often each event of the log happened
(bot.metrics).
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Final

from bot.bootstrap import Clock, Foundations
from bot.incoming.intake import Troubles
from bot.logs import LogEvent, in_fives, seconds_since
from bot.part import Part
from bot.recovery import marks
from bot.recovery.backups import LOOK_EVERY, Shelf
from bot.settings import Settings
from bot.tick import Tick
from storage import outbox
from storage.errors import DatabaseAway

Port = socket.socket | None
STALE: Final = 120.0
"""Seconds without an answer from Telegram after which the bot is not healthy."""
PATIENCE: Final = 3.0
"""Seconds in which the database has to answer."""
FAILED_LATELY: Final = 60.0
"""Seconds for which a failed write counts."""
WAITS_TOO_LONG: Final = 600.0
"""Seconds that a notice may be due: the longest pause Telegram asks for is over by then."""
MISSED: Final = 3
"""How many turns of a tick may be missed."""
BROKEN: Final = "broken"
"""What is said where a restart may help."""
JUST_FALLEN: Final = 60.0
"""Seconds after a fall for which a sender has not shown that it can run."""


class Health:
    """Asks each part how it is. `troubles` is what the intake tells, once there is one."""

    def __init__(self, settings: Settings, clock: Clock, began: float | None = None) -> None:
        """`began`: where the process goes on with the work of one before, when the first of them did."""
        self._settings = settings
        self._clock = clock
        self._began = began
        self._started = self._at_work_since = time.monotonic() if began is None else began
        self._found: Foundations | None = None
        self._ticks: dict[str, tuple[int, float]] = {}
        self.troubles = Troubles()

    def begin(self, found: Foundations) -> None:
        """From now on this process is the one at work."""
        self._found = found
        self._at_work_since = time.monotonic() if self._began is None else self._began

    @property
    def is_at_work(self) -> bool:
        """Otherwise it waits: for the one at work to fall, or for a server that is away."""
        return self._found is not None

    def watching(self, tick: Tick) -> Tick:
        """The same tick, noted each time it was gone through."""

        def note() -> None:
            self._ticks[tick.name] = tick.seconds, time.monotonic()

        async def work() -> None:
            try:
                await tick.work()
            except DatabaseAway:  # it had its turn
                note()
                raise
            note()

        note()
        return Tick(tick.name, tick.seconds, work)

    async def parts(self) -> dict[str, Part]:
        """Every part by its name."""
        found = self._found
        if found is None:
            return {"place": Part(True, {"at_work": 0}), "database": Part(not _was_away_lately(), may_restart=False)}
        try:
            asked = await asyncio.wait_for(asyncio.to_thread(self._asked, found), PATIENCE)
        except Exception:  # whatever ails the database, the answer is that it ails
            asked = {"database": Part(False), "delivery": Part(False), "state": Part(False, may_restart=False)}
        asked["delivery"] = self._unless_fallen(asked["delivery"])
        place = Part(True, {"at_work": 1})
        parts = {"place": place, "polling": self._polling(), **asked, "schedule": self._schedule()}
        if _was_away_lately():
            parts = {name: replace(part, may_restart=False) for name, part in parts.items()}
        return {**parts, "backup": self._backup()}

    @property
    def up(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    def _polling(self) -> Part:
        silent = time.monotonic() - max(self.troubles.last_contact, self._at_work_since)
        numbers = {"seconds_since_telegram": round(silent), "foreign_pollers": self.troubles.foreign_pollers}
        return Part(silent < STALE, numbers)

    def _asked(self, found: Foundations) -> dict[str, Part]:
        """What only the database knows; off the loop."""
        now = self._clock()
        with found.database.reading() as session:
            due, oldest = outbox.overdue(session, int(now.timestamp()))
        standing = marks.standing(found, now)
        return {
            "database": Part(seconds_since(LogEvent.STORAGE_FAILED) > FAILED_LATELY),
            "delivery": Part(oldest < WAITS_TOO_LONG, {"due": in_fives(due), "seconds_due": oldest // 10 * 10}),
            "state": Part(not standing.is_put_back, may_restart=False),
        }

    def _unless_fallen(self, delivery: Part) -> Part:
        last, falls = self.troubles.last_fall, self.troubles.falls
        is_steady = last is None or time.monotonic() - last >= JUST_FALLEN
        return Part(delivery.works and is_steady, {**delivery.numbers, "falls": falls})

    def _schedule(self) -> Part:
        ages = [(time.monotonic() - last, seconds) for seconds, last in self._ticks.values()]
        works = all(age < MISSED * max(seconds, FAILED_LATELY) for age, seconds in ages)
        return Part(works, {"seconds_since_tick": round(min((age for age, _ in ages), default=0.0))})

    def _backup(self) -> Part:
        """Of a bot that has just begun none is expected yet."""
        shelf, now = Shelf.of(self._settings), self._clock()
        newest = shelf.newest(now)
        age = {} if newest is None else {"hours_old": max(0, int((now - newest.made).total_seconds()) // 3600)}
        had_time = time.monotonic() - self._at_work_since > MISSED * LOOK_EVERY
        is_missed = had_time and shelf.hours > 0 and shelf.is_too_old(now)
        return Part(not is_missed, age, may_restart=False)


def _was_away_lately() -> bool:
    """Whether the server could not be reached in the last minute: what fell with it takes as long to stand again."""
    return seconds_since(LogEvent.DATABASE_AWAY) <= FAILED_LATELY


def _summary(parts: Mapping[str, Part], is_at_work: bool) -> str:
    if any(not part.works and part.may_restart for part in parts.values()):
        return BROKEN
    if not all(part.works for part in parts.values()):
        return "needs somebody"
    return "well" if is_at_work else "stands by"


@contextmanager
def listening(host: str, port: int | None) -> Iterator[Port]:
    """The port, held by this process: who asks while another one begins waits for that, and is not turned away. None
    for none. Raises OSError."""
    if port is None:
        yield None
        return
    found, *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    with socket.create_server(found[4][:2], family=found[0]) as held:
        yield held


@asynccontextmanager
async def serving(health: Health, port: Port) -> AsyncIterator[None]:
    """Answer there until the block is left."""
    if port is None:
        yield
        return
    from aiohttp import web  # a tenth of a second that a bot without a health port need not spend

    from bot.metrics import CONTENT_TYPE, as_text

    async def healthz(_: web.Request) -> web.Response:
        parts = await health.parts()
        summary = _summary(parts, health.is_at_work)
        told = {name: {"works": part.works, **part.numbers} for name, part in parts.items()}
        return web.json_response({"status": summary, "parts": told}, status=503 if summary == BROKEN else 200)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=as_text(await health.parts(), health.up), headers={"Content-Type": CONTENT_TYPE})

    application = web.Application()
    application.add_routes([web.get("/healthz", healthz), web.get("/metrics", metrics)])
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await web.SockSite(runner, port.dup()).start()
        yield
    finally:
        await runner.cleanup()
