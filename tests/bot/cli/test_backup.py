"""`amana backup` and `amana restore` as a steward uses them, and what is said where the database cannot be used."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.support.command_line import CommandLine, wait_for_line
from tests.support.patience import PATIENCE

STILL_IN_USE = "Bot or desk is running. Nothing was changed. Stop both, then do this again.\n"


def backups_of(amana: CommandLine) -> list[Path]:
    return sorted((amana.folder / "backups").glob("amana-2*.backup"))


def restore(amana: CommandLine, *words: str) -> tuple[int, str]:
    shares = "\n".join(amana.secrets["recovery_shares"][:2])
    done = amana("restore", *words, secret=shares, option="--shares-fd")
    return done.code, done.said


@asynccontextmanager
async def running(amana: CommandLine) -> AsyncIterator[None]:
    """The bot, until the block is left."""
    with amana.started("run") as bot:
        await asyncio.to_thread(wait_for_line, bot, "ready")
        yield
        await asyncio.to_thread(bot.terminate)
        assert await asyncio.to_thread(bot.wait, PATIENCE) == 0


def damage(amana: CommandLine) -> None:
    database = amana.folder / "amana.db"
    content = database.read_bytes()
    database.write_bytes(content[:9000] + os.urandom(20_000) + content[29_000:])


async def test_made_while_the_bot_runs_and_restored_after_the_database_broke(amana: CommandLine) -> None:
    with amana.office() as office:
        office.report("They came at night.")
    async with Sandbox() as telegram:
        amana.settings |= {"AMANA_TOKEN": telegram.token, "AMANA_API_URL": telegram.url}
        async with running(amana):
            made = await asyncio.to_thread(amana, "backup")
            assert made.code == 0, made.err
            assert (await asyncio.to_thread(restore, amana))[1].endswith(STILL_IN_USE)
        damage(amana)
        [backup] = backups_of(amana)
        assert f"    amana-data/backups/{backup.name}" in made.out.splitlines()
        for command in ("run", "desk", "doctor"):
            said = await asyncio.to_thread(amana, command)
            assert said.code in (1, 2)
            assert "amana restore amana-data/backups/" + backup.name in said.said
        code, told = await asyncio.to_thread(restore, amana)
        assert code == 0, told
        async with running(amana):
            pass
    [case] = amana("reports", "list", "--json", secret=amana.passphrase("caseworker")).json
    assert case["zone"] == "block_c"
    assert [path.name for path in amana.folder.glob("amana.db.aside*")] != []


@pytest.mark.parametrize("loss", ["missing", "empty", "no database", "somebody else's"])
def test_a_lost_database_is_never_made_anew_in_silence(amana: CommandLine, loss: str) -> None:
    assert amana("backup").code == 0
    database = amana.folder / "amana.db"
    if loss == "missing":
        database.unlink()
    else:
        content = {"empty": b"", "no database": b"a letter to my sister\n" * 9}.get(loss)
        database.write_bytes(_foreign(amana.place) if content is None else content)
    before = database.read_bytes() if database.exists() else None
    for command in (["staff", "list"], ["backup"]):
        done = amana(*command)
        assert (done.code, "Traceback" in done.said) == (2, False)
        assert f"amana restore amana-data/backups/{backups_of(amana)[0].name}" in done.err
        assert (database.read_bytes() if database.exists() else None) == before
    code, told = restore(amana)
    assert code == 0, told
    assert len(amana("staff", "list", "--json").json) == 3


def _foreign(place: Path) -> bytes:
    import sqlite3

    path = place / "foreign.db"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE songs (name TEXT)")
    plain.execute("PRAGMA application_id=1")
    plain.commit()
    plain.close()
    return path.read_bytes()


def test_a_backup_that_is_not_whole_is_not_offered(amana: CommandLine) -> None:
    assert amana("backup").code == 0
    [backup] = backups_of(amana)
    newer = backup.with_name("amana-2026-11-30-2359.backup")
    newer.write_bytes(backup.read_bytes()[:-1])
    (amana.folder / "amana.db").unlink()
    assert f"amana restore amana-data/backups/{backup.name}" in amana("doctor").err
    code, told = restore(amana, str(newer))
    assert (code, "This backup is damaged, or it is no backup. Nothing was changed." in told) == (2, True)
    backup.unlink()
    assert "There is no whole backup here." in amana("doctor").err
    assert restore(amana)[1].startswith("There is no whole backup here:")


def test_one_share_twice_restores_nothing(amana: CommandLine) -> None:
    assert amana("backup").code == 0
    before = (amana.folder / "amana.db").read_bytes()
    share = amana.secrets["recovery_shares"][0]
    done = amana("restore", secret=f"{share}\n{share}", option="--shares-fd")
    assert (done.code, done.err.startswith("These two shares open nothing together.")) == (2, True)
    assert (amana.folder / "amana.db").read_bytes() == before
