"""The file that remembers how far the audit chain had come: a part cut off, or an older database, is noticed."""

import shutil
from datetime import date

import pytest

from bot.bootstrap import open_foundations
from bot.logs import LogEvent, counted
from bot.recovery import audit
from bot.recovery.audit import advance
from bot.settings import CHECKOUT, Settings
from services.audit import entries
from services.audit.chain import Mark, Verdict
from services.audit.entries import Entry, by_program
from tests.support.command_line import CommandLine

DAY = date(2026, 11, 26)


@pytest.fixture
def settings(amana: CommandLine) -> Settings:
    return Settings(_env_file=None, folder=amana.folder, content=CHECKOUT / "content")


def go_on(settings: Settings, times: int = 1) -> None:
    """Entries, and the tick that remembers them."""
    with open_foundations(settings) as found:
        for _ in range(times):
            with found.writing() as store:
                entries.write(store.session, found.trust, by_program(found.runtime), Entry("refused", DAY))
        advance(found)


def verdict(settings: Settings) -> Verdict:
    with open_foundations(settings) as found:
        return audit.verdict(found, audit.mark_of(settings, found.runtime))


def test_an_older_database_lacks_what_was_done_since(settings: Settings) -> None:
    go_on(settings, 2)
    assert verdict(settings).is_whole
    shutil.copy(settings.folder / "amana.db", settings.folder.parent / "yesterday.db")
    go_on(settings, 2)
    shutil.copy(settings.folder.parent / "yesterday.db", settings.folder / "amana.db")
    for _ in range(2):
        before = counted()[LogEvent.AUDIT_BROKEN]
        assert verdict(settings).is_cut
        go_on(settings)
        assert verdict(settings).is_cut, "the file does not follow what was put back"
        assert counted()[LogEvent.AUDIT_BROKEN] == before + 1


def test_a_kill_between_commit_and_file_is_nothing_cut_off(settings: Settings) -> None:
    go_on(settings)
    mark = (settings.folder / audit.NAME).read_text()
    go_on(settings)
    (settings.folder / audit.NAME).write_text(mark)
    assert verdict(settings).is_whole
    go_on(settings)
    assert verdict(settings).is_whole


def test_nobody_else_writes_the_file(settings: Settings) -> None:
    go_on(settings)
    path = settings.folder / audit.NAME
    assert path.stat().st_mode & 0o077 == 0
    path.write_text(path.read_text().replace("1 ", "2 ", 1))
    with open_foundations(settings) as found:
        assert audit.mark_of(settings, found.runtime) == Mark()
