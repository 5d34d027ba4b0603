"""The commands that start processes, and the sentences for everything that can be wrong before they run."""

import asyncio
import errno
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from sqlalchemy.exc import OperationalError
from typer.main import get_command

from bot.bootstrap import KeyFileBroken, NotInstalled
from bot.cli import (
    audit,
    backup,
    bots,
    cases,
    content,
    damage,
    directory,
    doctor,
    install,
    meetings,
    migrate_database,
    nudges,
    older_state,
    organisers,
    picture,
    poster,
    recover,
    runtime_key,
    staff,
    surveys,
)
from bot.logs import set_up_logs
from bot.processes.locks import AlreadyRunning, BeingExchanged, StillInUse
from bot.processes.supervisor import FATAL, MemberProcess, Supervisor
from bot.settings import SettingsWrong, read_settings
from bot.terminal import stop, tell, words
from services.authoring.parts import ContentBroken
from services.keys.epoch_keys import NoTrustedKey
from services.keys.sealing import NoMemory, NotTrusted
from services.keys.trust import NotFounded
from storage.errors import DatabaseUnusable, UnknownRevision, trouble_of

AGAIN: Final = 1
"""Exit code of what is worth another start."""
PASSING: Final = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""What is wrong with a machine for a while."""

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command("init")(install.init)
app.add_typer(staff.app, name="staff")
app.add_typer(organisers.app, name="organisers")
app.add_typer(nudges.app, name="nudges")
app.add_typer(cases.app, name="cases")
app.add_typer(cases.app, name="reports", hidden=True)
app.add_typer(surveys.app, name="surveys")
app.add_typer(picture.app, name="picture")
app.add_typer(audit.app, name="audit")
app.add_typer(content.app, name="content")
content.app.command("template")(directory.template)
content.app.command("import")(directory.import_)
content.app.command("export")(directory.export)
app.add_typer(meetings.app, name="meetings")
app.command("poster")(poster.poster)
app.command("doctor")(doctor.doctor)
app.command("bots")(bots.bots)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore_backup)
app.command("accept-older-state")(older_state.accept_older_state)
app.command("recover")(recover.recover_role)
app.command("migrate-database")(migrate_database.migrate_database)
app.command("renew-runtime-key")(runtime_key.renew_runtime_key)


def main() -> None:
    """Run the command line. A fault of the program is logged as `crashed`: tracebacks may hold somebody's words."""
    set_up_logs()
    with plainly():
        get_command(app)(standalone_mode=True)  # calling `app` itself would put back the hook that prints tracebacks


@app.command()
def run() -> None:
    """Run the bot."""
    from telegram.error import InvalidToken

    from bot.incoming.intake import AnotherPoller
    from bot.run import NoToken, run_bot

    try:
        run_bot(read_settings())
    except NoToken:
        stop(no_token())
    except InvalidToken:
        stop(words("Telegram does not know this bot token. Check AMANA_TOKEN, or get a new one from @BotFather."))
    except AnotherPoller:
        stop(
            words(
                "Somebody else is already running a bot with this token. If that is you, stop one of the two. "
                "If it is not you, the token may be stolen: revoke it at @BotFather now."
            )
        )


def no_token() -> str:
    """What is missing, and where to get it."""
    return words("There is no bot token. Get one from @BotFather and set AMANA_TOKEN.")


@app.command()
def desk(door_fd: Annotated[int | None, typer.Option(min=0, hidden=True)] = None) -> None:
    """Run the desk, where staff read and answer."""
    from bot.desk import run_desk

    try:
        run_desk(read_settings(), None if door_fd is None else socket.socket(fileno=door_fd))
    except OSError as refused:
        if refused.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL) or refused.filename:
            raise
        stop(words("The desk cannot listen at its address; another program may. Set AMANA_DESK_PORT to another port."))


@app.command()
def office() -> None:
    """Run bot and desk side by side, for an office with one computer."""
    settings = read_settings()
    if settings.token is None:
        stop(no_token())
    if not settings.pinned_key_file.exists():
        raise NotInstalled(str(settings.pinned_key_file))
    tell(words("The desk will be at this address:"))
    tell(f"    http://{settings.desk_host}:{settings.desk_port}/")
    of_the_bot_alone = ("AMANA_TOKEN", "AMANA_PROXY")
    members = [MemberProcess("bot", ["bot", "run"]), MemberProcess("desk", ["bot", "desk"], of_the_bot_alone)]
    raise typer.Exit(asyncio.run(Supervisor(members, os.environ, Path.cwd()).run()))


@app.command("try")
def try_() -> None:
    """A practice room on this computer: pretend Telegram, bot and desk. No token, no account."""
    from bot.practice import practise

    raise typer.Exit(asyncio.run(practise()))


@contextmanager
def plainly() -> Iterator[None]:
    """Turn what can be wrong with an installation into one sentence each."""
    try:
        yield
    except tuple(SENTENCES) as wrong:
        say = next(say for kind, say in SENTENCES.items() if isinstance(wrong, kind))
        _end(say(wrong), AGAIN if _may_pass(wrong) else FATAL)


SENTENCES: dict[type[Exception], Callable[[Any], str]] = {
    SettingsWrong: lambda wrong: "\n".join(wrong.sentences),
    ContentBroken: lambda broken: "\n".join(problem.sentence for problem in broken.problems),
    NotInstalled: lambda missing: (
        words("A new place needs: amana init. A restored one needs this file, which is missing:")
        + f"\n    {missing.missing}"
    ),
    KeyFileBroken: lambda broken: (
        words("This key file is damaged. Nothing was changed. Restore it from your backup:") + f"\n    {broken.path}"
    ),
    NotFounded: lambda _: words("The database holds no organisation. Run: amana init, or restore your backup."),
    NotTrusted: lambda _: _not_ours(),
    NoTrustedKey: lambda _: _not_ours(),
    AlreadyRunning: lambda _: words("This bot is already running on this computer. Stop the other one first."),
    StillInUse: lambda _: words("Bot or desk is running. Nothing was changed. Stop both, then do this again."),
    BeingExchanged: lambda _: words("The database or its key is being exchanged just now. Start once that is done."),
    DatabaseUnusable: damage.sentence,
    UnknownRevision: lambda _: words(
        "The database was written by a newer version of Amana. Nothing was touched. Install that version."
    ),
    NoMemory: lambda _: _no_memory(),
    MemoryError: lambda _: _no_memory(),
    OperationalError: lambda refused: _of_the_database(refused),
    OSError: lambda refused: (
        words("A file or folder cannot be used. Look who owns it, and whether the disk is full.")
        + (f"\n    {refused.filename}" if refused.filename else "")
    ),
}


def _of_the_database(refused: OperationalError) -> str:
    match trouble_of(refused):
        case "busy":
            return words("Something else writes to the database for too long. Nothing was changed. Try again.")
        case "read only":
            return words("The database cannot be written, only read. Nothing was changed. Look who owns its file.")
        case "full":
            return words("The disk is full. Nothing was changed. Make room and try again.")
        case _:
            return words(
                "The database is busy, or the disk is full. Nothing was changed. Look at the disk and try again."
            )


def _not_ours() -> str:
    return words("The database does not belong to this settings folder: its keys are not signed by your organisation.")


def _no_memory() -> str:
    return words("This computer has too little memory left just now. Nothing was changed. Try again in a minute.")


def _may_pass(wrong: Exception) -> bool:
    """Whether the same may go well in a while, so that whoever looks after bot and desk starts them again."""
    is_of_the_machine = isinstance(wrong, OSError) and wrong.errno in PASSING
    return is_of_the_machine or isinstance(wrong, NoMemory | MemoryError | OperationalError)


def _end(sentence: str, code: int) -> None:
    try:
        stop(sentence, code)
    except typer.Exit as over:
        raise SystemExit(over.exit_code) from None
