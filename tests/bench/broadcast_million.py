"""A million subscribers: what publishing costs, and how soon the first message leaves.

    python tests/bench/broadcast_million.py --sizes 10000 100000 1000000 --seconds 30

For each size: the file with so many subscriptions, the time "publish" takes, the time from there to the first message,
the longest standstill of the bot's event loop, its memory, and by how much the file has grown after so many seconds
of sending at the limits, residents being answered meanwhile.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import psutil
from broadcast_office import TEXT, BroadcastOffice, chats, percentile
from load import Bot, Pacer, Person, Unanswered, running

from sandbox import Sandbox
from services.notices import broadcasts

MIB = 2**20
RESIDENTS = 3.0


async def measure(office: BroadcastOffice, sandbox: Sandbox, subscribers: int, seconds: float) -> None:
    """One size: the bot is started, told to tell everybody, and ended in the middle of it."""
    latencies: list[float] = []
    pacer = Pacer(RESIDENTS)
    residents = [Person(sandbox.phone("en"), pacer, latencies) for _ in range(30)]
    size = office.database_bytes()
    async with running(office.command, office.environment, sandbox) as bot:
        await _answered(residents[0])
        writing = [asyncio.create_task(_write(each)) for each in residents]
        await asyncio.sleep(8)
        quiet = bot.memory()
        latencies.clear()
        office.report.unlink(missing_ok=True)
        sandbox.ledger.clear()
        began = time.monotonic()
        broadcast = await asyncio.to_thread(office.announce)
        published = time.monotonic()
        memory = await _watched(bot, seconds)
        print(_told(office, sandbox, subscribers, published - began, published, size, (quiet, memory), latencies))
        print(f"    {office.progress(broadcast.id)}", flush=True)
        with office.database.writing() as session:
            broadcasts.recall(session, broadcast.id)
        for each in writing:
            each.cancel()
        await asyncio.gather(*writing, return_exceptions=True)


def _told(
    office: BroadcastOffice,
    sandbox: Sandbox,
    subscribers: int,
    publishing: float,
    published: float,
    size: int,
    memory: tuple[float, float],
    latencies: Sequence[float],
) -> str:
    sent = [entry.at for entry in sandbox.ledger.of("accepted") if entry.detail == TEXT]
    first = f"{sent[0] - published:.2f} s" if sent else "none"
    waits = " / ".join(f"{percentile(latencies, share) * 1000:.0f}" for share in (0.5, 0.95, 0.99))
    grown = office.database_bytes() - size
    return (
        f"{subscribers} subscribers, {size / MIB:.1f} MiB ({size / subscribers:.0f} bytes each)\n"
        f"    publish {publishing * 1000:.0f} ms, first message after {first}, {len(sent)} sent, "
        f"file grown by {grown / 1024:.0f} KiB\n"
        f"    loop stood still {office.standstill() * 1000:.0f} ms at most; memory {memory[0]:.0f} MiB before, "
        f"{memory[1]:.0f} at most; replies p50 / p95 / p99 {waits} ms"
    )


async def _answered(person: Person) -> None:
    person.patience = 1.0
    for _ in range(60):
        with suppress(Unanswered):
            await person.send("/help")
            person.patience = 30.0
            return


async def _write(person: Person) -> None:
    while True:
        await person.send("/help")


async def _watched(bot: Bot, seconds: float) -> float:
    most, until = 0.0, time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(psutil.Error):
            most = max(most, bot.memory())
        await asyncio.sleep(0.2)
    return most


async def main(sizes: Sequence[int], seconds: float) -> None:
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(seed=1))
        place = stack.enter_context(tempfile.TemporaryDirectory(prefix="broadcast-million-"))
        office = BroadcastOffice(Path(place), sandbox.url, sandbox.token)
        stack.callback(office.close)
        everybody, there = chats(max(sizes)), 0
        for size in sorted(sizes):
            began = time.monotonic()
            office.subscribe(everybody[there:size])
            print(f"{size - there} more joined in {time.monotonic() - began:.0f} s", flush=True)
            there = size
            for chat in office.first(int(40 * seconds)):
                sandbox.phone("en", met=True, user_id=chat)
            await measure(office, sandbox, size, seconds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--seconds", type=float, default=30.0)
    given = parser.parse_args()
    asyncio.run(main(given.sizes, given.seconds))
