"""What a long queue costs: until the first screen, until all is open, for a page, a note and a search; and memory.

python tests/bench/desk_queue.py [--kept FOLDER] [ENVELOPES ...]   (20000 and 100000 without)

The envelopes are of six months: two in five a report, the others later messages, notes, states and dummies. Work is
that of the whole process, the browser in it too; what a browser without script costs here is about 2 ms a page. What
was made once is taken from FOLDER again.
"""

import argparse
import asyncio
import gc
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from aiohttp import ClientSession, CookieJar, web
from sqlmodel import Session

from desk.application import make_application
from desk.config import DeskConfig
from services.forms import archive, load_form
from services.keys import envelopes
from services.keys.envelopes import Letter
from services.keys.epochs import week_of
from services.keys.keyring import intake_key, signed
from services.keys.sealing import PublicKey, RuntimeKey, new_key_pair, random_bytes
from services.keys.trust import Trust
from services.reports import later_words
from services.reports.receipts import MailboxKeys
from storage import mailbox as mailboxes
from storage.engine import Database
from tests.desk.conftest import Visitor
from tests.support.offices import Office, copied, found_in

FORM = Path(__file__).resolve().parents[2] / "content" / "forms" / "safety_report.md"
WORDS_OF_REPORTS = (
    "they came again last night armed men near water point our neighbour was taken checkpoint money road school tents "
    "جاؤوا ليلا عند نقطة المياه وأخذوا جارنا حاجز طريق مدرسة خيام مال سيارة تهديد ئەوان دوێنێ شەو هاتن لای خاڵی ئاو"
)
WORDS = WORDS_OF_REPORTS.split()
CATEGORIES = ("unsafe", "attacked", "stopped", "property", "movement", "tension", "other")
ZONES = ("north", "market", "river", "school", "tents", "gate")
EVENTS: tuple[tuple[str, dict[str, object]], ...] = (
    ("note", {}),
    ("note", {}),
    ("status", {"status": "waiting"}),
    ("status", {"status": "closed"}),
)
DAYS = 180
PAGES = 10
CHANCE = random.Random(7)


def words(many: int) -> str:
    return " ".join(CHANCE.choices(WORDS, k=many))


class Filler:
    """Puts envelopes into an office, day after day."""

    def __init__(self, office: Office) -> None:
        self.office, self.form = office, load_form(FORM)
        self.mail = MailboxKeys(b"", new_key_pair())  # one for all: what a mailbox costs is not measured here
        self.reports: list[tuple[bytes, bytes]] = []
        self.key = PublicKey(b"")
        with office.database.writing() as session:
            archive.keep(session, self.form, office.now)

    def fill(self, many: int) -> bytes:
        """So many envelopes; a case of the last day."""
        for day in range(DAYS):
            self.office.now += timedelta(days=1)
            with self.office.database.writing() as session:
                self.key = intake_key(session, self.office.trust, "safety", self.office.now)
                for _ in range(many // DAYS + (day < many % DAYS)):
                    self.put(session)
        return self.reports[-1][0]

    def put(self, session: Session) -> None:
        """One envelope of any kind."""
        kind = CHANCE.choices(("report", "message", "event", "dummy"), (40, 15, 35, 10))[0]
        id, now = random_bytes(16), self.office.now
        body: dict[str, object] = {"day": now.date().isoformat(), "id": id.hex(), "kind": kind}
        if kind == "report" or not self.reports:
            tag = random_bytes(32)
            self.reports.append((id, tag))
            mailboxes.add(session, mailboxes.MailboxRow(tag, self.mail.keys.public, week_of(now)))
            body |= report(self.form.hash, tag, self.mail)
        case, tag = CHANCE.choice(self.reports[-2000:])
        if kind == "message":
            body = later_words.signed(self.mail.voice, body | {"mailbox_tag": tag.hex(), "text": words(15)})
        elif kind == "event":
            event, facts = CHANCE.choice(EVENTS)
            body |= {"case": case.hex(), "event": event, "clock": 1, "seen": []}
            body = signed(self.office.members["caseworker"], "event", body | {"facts": facts | {"text": words(12)}})
        envelopes.put_to(session, self.key, Letter("safety", body, id), now)


def report(form_hash: str, tag: bytes, keys: MailboxKeys) -> dict[str, object]:
    answers = {"category": CHANCE.choice(CATEGORIES), "zone": CHANCE.choice(ZONES), "when": "today"}
    return {
        "kind": "report",
        "form": "safety_report",
        "form_hash": form_hash,
        "compartment": "safety",
        "urgent": CHANCE.random() < 0.1,
        "mailbox": {"tag": tag.hex(), "public_key": keys.keys.public.hex(), "verify_key": keys.voice.verify.hex()},
        "check_words": [3, 41],
        "language": CHANCE.choice(("en", "ar")),
        "route": None,
        "answers": answers | {"what_happened": words(30), "reply_wanted": "yes"},
    }


async def spent(what: str, times: int, work: Callable[[], Awaitable[object]]) -> None:
    """Print what one of so many repetitions costs."""
    gc.collect()
    before, began = time.process_time(), time.perf_counter()
    for _ in range(times):
        await work()
    took, waited = time.process_time() - before, time.perf_counter() - began
    print(f"  {what:<34} {1000 * took / times:8.0f} ms CPU {1000 * waited / times:8.0f} ms", flush=True)


def memory() -> int:
    return int(psutil.Process(os.getpid()).memory_info().rss) // 2**20


@asynccontextmanager
async def served(office: Office) -> AsyncIterator[Visitor]:
    config = DeskConfig(
        office.database, office.trust, office.site_salt, ("en", "ar"), lambda: office.now, office.runtime
    )
    runner = web.AppRunner(make_application(config), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as http:
        yield Visitor(f"http://127.0.0.1:{runner.addresses[0][1]}", http)
    await runner.cleanup()


async def unlock(visitor: Visitor, passphrase: str) -> None:
    began, work, is_shown = time.perf_counter(), time.process_time(), False
    answer = await visitor.unlock(passphrase)
    while "Refresh" in answer.headers:
        if not is_shown and "first-look" in answer.text:
            took, waited = time.process_time() - work, time.perf_counter() - began
            print(
                f"  {'until the newest can be read':<34} {1000 * took:8.0f} ms CPU {1000 * waited:8.0f} ms", flush=True
            )
            is_shown = True
        await asyncio.sleep(0.1)
        answer = await visitor.get("/opening")
    assert answer.status == 200, answer.plain
    gc.freeze()  # as in a room of its own (desk.processes.room)


async def measure(office: Office, case: bytes) -> None:
    before = memory()
    here = f"/case/{case.hex()}"
    async with served(office) as visitor:
        await spent("until unlocked", 1, lambda: unlock(visitor, office.passphrases["caseworker"]))
        await spent("a queue page", PAGES, lambda: visitor.get("/"))
        await spent("the first search", 1, lambda: visitor.post("/search", {"words": "checkpoint"}))
        await spent("a search", 5, lambda: visitor.post("/search", {"words": "water"}))
        found = visitor.last.path
        await spent("the same, of what was looked for", PAGES, lambda: visitor.get(found))
        await spent("the last part of the queue", 2, lambda: visitor.get("/?status=all&part=20"))
        await spent("the queue of one zone", 2, lambda: visitor.get("/?zone=river"))
        await spent("a case", PAGES, lambda: visitor.get(here))
        await spent("news", PAGES, lambda: visitor.get("/news"))

        async def note() -> None:
            await visitor.work(case, "note", note="Seen by us.")

        await visitor.get(here)
        await spent("a note, and the case after it", 5, note)
        await spent("the queue after it", 1, lambda: visitor.get("/"))
        print(f"  memory: {memory()} MB, of which {before} MB before unlocking", flush=True)
        await visitor.get("/")
        gc.unfreeze()
        await visitor.post("/lock", {})
        await spent("until unlocked again", 1, lambda: unlock(visitor, office.passphrases["caseworker"]))
        await spent("a queue page", PAGES, lambda: visitor.get("/"))


def made(place: Path, many: int) -> None:
    """An office with so many envelopes, in a folder of its own."""
    place.mkdir(parents=True)
    with copied(found_in(place / "founded.db"), place / "amana.db") as office:
        began = time.perf_counter()
        case = Filler(office).fill(many)
        print(f"{many} envelopes put in within {time.perf_counter() - began:.0f} s", flush=True)
        facts = {
            "trust": office.trust.text,
            "runtime": office.runtime.secret.hex(),
            "salt": office.site_salt.hex(),
            "passphrases": office.passphrases,
            "now": office.now.isoformat(),
            "case": case.hex(),
        }
    (place / "office.json").write_text(json.dumps(facts))


@contextmanager
def opened(made_in: Path, file: Path) -> Iterator[tuple[Office, bytes]]:
    """A copy of it in that file, and a case of its last day."""
    facts = json.loads((made_in / "office.json").read_text())
    shutil.copy(made_in / "amana.db", file)
    database = Database(f"sqlite:///{file}")
    office = Office(
        database,
        Trust.from_text(facts["trust"]),
        RuntimeKey(bytes.fromhex(facts["runtime"])),
        bytes.fromhex(facts["salt"]),
        {},
        facts["passphrases"],
        datetime.fromisoformat(facts["now"]),
    )
    yield office, bytes.fromhex(facts["case"])
    database.close()


def main(sizes: Sequence[int], kept: Path | None) -> None:
    for many in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder = (kept or Path(place) / "made") / str(many)
            if not (folder / "office.json").exists():
                made(folder, many)
            with opened(folder, Path(place) / "amana.db") as (office, case):
                print(f"{many} envelopes, load {os.getloadavg()[0]:.1f}:", flush=True)
                asyncio.run(measure(office, case))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("envelopes", type=int, nargs="*", default=[20_000, 100_000])
    parser.add_argument("--kept", type=Path)
    asked = parser.parse_args()
    main(asked.envelopes, asked.kept)
