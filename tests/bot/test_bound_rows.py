"""What was locked before rows were bound is bound once, as it lay then; what is laid there later is read as nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.bootstrap import open_foundations
from bot.bound_rows import COUNTED, MARKED, NAME
from bot.recovery.backups import make_backup
from bot.recovery.restoring import keyring_beside, opened, restore
from bot.settings import CHECKOUT, Settings
from services.directory import feedback
from services.directory.catalogue import ServiceCatalogue
from services.directory.marks import is_ours
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


def services_shown(settings: Settings) -> set[str]:
    with open_foundations(settings) as found, found.reading() as store:
        catalogue = ServiceCatalogue(found.content.needs, is_ours(found.runtime))
        catalogue.refresh(store.session)
        return {service.name.said("en") for service in catalogue.services.values()}


@pytest.fixture
def own(amana: CommandLine, tmp_path: Path) -> Path:
    """A file of two services that an office has taken in, in place of the examples."""
    file = tmp_path / "own.csv"
    file.write_text("id,name,phones\n1,Clinic,0750 111 2233\n2,School,0750 111 2244\n")
    assert amana("content", "import", str(file), "--drop-examples").code == 0
    return file


def altered(settings: Settings, words: str) -> None:
    """As somebody does who has the database alone."""
    with open_foundations(settings) as found, found.writing() as store:
        assert store.session.connection().execute(text(words)).rowcount


def test_the_directory_of_before_is_marked_at_the_first_start_and_not_again(
    settings: Settings, amana: CommandLine, own: Path
) -> None:
    assert services_shown(settings) == {"Clinic", "School"}
    assert "✓ Every entry of the directory was written by this office" in amana("doctor").out
    altered(settings, "UPDATE directory SET mark = NULL")
    assert services_shown(settings) == set()
    (settings.folder / MARKED).unlink()
    assert services_shown(settings) == {"Clinic", "School"}, "an office that comes from an earlier version"
    altered(settings, "UPDATE directory SET body = replace(body, '2233', '9999') WHERE entity = 'service'")
    assert services_shown(settings) == {"School"}
    told = " ".join(amana("doctor").out.split())
    assert "! Every entry of the directory was written by this office" in told
    assert "Clinic" in told
    assert amana("content", "import", str(own)).code == 0
    assert services_shown(settings) == {"Clinic", "School"}


def told_of_services(settings: Settings) -> dict[str, list[str]]:
    """What each service's card tells on the next day."""
    with open_foundations(settings) as found, found.reading() as store:
        catalogue = ServiceCatalogue(found.content.needs, is_ours(found.runtime))
        waiting = feedback.waiting(store, catalogue, NOW + timedelta(days=1))
        return {each.service.name.said("en"): [said.kind for said in each.said] for each in waiting}


@pytest.fixture
def clinic_was_closed(settings: Settings, own: Path) -> None:
    with open_foundations(settings) as found, found.writing() as store:
        catalogue = ServiceCatalogue(found.content.needs, is_ours(found.runtime))
        catalogue.refresh(store.session)
        clinic = next(id for id, each in catalogue.services.items() if each.name.said("en") == "Clinic")
        feedback.say(store, clinic, feedback.CLOSED, NOW)


@pytest.mark.usefixtures("clinic_was_closed")
def test_what_was_said_before_is_marked_at_the_first_start_and_not_again(
    settings: Settings, amana: CommandLine
) -> None:
    assert told_of_services(settings) == {"Clinic": ["closed"]}
    assert "✓ What people said of services was counted by this office" in amana("doctor").out
    altered(settings, "UPDATE directory_concerns SET mark = NULL")
    assert told_of_services(settings) == {}
    (settings.folder / COUNTED).unlink()
    assert told_of_services(settings) == {"Clinic": ["closed"]}, "an office that comes from an earlier version"
    altered(settings, "UPDATE directory_concerns SET kind = 'moved'")
    assert told_of_services(settings) == {}
    told = " ".join(amana("doctor").out.split())
    assert "! What people said of services was counted by this office" in told
    assert "Clinic (moved, 2026-W48)" in told
    assert told_of_services(settings) == {}


@pytest.mark.usefixtures("clinic_was_closed")
def test_a_renewed_runtime_key_vouches_for_what_is_there(settings: Settings, amana: CommandLine) -> None:
    (amana.folder / "runtime.key").unlink()
    assert amana("renew-runtime-key", secret=amana.passphrase("steward")).code == 0
    assert services_shown(settings) == {"Clinic", "School"}
    assert told_of_services(settings) == {"Clinic": ["closed"]}


@pytest.mark.usefixtures("clinic_was_closed")
def test_so_does_the_one_that_a_restored_backup_gets(settings: Settings, amana: CommandLine) -> None:
    with open_foundations(settings) as found:
        backup = make_backup(settings, found.database, found.trust, NOW).path
    (amana.folder / "runtime.key").unlink()
    (amana.folder / "amana.db").unlink()
    with opened(backup, keyring_beside(backup, settings), amana.secrets["recovery_shares"][:2]) as whole:
        assert restore(settings, whole, NOW).has_new_runtime_key
    assert services_shown(settings) == {"Clinic", "School"}
    assert told_of_services(settings) == {"Clinic": ["closed"]}
