"""`amana try`: a practice room on one computer, in a temporary folder, gone when it ends.

Pretend Telegram (`sandbox`, a program of its own that knows nothing of us), bot and desk run side by side. They run
in the temporary folder with a clean environment, so that no real setting and no real token can reach them.
"""

import asyncio
import json
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

from bot.processes.supervisor import MemberProcess, Supervisor
from bot.settings import CHECKOUT, Settings
from bot.terminal import give, stop, tell, words, working

TOKEN = "100000001:practice-room-token-not-a-real-one-0"  # noqa: S105  the pretend Telegram's own token
DESK_PORT = 8477


async def practise() -> int:
    """Start the room, print where to open it, run until Ctrl-C; the exit code."""
    if not (CHECKOUT / "sandbox").is_dir():
        stop(words("The practice room is not part of this installation. It comes with the source code."))
    with tempfile.TemporaryDirectory(prefix="amana-practice-") as name:
        folder = Path(name)
        environment = _environment(folder)
        async with _pretend_telegram(environment) as telegram:
            with working(words("Opening the practice room…")):
                secrets = await _install(folder, environment)
                codes = await asyncio.to_thread(_codes, folder / "amana")
                environment["AMANA_API_URL"] = await _address(telegram)
            with _door() as door:
                _show(environment["AMANA_API_URL"], door.getsockname()[1], secrets)
                _show_codes(codes)
                desk = ["bot", "desk", "--door-fd", str(door.fileno())]
                members = [MemberProcess("bot", ["bot", "run"]), MemberProcess("desk", desk, given=[door.fileno()])]
                return await Supervisor(members, environment, folder).run()


def _environment(folder: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("AMANA_")}
    return ours | {
        "AMANA_TOKEN": TOKEN,
        "AMANA_FOLDER": str(folder / "amana"),
        "TMPDIR": str(folder),  # where the lock on the token lies: two rooms may be open at once
    }


@asynccontextmanager
async def _pretend_telegram(environment: Mapping[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--token", TOKEN]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, env=dict(environment), cwd=CHECKOUT, start_new_session=True
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _address(telegram: asyncio.subprocess.Process) -> str:
    assert telegram.stdout is not None
    first_line = (await telegram.stdout.readline()).decode().split()
    if not first_line:
        stop(words("The pretend Telegram did not start."))
    return first_line[-1]


async def _install(folder: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bot", "init", "--json"]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, env=dict(environment), cwd=folder
    )
    told, _ = await process.communicate()
    if process.returncode:
        stop(words("The practice room could not be set up."))
    secrets: dict[str, Any] = json.loads(told)
    return secrets


def _codes(folder: Path) -> dict[str, str]:
    """A code for each role people take up inside Telegram."""
    from bot.bootstrap import read_runtime_key, utc_now
    from services.enrolment import ALL_FORUMS, EDITOR, ORGANISER, new_code
    from services.store import Store
    from storage.engine import Database

    settings = Settings(_env_file=None, folder=folder)
    runtime, database = read_runtime_key(settings), Database(settings.database)
    with closing(database), database.writing() as session:
        store = Store(session, runtime)
        return {
            role: new_code(store, role, role, forums, utc_now())
            for role, forums in ((ORGANISER, (ALL_FORUMS,)), (EDITOR, ()))
        }


def _door() -> socket.socket:
    """Where the desk is found: at the wanted port, at another where somebody has that. It listens from now on, so that
    no other room that is just opening takes the same; whoever comes before the desk has started waits."""
    with suppress(OSError):
        return socket.create_server(("127.0.0.1", int(os.environ.get("AMANA_DESK_PORT") or DESK_PORT)))
    return socket.create_server(("127.0.0.1", 0))


def _show(phones: str, desk_port: int, secrets: Mapping[str, Any]) -> None:
    passphrases = secrets["passphrases"]
    tell(words("The practice room is open. Nothing here is real, and all of it goes when you press Ctrl-C."))
    tell(words("Phones of residents (pretend Telegram):"))
    give(f"{phones}/")
    tell(words("The desk, where staff read and answer:"))
    give(f"http://127.0.0.1:{desk_port}/")
    tell(words("A caseworker opens the desk with this passphrase:"))
    give(passphrases["caseworker"])
    tell(words("A focal point, who alone opens complaints about aid workers, with this one:"))
    give(passphrases["focal_point"])


def _show_codes(codes: Mapping[str, str]) -> None:
    """Each phone that sends one of these has that role from then on."""
    tell(words("A phone that sends this organises meetings:"))
    give(f"/organiser {codes['organiser']}")
    tell(words("A phone that sends this edits the services:"))
    give(f"/organiser {codes['editor']}")
