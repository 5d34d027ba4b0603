"""The desk is put together from what there is: with the runtime key, without it, and never from a damaged database."""

import pytest

from bot.bootstrap import open_foundations, open_premises
from bot.desk import build_desk
from bot.recovery import marks
from bot.settings import CHECKOUT, Settings
from services.marks import Standing
from tests.support.command_line import CommandLine


@pytest.fixture
def settings(amana: CommandLine) -> Settings:
    return Settings(_env_file=None, folder=amana.folder, content=CHECKOUT / "content")


def test_with_the_runtime_key_an_older_state_is_noticed(settings: Settings) -> None:
    with open_foundations(settings) as found:
        marks.write(settings, found.runtime, 5)
    with open_premises(settings) as premises:
        assert build_desk(premises).standing() == Standing(is_put_back=True)


def test_without_it_nothing_is_known_of_that_and_the_desk_works(settings: Settings) -> None:
    with open_foundations(settings) as found:
        marks.write(settings, found.runtime, 5)
    settings.runtime_key_file.unlink()
    with open_premises(settings) as premises:
        config = build_desk(premises)
        assert config.runtime is None
        assert config.standing() == Standing()


@pytest.mark.parametrize("command", ["run", "desk"])
def test_a_file_that_is_gone_is_no_server_that_is_away(amana: CommandLine, command: str) -> None:
    """It is said at once, not waited for."""
    amana.settings |= {"AMANA_DESK_PORT": "0", "AMANA_TOKEN": "123456789:" + "A" * 35}
    amana.settings["AMANA_API_URL"] = "http://127.0.0.1:1"
    (amana.folder / "amana.db").unlink()
    done = amana(command)
    assert done.code == 2
    assert "The database is not there, or it is empty. No new one was made in its place." in done.err
    assert "database_away" not in done.err
    assert not (amana.folder / "amana.db").exists()
