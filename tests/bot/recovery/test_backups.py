"""Which backups are kept, when the next is due, and that nothing is let go before the next one is whole."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.bootstrap import Foundations, open_foundations
from bot.processes.locks import BackupUnderWay, only_backup
from bot.recovery import backups
from bot.recovery.backups import Shelf, backing_up, make_backup
from bot.settings import CHECKOUT, Settings
from tests.support.command_line import CommandLine

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
"""A Thursday."""


def shelf(folder: Path, days: int = 7, weeks: int = 2) -> Shelf:
    return Shelf(folder, 24, days, weeks)


def put(folder: Path, *ages: timedelta) -> None:
    for age in ages:
        (folder / f"amana-{(NOW - age).strftime(backups.WHEN)}.backup").write_bytes(b"")


def settings_of(amana: CommandLine) -> Settings:
    return Settings(_env_file=None, folder=amana.folder, content=CHECKOUT / "content")


def test_kept_are_the_newest_of_each_day_and_of_each_week_before(tmp_path: Path) -> None:
    put(tmp_path, *(timedelta(hours=12 * number) for number in range(80)))
    for other in ("amana-keyring.backup", "somebody-elses.backup"):
        (tmp_path / other).write_bytes(b"")
    shelf(tmp_path).rotate(NOW)
    ages = [(NOW.date() - kept.made.date()).days for kept in shelf(tmp_path).kept()]
    assert ages == [0, 1, 2, 3, 4, 5, 6, 11]
    assert (tmp_path / "amana-keyring.backup").exists()
    assert (tmp_path / "somebody-elses.backup").exists()


@pytest.mark.parametrize("weeks", [0, 1, 4])
def test_nothing_is_kept_longer_than_was_asked_for(tmp_path: Path, weeks: int) -> None:
    put(tmp_path, *(timedelta(days=number) for number in range(60)))
    shelf(tmp_path, days=2, weeks=weeks).rotate(NOW)
    ages = [(NOW.date() - kept.made.date()).days for kept in shelf(tmp_path).kept()]
    assert ages[:2] == [0, 1]
    assert len(ages) == 2 + weeks
    assert max(ages) <= max(2, 7 * weeks + 6)


@pytest.mark.parametrize(
    ("age", "is_due", "is_too_old"),
    [
        (timedelta(hours=23), False, False),
        (timedelta(hours=24), True, False),
        (timedelta(hours=49), True, True),
        (timedelta(days=-200), True, True),
    ],
)
def test_when_the_next_is_due(tmp_path: Path, age: timedelta, is_due: bool, is_too_old: bool) -> None:
    """One that a wrong clock has dated a year ahead keeps none of the right ones away."""
    put(tmp_path, age)
    assert (shelf(tmp_path).is_due(NOW), shelf(tmp_path).is_too_old(NOW)) == (is_due, is_too_old)


def test_where_there_is_none_one_is_due(tmp_path: Path) -> None:
    assert shelf(tmp_path / "not there").is_due(NOW)
    assert shelf(tmp_path / "not there").is_too_old(NOW)


async def test_the_tick_makes_one_a_day_and_leaves_nothing_unsealed(amana: CommandLine) -> None:
    settings, now = settings_of(amana), [NOW]
    with open_foundations(settings) as found:
        tick = backing_up(found, lambda: now[0])
        for hours in (0, 1, 25, 26):
            now[0] = NOW + timedelta(hours=hours)
            await tick.work()
    made = [kept.made for kept in Shelf.of(settings).kept()]
    assert made == [NOW + timedelta(hours=25), NOW]
    files = [path for path in settings.backups.iterdir() if path.is_file()]
    assert sorted(path.name for path in files)[-1] == backups.KEYRING
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert settings.backups.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in amana.folder.iterdir() if path.name.startswith(backups.WORKSHOP)] == []


async def test_a_backup_that_fails_is_logged_and_lets_no_other_go(
    amana: CommandLine, caplog: pytest.LogCaptureFixture
) -> None:
    settings = settings_of(amana)
    with open_foundations(settings) as found:
        for day in range(3):
            make_backup(settings, found.database, found.trust, NOW + timedelta(days=day))
        before = {path.name: path.read_bytes() for path in settings.backups.iterdir()}
        _damage(found)
        await backing_up(found, lambda: NOW + timedelta(days=60)).work()
    assert "backup_failed" in caplog.text
    assert {path.name: path.read_bytes() for path in settings.backups.iterdir()} == before


def _damage(found: Foundations) -> None:
    found.database.close()
    path = found.database.path
    assert path is not None
    content = bytearray(path.read_bytes())
    for start in range(8192, len(content), 4096):
        content[start : start + 64] = b"\xa5" * 64
    path.write_bytes(content)


def test_two_at_once_are_one_too_many(amana: CommandLine) -> None:
    settings = settings_of(amana)
    with open_foundations(settings) as found, only_backup(settings.folder), pytest.raises(BackupUnderWay):
        make_backup(settings, found.database, found.trust, NOW)


def test_what_a_killed_one_left_unsealed_goes_with_the_next(amana: CommandLine) -> None:
    settings = settings_of(amana)
    left = amana.folder / f"{backups.WORKSHOP}left"
    left.mkdir()
    (left / "rest.db").write_bytes(b"left by a kill")
    with open_foundations(settings) as found:
        make_backup(settings, found.database, found.trust, NOW)
    assert not left.exists()
