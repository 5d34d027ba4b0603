"""Processes side by side: restarted when one falls, ended together, stopped where it would only fail again."""

import asyncio
import os
from pathlib import Path

import pytest

from bot.processes import supervisor as supervisor_module
from bot.processes.supervisor import FATAL, MemberProcess, Supervisor
from tests.support.patience import PATIENCE, becomes

STEADY = "import signal, pathlib; pathlib.Path('steady').touch(); signal.pause()"
FALLS_ONCE = (
    "import pathlib, signal, sys; mark = pathlib.Path('fell')\n"
    "if not mark.exists(): mark.touch(); sys.exit(1)\n"
    "pathlib.Path('back').touch(); signal.pause()"
)


def a_program(folder: Path, name: str, source: str) -> MemberProcess:
    (folder / f"{name}.py").write_text(source)
    return MemberProcess(name, [name])


async def test_a_fallen_process_is_started_again_and_all_end_together(tmp_path: Path) -> None:
    members = [a_program(tmp_path, "steady_one", STEADY), a_program(tmp_path, "falls_once", FALLS_ONCE)]
    supervisor = Supervisor(members, os.environ, tmp_path)
    running = asyncio.create_task(supervisor.run())
    await becomes((tmp_path / "steady").exists)
    await becomes((tmp_path / "back").exists)
    supervisor.stop()
    assert await asyncio.wait_for(running, PATIENCE) == 0


async def test_a_process_that_cannot_run_ends_them_all(tmp_path: Path) -> None:
    members = [
        a_program(tmp_path, "steady_one", STEADY),
        a_program(tmp_path, "wrong_setting", f"import sys; sys.exit({FATAL})"),
    ]
    supervisor = Supervisor(members, os.environ, tmp_path)
    assert await asyncio.wait_for(supervisor.run(), PATIENCE) == FATAL


async def test_one_that_ran_steadily_is_started_again_as_quickly_as_the_first_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    async def rest(_self: Supervisor, seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(supervisor_module, "STEADY", 0.0)
    monkeypatch.setattr(Supervisor, "_rest", rest)
    supervisor = Supervisor([a_program(tmp_path, "falls", "import sys; sys.exit(1)")], os.environ, tmp_path)
    running = asyncio.create_task(supervisor.run())
    await becomes(lambda: len(pauses) >= 3)
    supervisor.stop()
    await asyncio.wait_for(running, PATIENCE)
    assert set(pauses) == {supervisor_module.FIRST_PAUSE}


async def test_what_is_one_members_alone_the_others_are_not_given(tmp_path: Path) -> None:
    look = "import os, pathlib, sys; pathlib.Path('told').write_text(os.environ.get('AMANA_TOKEN', 'none'))"
    member = MemberProcess(
        "looks", a_program(tmp_path, "looks", f"{look}; sys.exit({FATAL})").module, without=["AMANA_TOKEN"]
    )
    supervisor = Supervisor([member], os.environ | {"AMANA_TOKEN": "a secret"}, tmp_path)
    assert await asyncio.wait_for(supervisor.run(), PATIENCE) == FATAL
    assert (tmp_path / "told").read_text() == "none"
