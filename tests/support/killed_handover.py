"""A bot that is killed (SIGKILL) at a step of the change from one process to the next. The bot loads this file."""

import os
import signal
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.support.moved_renewal import let_time_be_moved

STEPS = ("before it leaves", "after it has left", "it has ended", "next begun", "next born", "taken up", "at work")
"""The first two kill the one that goes, the next two the one that forks, the others the one that comes."""


def let_it_be_killed() -> None:
    """In the bot: whoever comes to the step that the file names is killed there, once."""
    let_time_be_moved()
    generations: Any = import_module("bot.succession.generations")
    keeper, heritage = generations._Keeper, import_module("bot.heritage").Heritage
    run: Any = import_module("bot.run")
    heritage.leave = _between("before it leaves", heritage.leave, "after it has left")
    keeper.end_of_it = _between("", keeper.end_of_it, "it has ended")
    keeper.begin = _parted(keeper.begin)
    taken_up, tick = heritage.taken_up, run._start_ticking

    def take_up(file: int) -> object:
        found = taken_up(file)
        if found is not None:
            _fall_at("taken up")
        return found

    def start_ticking(opened: Any, *given: Any) -> None:
        tick(opened, *given)
        if not opened.heritage.is_first:
            _fall_at("at work")

    heritage.taken_up, run._start_ticking = take_up, start_ticking


def _between(before: str, work: Callable[..., Any], after: str) -> Callable[..., Any]:
    def done(*given: Any) -> Any:
        _fall_at(before)
        outcome = work(*given)
        _fall_at(after)
        return outcome

    return done


def _parted(begin: Callable[..., int]) -> Callable[..., int]:
    def begun(keeper: Any) -> int:
        pid = begin(keeper)
        _fall_at("next begun" if pid else "next born")
        return pid

    return begun


def _fall_at(step: str) -> None:
    named = Path(os.environ["STEP_FILE"])
    if step and named.read_text() == step:
        named.write_text("")
        os.kill(os.getpid(), signal.SIGKILL)
