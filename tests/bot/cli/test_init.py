"""`amana init`: an organisation with its keys, or none at all, whatever happens in between."""

import os
import re
import signal
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from bot import installation
from bot.bootstrap import open_foundations
from bot.installation import install
from bot.settings import CHECKOUT, Settings
from services.keys import keyring
from services.keys.founding import AlreadyFounded, FirstPeople
from tests.support import costs
from tests.support.command_line import CommandLine
from tests.support.forked import FORKS
from tests.support.patience import PATIENCE

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
PEOPLE = FirstPeople("Sana", "Karim", "Farah")
SEVEN_WORDS = re.compile(r"^    ([a-z]+(?: [a-z]+){6})$", re.MULTILINE)
SHARE = re.compile(r"^    ([0-9A-Z]{4}(?:-[0-9A-Z]{4}){13})$", re.MULTILINE)


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_init_shows_each_secret_once_alone_on_its_line_and_keeps_none(tmp_path: Path) -> None:
    amana = CommandLine(tmp_path)
    done = amana("init", "--steward", "Sana")
    assert (done.code, done.err) == (0, "")
    passphrases, shares = SEVEN_WORDS.findall(done.out), SHARE.findall(done.out)
    assert (len(set(passphrases)), len(set(shares))) == (3, 3)
    kept = b"".join(everything_in(amana.folder).values())
    assert not any(secret.encode() in kept for secret in passphrases + shares)
    with amana.office() as office, office.database.writing() as session:
        assert keyring.unlock(session, passphrases[0], office.trust, office.now).name == "Sana"
    assert {path.stat().st_mode & 0o777 for path in amana.folder.iterdir()} == {0o600}
    assert amana.folder.stat().st_mode & 0o777 == 0o700


def test_init_for_a_script_gives_the_same_as_json(installed_once: CommandLine) -> None:
    assert set(installed_once.secrets["passphrases"]) == {"steward", "caseworker", "focal_point"}
    assert len(installed_once.secrets["recovery_shares"]) == 3


def test_a_second_init_changes_nothing_and_says_so(amana: CommandLine) -> None:
    amana.folder.chmod(0o755)
    before = everything_in(amana.folder)
    done = amana("init")
    assert (done.code, done.out) == (2, "")
    assert done.err == "There is an organisation here already. Nothing was changed.\n"
    assert everything_in(amana.folder) == before
    assert amana.folder.stat().st_mode & 0o777 == 0o755


def test_nobody_is_founded_whose_passphrases_could_not_be_shown(tmp_path: Path) -> None:
    amana = CommandLine(tmp_path)
    with Path("/dev/full").open("w") as full:
        failed = subprocess.run(
            amana.command("init"), env=amana.environment, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert failed.returncode == 1
    assert failed.stderr == "A file or folder cannot be used. Look who owns it, and whether the disk is full.\n"
    install(Settings(_env_file=None, folder=amana.folder, content=CHECKOUT / "content"), PEOPLE, NOW)


def _install_and_die(folder: str, moment: str) -> None:
    """Install in a process of its own that is killed at the moment named."""
    costs.make_cheap()
    settings = Settings(_env_file=None, folder=Path(folder), content=CHECKOUT / "content")

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    put_key = installation.put_key
    put: list[Path] = []

    def put_or_die(path: Path, text: str) -> None:
        if f"before key {len(put)}" == moment:
            die()
        put_key(path, text)
        put.append(path)

    def commits(connection: object) -> None:
        if len(put) == 2 and moment == "before the commit":
            die()

    installation.put_key = put_or_die
    event.listen(Engine, "commit", commits)
    install(settings, PEOPLE, NOW)
    die()


@pytest.mark.parametrize("moment", ["before key 0", "before key 1", "before the commit", "after the commit"])
def test_a_kill_at_any_moment_leaves_no_organisation_or_one_with_its_keys(tmp_path: Path, moment: str) -> None:
    folder = tmp_path / "amana"
    process = FORKS.Process(target=_install_and_die, args=(str(folder), moment))
    process.start()
    process.join(PATIENCE)
    assert process.exitcode == -signal.SIGKILL
    settings = Settings(_env_file=None, folder=folder, content=CHECKOUT / "content")
    if moment == "after the commit":
        with pytest.raises(AlreadyFounded):
            install(settings, PEOPLE, NOW)
        with open_foundations(settings) as found, found.database.reading() as session:
            assert [person.name for person in keyring.members(session, found.runtime, found.trust)] == [
                "Farah",
                "Karim",
                "Sana",
            ]
        return
    founding = install(settings, PEOPLE, NOW)
    with open_foundations(settings) as found, found.database.writing() as session:
        assert keyring.unlock(session, founding.steward.passphrase, found.trust, NOW).name == "Sana"


def test_key_files_that_lie_there_are_set_aside_and_never_destroyed(tmp_path: Path) -> None:
    """They may belong to a database that a wrong setting does not find."""
    folder = tmp_path / "amana"
    folder.mkdir()
    (folder / "runtime.key").write_text("another database's key")
    (folder / "runtime.key.old").write_text("an older one")
    settings = Settings(_env_file=None, folder=folder, content=CHECKOUT / "content")
    install(settings, PEOPLE, NOW)
    kept = {path.name: path.read_text() for path in folder.glob("runtime.key.old*")}
    assert kept == {"runtime.key.old": "an older one", "runtime.key.old-2": "another database's key"}
    with open_foundations(settings):
        pass
