"""Putting a backup in place: checked before anything is touched, nothing overwritten, nobody's removal undone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, text

from bot.bootstrap import Foundations, open_foundations
from bot.processes.locks import StillInUse, using
from bot.recovery.backups import KEYRING, make_backup
from bot.recovery.restoring import OfAnotherOrganisation, Restored, WrongPart, keyring_beside, opened, restore
from bot.settings import CHECKOUT, Settings
from services.keys import keyring
from services.keys.sealing import CannotOpen
from services.notices import subscriptions
from services.store import Store
from storage import keyring as rows
from storage.errors import DatabaseUnusable
from tests.support.command_line import CommandLine
from tests.support.postgres import Server

NOW = datetime.now(UTC)


@pytest.fixture
def settings(amana: CommandLine) -> Settings:
    return Settings(_env_file=None, folder=amana.folder, content=CHECKOUT / "content")


def back_up(settings: Settings, now: datetime = NOW) -> Path:
    with open_foundations(settings) as found:
        return make_backup(settings, found.database, found.trust, now).path


def put_back(settings: Settings, path: Path, shares: Sequence[str], now: datetime = NOW) -> Restored:
    with opened(path, keyring_beside(path, settings), shares) as backup:
        return restore(settings, backup, now)


def two_of(amana: CommandLine) -> Sequence[str]:
    return (amana.secrets["recovery_shares"][2], amana.secrets["recovery_shares"][0])


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def readable(amana: CommandLine, who: str = "caseworker") -> list[str]:
    """The texts of the reports that this member can open today."""
    with amana.office() as office:
        with office.database.writing() as session:
            key = keyring.stretch(office.site_salt, amana.passphrase(who))
            office.members[who] = keyring.unlock(session, key, office.trust, office.now)
        return sorted(str(case.answers["what_happened"]) for case in office.caseload(who).all())


def chats_on(found: Foundations) -> bool:
    with found.reading() as store:
        return bool(subscriptions.joined(store, ["forum:women"], 7))


def join(settings: Settings) -> None:
    with open_foundations(settings) as found, found.writing() as store:
        subscriptions.join(Store(store.session, found.runtime), "forum:women", 7, "en")


def count(session: Session, table: str) -> int:
    return int(session.connection().execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_a_damaged_database_comes_back_with_its_reports_and_its_members(amana: CommandLine, settings: Settings) -> None:
    """The runtime key is still there, so nobody has to join anything again."""
    join(settings)
    with amana.office() as office:
        office.report("Before the backup.")
    path = back_up(settings)
    with amana.office() as office:
        office.report("After it.")
    database = amana.folder / "amana.db"
    damaged = b"\xa5" * 5000 + database.read_bytes()[5000:]
    database.write_bytes(damaged)
    done = put_back(settings, path, two_of(amana))
    assert (done.has_new_runtime_key, done.has_keyring) == (False, True)
    assert done.aside is not None
    assert done.aside.read_bytes() == damaged
    assert readable(amana) == ["Before the backup."]
    told = amana("audit", "show", "--json", secret=amana.passphrase("steward")).json
    assert [each["kind"] for each in told if each["kind"] != "unlocked"] == ["keys_renewed", "restored"]
    with open_foundations(settings) as found:
        assert chats_on(found)


def test_on_a_bare_machine_two_files_and_two_shares_are_enough(amana: CommandLine, tmp_path: Path) -> None:
    settings = Settings(_env_file=None, folder=amana.folder, content=CHECKOUT / "content")
    join(settings)
    with amana.office() as office:
        office.report("They came at night.")
    path = back_up(settings)
    elsewhere = CommandLine(tmp_path / "elsewhere", amana.secrets)
    elsewhere.place.mkdir()
    there = Settings(_env_file=None, folder=elsewhere.folder, content=CHECKOUT / "content")
    done = put_back(there, path, two_of(amana))
    assert (done.aside, done.has_new_runtime_key) == (None, True)
    assert readable(elsewhere) == ["They came at night."]
    assert (elsewhere.folder / "organisation.pub").read_bytes() == (amana.folder / "organisation.pub").read_bytes()
    assert {path.stat().st_mode & 0o077 for path in elsewhere.folder.glob("*.key")} == {0}
    with open_foundations(there) as found:
        assert not chats_on(found)
        with found.database.reading() as session:
            assert count(session, "subscriptions") == 0


@pytest.mark.parametrize("damage", ["cut off", "another share twice", "keyring for rest"])
def test_nothing_is_touched_before_everything_is_checked(amana: CommandLine, settings: Settings, damage: str) -> None:
    path, shares = back_up(settings), two_of(amana)
    if damage == "cut off":
        path.write_bytes(path.read_bytes()[:-100_000])
    elif damage == "another share twice":
        shares = (shares[0], shares[0])
    else:
        path = path.with_name(KEYRING)
    before = everything_in(amana.folder)
    with pytest.raises((CannotOpen, WrongPart)):
        put_back(settings, path, shares)
    after = everything_in(amana.folder)
    assert {name: after[name] for name in before} == before


def test_another_organisations_backup_is_refused(amana: CommandLine, settings: Settings) -> None:
    path = back_up(settings)
    (amana.folder / "organisation.pub").write_text("ab" * 32)
    before = (amana.folder / "amana.db").read_bytes()
    with pytest.raises(OfAnotherOrganisation):
        put_back(settings, path, two_of(amana))
    assert (amana.folder / "amana.db").read_bytes() == before


def test_while_bot_or_desk_work_nothing_is_exchanged(amana: CommandLine, settings: Settings) -> None:
    path = back_up(settings)
    before = (amana.folder / "amana.db").read_bytes()
    with using(settings.folder), pytest.raises(StillInUse):
        put_back(settings, path, two_of(amana))
    assert (amana.folder / "amana.db").read_bytes() == before


def test_a_month_whose_keys_were_destroyed_opens_from_no_backup(amana: CommandLine, settings: Settings) -> None:
    """The dated files hold no key of any month, and the keyring of today forgets what was destroyed."""
    with amana.office() as office:
        office.report("To be forgotten.")
    old = back_up(settings, NOW - timedelta(days=2))
    with amana.office() as office, office.database.writing() as session:
        rows.destroy_epoch(session, "safety", f"{office.now:%Y-%m}")
    back_up(settings, NOW - timedelta(days=1))
    put_back(settings, old, two_of(amana))
    assert readable(amana) == []


def test_without_its_second_file_it_still_takes_reports_in(amana: CommandLine, settings: Settings) -> None:
    with amana.office() as office:
        office.report("Before.")
    path = back_up(settings)
    path.with_name(KEYRING).unlink()
    done = put_back(settings, path, two_of(amana))
    assert not done.has_keyring
    with amana.office() as office:
        office.report("After.")
    assert readable(amana) == ["After."]


def test_who_was_removed_stays_removed_when_an_older_state_comes_back(amana: CommandLine, settings: Settings) -> None:
    old = back_up(settings, NOW - timedelta(days=2))
    with amana.office() as office:
        with office.database.writing() as session:
            key = keyring.stretch(office.site_salt, amana.passphrase("steward"))
            steward = keyring.unlock(session, key, office.trust, office.now)
        with office.database.writing() as session:
            everybody = keyring.members(session, office.runtime, office.trust)
            [casey] = [each for each in everybody if "caseworker" in each.roles]
            keyring.remove(session, steward, casey.id, office.trust, office.now)
    back_up(settings, NOW - timedelta(days=1))
    put_back(settings, old, two_of(amana))
    with pytest.raises(keyring.WrongPassphrase):
        readable(amana)


def test_notices_and_conversations_of_then_are_not_taken_up_again(amana: CommandLine, settings: Settings) -> None:
    with open_foundations(settings) as found, found.database.writing() as session:
        plain = session.connection().exec_driver_sql
        plain("INSERT INTO outbox (lane, due, attempts, body) VALUES (0, 0, 0, x'00')")
        plain("INSERT INTO conversations (tag, body) VALUES (x'00', x'00')")
        plain("INSERT INTO erasures (tag, body) VALUES (x'00', x'00')")
    put_back(settings, back_up(settings), two_of(amana))
    with open_foundations(settings) as found, found.database.reading() as session:
        assert [count(session, table) for table in ("outbox", "conversations", "erasures")] == [0, 0, 0]


def test_an_office_on_postgresql_comes_back_into_an_empty_database(
    amana: CommandLine, settings: Settings, postgres: Server
) -> None:
    with amana.office() as office:
        office.report("They came at night.")
    path = back_up(settings)
    url = postgres.new_database()
    there = Settings(_env_file=None, folder=amana.folder, content=CHECKOUT / "content", database_url=url)
    put_back(there, path, two_of(amana))
    with open_foundations(there) as found, found.database.reading() as session:
        assert count(session, "envelopes") == 1
    (amana.folder / "amana.db").unlink()
    again = back_up(there, NOW + timedelta(minutes=1))
    put_back(settings, again, two_of(amana))
    assert readable(amana) == ["They came at night."]


def test_what_is_damaged_inside_is_never_put_in_place(
    amana: CommandLine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = back_up(settings)
    before = (amana.folder / "amana.db").read_bytes()

    def damaged(_path: Path) -> None:
        raise DatabaseUnusable("copy", "corrupt")

    monkeypatch.setattr("storage.backups.check", damaged)
    with pytest.raises(DatabaseUnusable):
        put_back(settings, path, two_of(amana))
    assert (amana.folder / "amana.db").read_bytes() == before


def test_a_crash_between_the_two_renames_is_said_and_mended_by_doing_it_again(
    amana: CommandLine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A journal that lay there goes along: beside the new file it would be taken for its own."""
    with amana.office() as office:
        office.report("Before.")
    path, database = back_up(settings), amana.folder / "amana.db"
    former = database.read_bytes()
    (amana.folder / "amana.db-journal").write_bytes(b"left over")

    def crash(_copied: Path, _path: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("storage.backups.put_in_place", crash)
        put_back(settings, path, two_of(amana))
    assert not list(amana.folder.glob("amana.db-*"))
    with pytest.raises(DatabaseUnusable) as refused, open_foundations(settings):
        pass
    assert (refused.value.reason, database.exists()) == ("missing", False)
    put_back(settings, path, two_of(amana))
    assert readable(amana) == ["Before."]
    assert former in [aside.read_bytes() for aside in amana.folder.glob("amana.db.aside-*")]
