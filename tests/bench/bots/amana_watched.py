"""The bot with a wording for the benchmarks' own notices, and with a watch on how long its loop stands still.

    BENCH_REPORT=file python tests/bench/bots/amana_watched.py run

BENCH_HANDS=1 has one notice under way at a time, as on a quick line, however slow this machine is.

Every second the longest standstill so far (seconds) is written to the file, and the longest since the file was removed.
"""

import asyncio
import contextlib
import os
import time
from pathlib import Path

import bot.outgoing.delivery
import bot.run
from bot.bootstrap import Foundations
from bot.cli import main
from bot.health import Port
from bot.heritage import Heritage
from bot.settings import Settings
from handlers import notices
from handlers.notices import NoticeText
from locales import Words
from services.notices.outbox import Notice

BEAT = 0.01
SETTLED = 3.0
"""Seconds after the start from which standstills count: before that modules are being imported."""
REPORT = Path(os.environ["BENCH_REPORT"])


async def watch() -> None:
    """Note by how much each beat is late."""
    began = written = last = time.perf_counter()
    longest = 0.0
    while True:
        await asyncio.sleep(BEAT)
        now = time.perf_counter()
        if now - began > SETTLED:
            longest = max(longest, now - last - BEAT)
        last = now
        if now - written > 1:
            written = now
            longest = noted(longest)
            last = time.perf_counter()


def noted(longest: float) -> float:
    """Write it down; counted anew where the file was removed meanwhile."""
    kept = longest if REPORT.exists() else 0.0
    REPORT.write_text(str(kept))
    return kept


def word(notice: Notice, words: Words) -> NoticeText:
    """The benchmarks' notices say what their facts say; all others what they always do."""
    if notice.kind == "bench":
        return NoticeText(notice.facts["text"], old=notice.facts.get("old"))
    return _word(notice, words)


async def live_watched(settings: Settings, heritage: Heritage, port: Port, found: Foundations | None = None) -> bool:
    watching = asyncio.create_task(watch())
    try:
        return await _live(settings, heritage, port, found)
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching


_hands = int(os.environ.get("BENCH_HANDS", bot.outgoing.delivery.MOST_HANDS))
bot.outgoing.delivery.MOST_HANDS = _hands  # type: ignore[misc]  # final for all but this program
_word, notices.word = notices.word, word
_live, bot.run.live = bot.run.live, live_watched

if __name__ == "__main__":
    main()
