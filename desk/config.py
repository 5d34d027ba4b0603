"""What the desk is given to work with. Built once by the process; pages never build their own."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from services.audit.chain import Mark
from services.content.content import Content
from services.directory.marks import Believed, is_ours, nothing
from services.keys.sealing import RuntimeKey
from services.keys.trust import Trust
from services.marks import Standing
from services.nudges.promises import Promises
from services.reports.erasure.clocks import Clocks
from storage.engine import Database

HARD_MINUTES = 60
"""From unlocking to the lock, whatever is being done."""
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


def awake_or_asleep() -> float:
    """Seconds that pass also while the machine sleeps: a laptop that was shut for an hour must wake up locked."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(clock) if clock is not None else time.monotonic()


@dataclass(frozen=True, slots=True)
class DeskConfig:
    """The shared things of one running desk.

    `runtime` only opens the names of colleagues; without it they are shown by a short sign. `hosts` are the names a
    browser may call the desk by besides those of the loopback (behind a TLS proxy); `proxies` the addresses that are
    believed whom they were called by. `promises` tell when an answer is due, `clocks` how long what is over is
    kept. `clock` is aware UTC, `zone` the clocks of the site. `ticks` counts seconds and never jumps. `standing` says
    whether this is the newest state of the database, `audit_mark` how far the audit chain had come. `content` is what
    the organisation has said of itself: without it nothing is typed in that somebody tells. `signed`: of which
    entries of the directory can be told without the runtime key that the bot wrote them.
    """

    database: Database
    trust: Trust
    site_salt: bytes
    languages: tuple[str, ...]
    clock: Callable[[], datetime]
    runtime: RuntimeKey | None = None
    lock_minutes: int = 15
    hard_minutes: int = HARD_MINUTES
    over_tls: bool = False
    hosts: frozenset[str] = frozenset()
    proxies: frozenset[str] = frozenset()
    organisation_name: str = ""
    ticks: Callable[[], float] = awake_or_asleep
    standing: Callable[[], Standing] = Standing
    zone: tzinfo = UTC
    audit_mark: Callable[[], Mark] = Mark
    promises: Promises = field(default_factory=Promises)
    clocks: Clocks = field(default_factory=Clocks)
    content: Content | None = None
    signed: Believed = nothing

    @property
    def believed(self) -> Believed:
        """Of which entries of the directory the desk can tell that the bot wrote them."""
        return is_ours(self.runtime) if self.runtime else self.signed

    def now(self) -> datetime:
        """This moment on the clocks of the site, so that its date is the day there."""
        return self.clock().astimezone(self.zone)
