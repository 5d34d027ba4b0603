"""The lives of the bot: `amana run`, each a fork of a process that has everything imported, each ended by SIGKILL.

    python -m tests.campaigns.life    (one order a line on standard input: a point and a passage)

What a campaign needs inside is put in from outside, in the forked process only; the product knows nothing of it: points
to die at, a clock that jumps, a database that takes nothing in, regular work that comes round sooner.
"""

import asyncio
import ctypes
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from tests.campaigns import points
from tests.campaigns.switches import FULL, READ_ONLY, Switches

SOONER: Final = 100
"""Regular work comes round so many times as often: a sweep every three seconds."""
BETWEEN_LOOKS: Final = 0.01
PR_SET_PDEATHSIG: Final = 1
ANEW: Final = "anew"
WARM: Final = 0
"""Said once: from now on orders are taken."""
QUICK: Final = (1, 8192)
"""How slowly the number of a receipt is guessed is not what is looked at here."""
PAGES_OF: Final = {FULL: 1}
MOST_PAGES: Final = 1_000_000


def live(point: str | None, passage: int) -> None:
    """Be the bot until killed, or until it ends by itself."""
    from bot.cli import main
    from services.keys import sealing

    sealing.RECEIPT_COST = sealing.Cost(*QUICK)
    switches = Switches(Path(os.environ["CAMPAIGN_SWITCHES"]))
    follow_clock(switches)
    refuse_writing(switches)
    come_round_sooner()
    count_tasks(Path(os.environ["CAMPAIGN_TASKS"]))
    if point:
        points.put_in(points.die_at(point, passage))
    sys.argv = ["amana", "run"]
    sys.orig_argv = [sys.executable, "-m", "tests.campaigns.life", ANEW]  # what a process that is deposed starts with
    main()


def follow_clock(switches: Switches) -> None:
    """The clock on the wall jumps with the switch. The loop's does not, as on a machine whose clock is set."""
    import time_machine

    ahead = switches.clock_ahead
    traveller = time_machine.travel(datetime.now(UTC) + timedelta(seconds=ahead), tick=True).start()

    def follow() -> None:
        nonlocal ahead
        while True:
            if switches.clock_ahead != ahead:
                jump, ahead = switches.clock_ahead - ahead, switches.clock_ahead
                traveller.shift(jump)
            time.sleep(BETWEEN_LOOKS)

    def begin() -> None:
        threading.Thread(target=follow, daemon=True).start()

    os.register_at_fork(after_in_child=begin)  # the bot that answers is a fork of the one that was started
    begin()


def refuse_writing(switches: Switches) -> None:
    """A file's database has no room, or takes nothing in, while the switch says so."""
    from storage import engine

    begin = engine._begin

    def begin_as_told(connection: Any) -> None:
        if connection.dialect.name == "sqlite":
            how = switches.writing
            connection.exec_driver_sql(f"PRAGMA max_page_count={PAGES_OF.get(how, MOST_PAGES)}")
            connection.exec_driver_sql(f"PRAGMA query_only={int(how == READ_ONLY)}")
        begin(connection)

    engine._begin = begin_as_told


def come_round_sooner() -> None:
    """Ticks of minutes are ticks of seconds."""
    from bot.tick import Tick

    running: Any = import_module("bot.run")
    start: Callable[..., Any] = running.start_schedule

    def start_sooner(ticks: Sequence[Tick], *more: Any) -> Any:
        return start([replace(tick, seconds=max(1, tick.seconds // SOONER)) for tick in ticks], *more)

    running.start_schedule = start_sooner


def count_tasks(file: Path) -> None:
    """The one that answers writes down with its regular work how many tasks its loop has."""
    from bot.tick import Tick

    running: Any = import_module("bot.run")
    start: Callable[..., Any] = running.start_schedule

    async def count() -> None:
        await asyncio.to_thread(file.write_text, str(len(asyncio.all_tasks())))

    def start_counting(ticks: Sequence[Tick], *more: Any) -> Any:
        return start([*ticks, Tick("tasks", 1, count)], *more)

    running.start_schedule = start_counting


def remember_content() -> None:
    """A folder in which no byte has changed is neither read nor packed again: that was most of what a start takes."""
    from bot import content_in_use
    from services.content import content

    content.load = _once_for_each_state(content.load, folder_at=1)
    content_in_use._packed = _once_for_each_state(content_in_use._packed, folder_at=0)


def _once_for_each_state(work: Callable[..., Any], folder_at: int) -> Callable[..., Any]:
    known: dict[int, Any] = {}

    def once(*given: Any) -> Any:
        files = sorted(path for path in given[folder_at].rglob("*") if path.is_file())
        state = hash(tuple((path, path.read_bytes()) for path in files))
        if state not in known:
            known[state] = work(*given)
        return known[state]

    return once


def die_with_parent() -> None:
    """A campaign that is broken off leaves nothing running."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def zygote() -> None:
    """Import everything once; for each line on standard input fork a life, tell its number and then its end."""
    import time_machine  # noqa: F401  all is imported here, so that every life starts warm

    import bot.cli
    import bot.run  # noqa: F401
    from bot.bootstrap import open_foundations
    from bot.settings import read_settings

    die_with_parent()
    remember_content()
    with open_foundations(read_settings()):
        pass  # what it has read once is kept in mind
    print(WARM, flush=True)
    for line in sys.stdin:
        point, passage = json.loads(line)
        pid = os.fork()
        if pid == 0:
            os._exit(_lived(point, passage))
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(status, flush=True)


def _lived(point: str | None, passage: int) -> int:
    log = os.open(os.environ["CAMPAIGN_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(log, 1)
    os.dup2(log, 2)
    sys.stdin.close()
    die_with_parent()
    try:
        live(point, passage)
    except SystemExit as over:
        return over.code if isinstance(over.code, int) else 1
    except Exception:  # ours, for want of memory: what the product raises ends in `main`
        return 1
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == [ANEW]:
        live(None, 0)
    else:
        zygote()
