"""Whether the time of an answer tells a wrong receipt from an expired, an erased or a right one, over the wire.

python -m tests.bench.receipt_timing [--tries 2000] [--minutes 240] [--chats 6] [--seed 1] [--costly]

The real bot before a pretend Telegram: each try is typed by a chat of its own before the door of the mailbox, so that
none was slowed for what others guessed; the four kinds in random order. Some chats go to the door at once, and one at a
time types there; measured is from typing to the first answer. Where the minutes are over before all have tried, those
who did are compared. Expired: idle for more than half a year and swept away. Erased: its row was deleted. Right:
nothing waits in it. A rank test (Mann and Whitney, two-sided, with ties) compares each kind with the wrong ones.
Derivations are cheap unless `--costly`: what they cost is the same for all, and hides the rest.
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from math import erfc, sqrt
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.installation import install
from bot.settings import Settings
from handlers.chat import keyboards
from sandbox import Phone, Sandbox
from services import retention
from services.keys.founding import FirstPeople
from services.keys.trust import Trust, check_organisation
from services.reports import mailbox
from services.reports.memo import Memo
from services.reports.receipts import new_ready
from storage import mailbox as rows
from storage.engine import Database
from tests.support import costs
from tests.support.reports.by_phone import press

CHEAP: Final = str(Path(__file__).parent / "bots" / "amana_cheap_receipts.py")
KINDS: Final = ("wrong", "expired", "erased", "right")
PATIENCE: Final = 60.0


def typed(settings: Settings, each: int) -> dict[str, list[str]]:
    """So many receipts of each kind, as the database has them then."""
    database = Database(settings.database)
    trust = Trust.from_text((settings.folder / "organisation.pub").read_text())
    now, found = datetime.now(UTC), dict[str, list[str]]()
    with database.writing() as session:
        salt = check_organisation(session, trust).site_salt
        for kind in KINDS:
            made = [new_ready(salt) for _ in range(each)]
            found[kind] = [ready.receipt.digits for ready in made]
            boxes = [mailbox.address(ready.mailbox, "safety") for ready in made]
            for box in boxes if kind != "wrong" else ():
                mailbox.open_new(session, box, Memo(), now - timedelta(days=200 if kind == "expired" else 0))
            for box in boxes if kind == "erased" else ():
                rows.delete(session, box.tag)
        retention.forget_idle_mailboxes(session, now)
    database.close()
    return found


async def tried(phone: Phone, receipt: str, door: asyncio.Lock) -> float:
    """Seconds from typing to the first answer. Who is not alone at the door waits before typing."""
    await phone.start()
    await press(phone, keyboards.MAILBOX)
    async with door:
        phone.forget_arrivals()
        began = time.perf_counter()
        await phone.send(receipt)
        await phone.next_message(timeout=PATIENCE)
        took = time.perf_counter() - began
    await phone.is_heard(PATIENCE)
    return took


def chance_of_it(some: Sequence[float], others: Sequence[float]) -> float:
    """p of a difference in rank at least so large, were there none (normal approximation, corrected for ties)."""
    every = sorted([*some, *others])
    ranks, ties, first = dict[float, float](), 0.0, 0
    while first < len(every):
        last = first
        while last < len(every) and every[last] == every[first]:
            last += 1
        ranks[every[first]] = (first + last + 1) / 2
        ties += (last - first) ** 3 - (last - first)
        first = last
    a, b, n = len(some), len(others), len(every)
    over = sum(ranks[each] for each in some) - a * (a + 1) / 2 - a * b / 2
    spread = sqrt(a * b / 12 * (n + 1 - ties / (n * (n - 1))))
    return erfc(abs(over) / spread / sqrt(2))


async def run(tries: int, minutes: float, chats: int, seed: int, is_costly: bool) -> None:
    """Print all of it."""
    if not is_costly:
        costs.make_cheap()
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(limits=False, seed=seed))
        sandbox.ledger.recording = False
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="timing-"))) / "amana"
        settings = Settings(_env_file=None, folder=folder)
        install(settings, FirstPeople("Steward", "Caseworker", "Focal point"), datetime.now(UTC))
        found = typed(settings, tries)
        given = {"AMANA_FOLDER": str(folder), "AMANA_API_URL": sandbox.url, "AMANA_TOKEN": sandbox.token}
        words = ["-m", "bot"] if is_costly else [CHEAP]
        process = await asyncio.create_subprocess_exec(sys.executable, *words, "run", env=os.environ | given)
        try:
            took = await _all_tried(sandbox, found, chats, minutes * 60, random.Random(seed))
        finally:
            process.terminate()
            await process.wait()
    least = min(map(len, took.values()))
    print(f"{least} tries of each kind at least, seed {seed}, derivations {'as ever' if is_costly else 'cheap'}")
    for kind in KINDS:
        p = chance_of_it(took[kind], took["wrong"])
        each = " / ".join(f"{share * 1e3:.2f}" for share in statistics.quantiles(took[kind], n=4))
        print(f"  {kind:8} quartiles {each} ms" + ("" if kind == "wrong" else f", p = {p:.4f}"))


async def _all_tried(
    sandbox: Sandbox, found: dict[str, list[str]], chats: int, seconds: float, chance: random.Random
) -> dict[str, list[float]]:
    order = [(kind, receipt) for kind, each in found.items() for receipt in each]
    chance.shuffle(order)
    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    door, left, until = asyncio.Lock(), iter(order), time.monotonic() + seconds

    async def one_after_another() -> None:
        for kind, receipt in left:
            if time.monotonic() > until:
                break
            took[kind].append(await tried(sandbox.phone("en"), receipt, door))

    async with asyncio.TaskGroup() as group:
        for _ in range(chats):
            group.create_task(one_after_another())
    return took


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=240.0, help="at most")
    parser.add_argument("--chats", type=int, default=6, help="on their way at once")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--costly", action="store_true")
    given = parser.parse_args()
    asyncio.run(run(given.tries, given.minutes, given.chats, given.seed, given.costly))
