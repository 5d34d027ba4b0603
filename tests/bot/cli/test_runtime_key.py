"""`amana renew-runtime-key`: an installation restored without its runtime key works again, and no report is lost."""

import asyncio

import pytest
from sqlmodel import Session, text

from sandbox import Sandbox
from services.keys.sealing import Row, RuntimeKey
from services.notices import subscriptions
from services.store import Store
from tests.support.command_line import CommandLine, end, wait_for_line
from tests.support.patience import PATIENCE
from tests.support.ports import free_port


def assert_nobody_is_on_a_list(session: Session, runtime: RuntimeKey) -> None:
    """Which lists there are may be noted anew, under the new key."""
    left = session.connection().execute(text("SELECT tag, body FROM subscriptions")).all()
    assert len(left) <= 1
    assert all(runtime.opened(body, Row("subscriptions", tag)) is not None for tag, body in left)


async def test_a_restored_installation_gets_a_new_runtime_key_and_runs(amana: CommandLine) -> None:
    with amana.office() as office:
        office.report("They came again last night.")
        with office.database.writing() as session:
            subscriptions.join(Store(session, office.runtime), "forum:women", 7, "en")
    (amana.folder / "runtime.key").unlink()
    missing = amana("doctor")
    assert (missing.code, "runtime.key" in missing.err) == (2, True)
    done = amana("renew-runtime-key", secret=amana.passphrase("steward"))
    assert done.code == 0, done.err
    assert done.out.splitlines()[1].strip().endswith("runtime.key")
    async with Sandbox() as telegram:
        amana.settings |= {"AMANA_TOKEN": telegram.token, "AMANA_API_URL": telegram.url}
        with amana.started("run") as bot:
            await asyncio.to_thread(wait_for_line, bot, "ready")
            phone = telegram.phone("en")
            await phone.start()
            assert await phone.next_message(PATIENCE)
            await asyncio.to_thread(bot.terminate)
            assert await asyncio.to_thread(bot.wait, PATIENCE) == 0
    with amana.office() as office, office.database.reading() as session:
        assert_nobody_is_on_a_list(session, office.runtime)
    assert "✓ The runtime key is this organisation’s" in amana("doctor").out
    [case] = amana("reports", "list", "--json", secret=amana.passphrase("caseworker")).json
    assert case["zone"] == "block_c"


def test_another_organisations_runtime_key_is_found_by_the_doctor(amana: CommandLine) -> None:
    (amana.folder / "runtime.key").write_text(RuntimeKey.generate().secret.hex())
    done = amana("doctor")
    assert done.code == 1
    assert "✗ The runtime key is this organisation’s" in done.out
    assert "    amana renew-runtime-key" in done.out.splitlines()


def test_only_a_steward_makes_a_new_one(amana: CommandLine) -> None:
    before = (amana.folder / "runtime.key").read_text()
    done = amana("renew-runtime-key", secret=amana.passphrase("caseworker"))
    assert (done.code, done.err) == (2, "Only a steward may do this. Use the steward’s passphrase.\n")
    assert (amana.folder / "runtime.key").read_text() == before


@pytest.mark.parametrize("who", ["run", "desk"])
async def test_while_bot_or_desk_run_the_key_stays(amana: CommandLine, who: str) -> None:
    """They would go on with the old one, and what people do meanwhile would be lost at the restart."""
    before = (amana.folder / "runtime.key").read_text()
    async with Sandbox() as telegram:
        amana.settings |= {"AMANA_TOKEN": telegram.token, "AMANA_API_URL": telegram.url}
        amana.settings["AMANA_DESK_PORT"] = str(free_port())
        with amana.started(who) as process:
            await asyncio.to_thread(wait_for_line, process, "ready")
            done = await asyncio.to_thread(amana, "renew-runtime-key", secret=amana.passphrase("steward"))
            await asyncio.to_thread(end, process)
    assert done.code == 2
    assert done.err == "Bot or desk is running. Nothing was changed. Stop both, then do this again.\n"
    assert (amana.folder / "runtime.key").read_text() == before
