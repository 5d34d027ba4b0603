"""What was locked before rows were bound is bound once, as it lay then; what is laid there later is read as nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.bootstrap import open_foundations
from bot.bound_rows import NAME
from bot.settings import CHECKOUT, Settings
from services.keys.sealing import SymmetricKey, derive, lock
from services.meetings import topics
from tests.support.command_line import CommandLine

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


@pytest.fixture
def settings(amana: CommandLine) -> Settings:
    return Settings(_env_file=None, folder=amana.folder, content=CHECKOUT / "content")


def topics_there(settings: Settings) -> list[str]:
    with open_foundations(settings) as found, found.reading() as store:
        return [each.text for each in topics.topics(store, "north", NOW + timedelta(days=1))]


def write_over(settings: Settings, words: str) -> None:
    """The one topic there is becomes these words, locked as bodies were before they were bound."""
    with open_foundations(settings) as found, found.writing() as store:
        key = SymmetricKey(derive(found.runtime.secret, "amana runtime lock"))
        body = {"body": lock(words.encode(), key)}
        store.session.connection().execute(text("UPDATE topics SET body = :body"), body)


def test_an_office_of_before_is_bound_at_its_first_start_and_not_again(settings: Settings, amana: CommandLine) -> None:
    with open_foundations(settings) as found, found.writing() as store:
        topics.suggest(store, "north", "Light", NOW)
    assert "✓ What is locked opens where it lies" in amana("doctor").out
    write_over(settings, "Water")
    assert topics_there(settings) == [], "laid there after the office was bound"
    told = amana("doctor").out
    assert "! What is locked opens where it lies" in told
    assert "topics (1)" in told
    (settings.folder / NAME).unlink()
    assert topics_there(settings) == ["Water"], "an office that comes from an earlier version"
    assert (settings.folder / NAME).exists()
    write_over(settings, "Soap")
    assert topics_there(settings) == []
