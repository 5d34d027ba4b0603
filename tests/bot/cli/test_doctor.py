"""`amana doctor`: what works, what will not for ever, what does not; and what to do about each."""

import asyncio
import shlex
import sqlite3
import subprocess
from datetime import UTC, datetime

from sandbox import Sandbox
from services.keys.epochs import epochs_ahead
from tests.support.command_line import CommandLine, Done


def forget_keys_after(amana: CommandLine, months: int) -> None:
    """As if nobody had unlocked for a year less that many months; -1 for over a year."""
    last = "0000-00" if months < 0 else epochs_ahead(datetime.now(UTC))[months]
    with sqlite3.connect(amana.folder / "amana.db") as database:
        database.execute("DELETE FROM epoch_keys WHERE epoch > ?", (last,))
        database.execute("DELETE FROM epoch_wraps WHERE epoch > ?", (last,))
    database.close()


def remedy_of(done: Done, finding: str) -> tuple[str, str]:
    """The mark before the finding, and the line after it."""
    lines = done.out.splitlines()
    place = next(number for number, line in enumerate(lines) if finding in line)
    return lines[place][0], lines[place + 1].strip()


async def test_a_healthy_installation_is_told_to_work_and_draft_languages_are_named(amana: CommandLine) -> None:
    async with Sandbox() as telegram:
        amana.settings |= {"AMANA_TOKEN": telegram.token, "AMANA_API_URL": telegram.url}
        assert (await asyncio.to_thread(amana, "backup")).code == 0
        done = await asyncio.to_thread(amana, "doctor")
    assert (done.code, done.err) == (0, "")
    assert "✗" not in done.out
    assert "✓ Telegram answers\n" in done.out
    marked = [line for line in done.out.splitlines() if line.startswith("!")]
    assert len(marked) == 3
    for line, language in zip(marked, ("Arabic", "Central Kurdish (Sorani)", "French"), strict=True):
        assert language in line
    assert done.out.splitlines()[-1] == "It works. Look after what is marked with !"


async def test_a_token_that_telegram_does_not_know_is_told_and_not_printed(amana: CommandLine) -> None:
    async with Sandbox() as telegram:
        token = "123456789:" + "A" * 35
        amana.settings |= {"AMANA_TOKEN": token, "AMANA_API_URL": telegram.url}
        done = await asyncio.to_thread(amana, "doctor")
    assert done.code == 1
    assert remedy_of(done, "Telegram answers") == (
        "✗",
        "Telegram does not know this bot token. Check AMANA_TOKEN, or get a new one from @BotFather.",
    )
    assert token not in done.said


def test_what_others_can_read_is_named_with_a_command_that_mends_it(amana: CommandLine) -> None:
    (amana.folder / "runtime.key").chmod(0o640)
    amana.folder.chmod(0o755)
    done = amana("doctor")
    assert (done.code, done.err) == (1, "Something needs mending.\n")
    assert remedy_of(done, "Only you can read the settings folder") == ("✗", "Others can read it. Run:")
    [command] = [line for line in done.out.splitlines() if "chmod" in line]
    subprocess.run(shlex.split(command), cwd=amana.place, check=True)
    assert "✓ Only you can read the settings folder" in amana("doctor").out


def test_where_there_is_no_backup_it_says_so(amana: CommandLine) -> None:
    """It works today, and will not for ever."""
    told = amana("doctor")
    assert remedy_of(told, "The newest backup is not too old") == (
        "!",
        "It is too old, or there is none. Is the bot running? Is the disk full? Make one now:",
    )
    assert "✓ Closed cases are erased 365 days after anything was last done with them" in told.out


def test_no_token_is_told(amana: CommandLine) -> None:
    done = amana("doctor")
    assert done.code == 1
    assert remedy_of(done, "Telegram answers") == (
        "✗",
        "There is no token yet. Get one from @BotFather and set AMANA_TOKEN.",
    )


def test_keys_that_run_out_are_told_while_there_is_time(amana: CommandLine) -> None:
    forget_keys_after(amana, months=2)
    mark, remedy = remedy_of(amana("doctor"), "Reports can be sealed")
    assert (mark, remedy) == (
        "!",
        "The keys run out in a few months. Let somebody with this role unlock the desk once.",
    )
    assert amana("reports", "list", secret=amana.passphrase("caseworker")).code == 0
    assert "✓ Reports can be sealed to the caseworkers" in amana("doctor").out


def test_a_month_without_keys_is_told(amana: CommandLine) -> None:
    forget_keys_after(amana, months=-1)
    mark, remedy = remedy_of(amana("doctor"), "Complaints about aid workers can be sealed")
    assert (mark, remedy.startswith("There is no trusted key for this month.")) == ("✗", True)


def test_an_entry_that_somebody_put_among_the_examples_is_named_and_not_written_over(amana: CommandLine) -> None:
    """A start would take the organisation's own services in, and nobody would hear that somebody was here."""
    assert amana("organisers", "list").code == 0
    lure = "UPDATE directory SET body = replace(body, '}', ' }') WHERE entity = 'service'"
    with sqlite3.connect(amana.folder / "amana.db") as database:
        assert database.execute(lure).rowcount
    database.close()
    for _ in range(2):
        done = amana("doctor")
        assert remedy_of(done, "Every entry of the directory was written by this office")[0] == "!"
