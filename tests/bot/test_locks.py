"""One process for one bot, and nobody else on the machine can say that it is at work already."""

import os
import tempfile
from pathlib import Path

import pytest

from bot.locks import AlreadyRunning, only_process

TOKEN = "1:token"


@pytest.fixture(autouse=True)
def shared_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where every user of the machine may write."""
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o1777)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_the_same_token_runs_once_also_from_another_folder(tmp_path: Path) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    with only_process(tmp_path / "here", TOKEN):
        with pytest.raises(AlreadyRunning), only_process(tmp_path / "there", TOKEN):
            pass
        with only_process(tmp_path / "there", "2:other"):
            pass


def test_what_is_locked_lies_where_others_cannot_reach_it(tmp_path: Path, shared_folder: Path) -> None:
    with only_process(tmp_path, TOKEN):
        [ours] = shared_folder.iterdir()
        assert ours.stat().st_mode & 0o777 == 0o700
        assert TOKEN not in str(list(ours.iterdir()))


@pytest.mark.parametrize("there", ["open", "link", "file"])
def test_a_folder_that_somebody_else_laid_there_is_not_used(tmp_path: Path, shared_folder: Path, there: str) -> None:
    """Whoever laid it could hold our lock: the bot starts, and Telegram tells whether another polls."""
    ours, elsewhere = shared_folder / f"amana-{os.getuid()}", tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    if there == "open":
        ours.mkdir()
        ours.chmod(0o777)
    elif there == "link":
        ours.symlink_to(elsewhere)
    else:
        ours.write_text("")
    with only_process(tmp_path, TOKEN):
        assert list(elsewhere.iterdir()) == []
        assert not ours.is_dir() or list(ours.iterdir()) == []
