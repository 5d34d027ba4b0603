"""Locked is locked: one second after it nothing that was opened or typed stands in any process of the desk."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from services.keys.keyring import stretch, unlock
from tests.desk.conftest import Visitor
from tests.desk.processes.conftest import Guests
from tests.support.command_line import CommandLine, installed_once
from tests.support.desk_processes import DeskProcesses, desk_processes
from tests.support.postgres import NO_WHEEL, Server, postgres
from tests.support.process_memory import MAY_READ, Needles
from tests.support.spellings import of_key, of_number, spellings

pytestmark = pytest.mark.skipif(not MAY_READ, reason="only root may read the memory of a desk")
__all__ = ["installed_once", "postgres"]

REPORT = "The lantern at the third bridge goes out at moonrise"
REPLY = "Two of us keep watch with lanterns of our own"
NOTE = "Zebulon knows which of the ferrymen it was"
DRAFT = "Begun at dusk and not yet said to anybody"
CHAT = 7_213_456_789


SERVER = pytest.param("postgres", marks=pytest.mark.skipif(NO_WHEEL, reason="no wheel for this Python"))


@pytest.fixture(scope="module", params=["file", SERVER])
def house(
    request: pytest.FixtureRequest, installed_once: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DeskProcesses]:
    amana = installed_once.copy(tmp_path_factory.mktemp("locked"))
    if request.param == "postgres":
        server: Server = request.getfixturevalue("postgres")
        url = server.new_database()
        done = amana("migrate-database", f"sqlite:///{amana.folder / 'amana.db'}", url)
        assert done.code == 0, done.err
        amana.settings["AMANA_DATABASE_URL"] = url
    with desk_processes(amana) as running:
        yield running


@pytest.fixture(scope="module")
def keys(house: DeskProcesses) -> dict[str, bytes]:
    """Every private key of the caseworker, and what the passphrase becomes."""
    with house.amana.office() as office:
        stretched = stretch(office.site_salt, house.amana.passphrase("caseworker"))
        with office.database.writing() as session:
            member = unlock(session, stretched, office.trust, office.now)
    named = {f"{name.compartment} {name.epoch}": pair.private for name, pair in member.keys.items()}
    return named | {"box": member.box.private, "signing": member.signing.seed, "stretched": stretched.key}


@pytest.fixture(scope="module")
def needles(house: DeskProcesses, keys: dict[str, bytes]) -> Needles:
    """All that must not be found once the desk has locked."""
    texts = {each: spellings(each) for each in (REPORT, REPLY, NOTE, DRAFT, house.amana.passphrase("caseworker"))}
    return Needles({name: of_key(key) for name, key in keys.items()} | texts | {"chat": of_number(CHAT)})


def found(house: DeskProcesses, needles: Needles) -> Counter[str]:
    """In all processes of the desk together."""
    return sum((needles.found_in(process) for process in house.all()), Counter())


async def a_working_day(house: DeskProcesses, guests: Guests) -> Visitor:
    """A report is read, answered, noted about; another text is begun."""
    with house.amana.office() as office:
        case_id = office.report(REPORT, route={"chat": CHAT, "language": "en"})
    visitor = await guests.inside(f"/case/{case_id.hex()}")
    await visitor.work(case_id, "preview", reply=REPLY)
    answer = await visitor.work(case_id, "send", reply=REPLY)
    assert "Your reply is in their mailbox" in answer.plain
    assert NOTE in (await visitor.work(case_id, "note", note=NOTE)).plain
    begun = {"version": visitor.field("version"), "reply": DRAFT, "note": ""}
    token = visitor.form_token
    assert '"locks_in": ' in (await visitor.post(f"/case/{case_id.hex()}/draft", begun)).text
    await visitor.get("/")
    assert visitor.form_token == token
    return visitor


async def test_a_second_after_the_lock_nothing_is_left(
    house: DeskProcesses, guests: Guests, needles: Needles, keys: dict[str, bytes]
) -> None:
    visitor = await a_working_day(house, guests)
    open_now = found(house, needles)
    assert open_now.keys() >= {*keys, REPORT, REPLY, NOTE, DRAFT, "chat"} - {"stretched"}, "the scanner finds them"
    locked_at = time.monotonic()
    await visitor.post("/lock", {})
    await asyncio.sleep(1 - (time.monotonic() - locked_at))
    assert found(house, needles) == Counter()
