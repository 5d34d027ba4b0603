"""One process for one bot on a machine, and nobody else of that machine can keep it from starting."""

import fcntl
import hashlib
import os
import tempfile
from pathlib import Path

import pytest

from bot.processes.locks import AlreadyRunning, only_process

TOKEN = "123456:" + "s" * 35


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a folder for everybody's temporary files, and a home."""
    for name in ("tmp", "home", "one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "tmp").chmod(0o1777)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path


def test_one_token_is_at_work_once_in_whatever_folder(machine: Path) -> None:
    with only_process(machine / "one", TOKEN):
        with pytest.raises(AlreadyRunning), only_process(machine / "two", TOKEN):
            pass
        with only_process(machine / "two", TOKEN + "another"):
            pass
    with only_process(machine / "two", TOKEN):
        pass


def test_nobody_else_can_hold_the_lock_of_a_token(machine: Path) -> None:
    """Who knows the token, or watched its name appear, made such a file where everybody may."""
    mark = hashlib.sha256(f"amana bot token lock {TOKEN}".encode()).hexdigest()[:16]
    with (machine / "tmp" / f"amana-{mark}.lock").open("w") as theirs:
        fcntl.flock(theirs, fcntl.LOCK_EX)
        with only_process(machine / "one", TOKEN):
            pass


@pytest.mark.parametrize("squat", ["open", "link", "file"])
def test_a_place_that_others_may_write_to_is_not_used(machine: Path, squat: str) -> None:
    place, others = machine / "tmp" / f"amana-{os.getuid()}", machine / "others"
    others.mkdir(mode=0o700)
    if squat == "open":
        place.mkdir()
        place.chmod(0o777)
    elif squat == "link":
        place.symlink_to(others)
    else:
        place.touch()
    with (
        only_process(machine / "one", TOKEN),
        pytest.raises(AlreadyRunning),
        only_process(machine / "two", TOKEN),
    ):
        pass
    assert len(list((machine / "home" / ".amana").iterdir())) == 1
    assert not any(others.iterdir())


def test_without_any_place_of_its_own_it_starts_all_the_same(machine: Path) -> None:
    (machine / "tmp" / f"amana-{os.getuid()}").touch()
    (machine / "home" / ".amana").touch()
    with only_process(machine / "one", TOKEN):
        pass
