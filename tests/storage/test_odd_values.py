"""A cell in which something of another kind stands is read as an empty one, whatever the column, and is counted."""

import pytest
from sqlalchemy import select

from services.audit import entries
from services.audit.entries import Entry, by_program
from storage import audit, odd_values
from tests.support.clocks import NOW
from tests.support.odd_cells import CELLS, KINDS, ODD, kind_of, lay
from tests.support.tables import every_table
from tests.support.vaults import Vault

pytestmark = pytest.mark.of_a_file


@pytest.mark.parametrize("name", ODD)
def test_every_column_of_every_table_is_read_as_what_it_keeps(vault: Vault, name: str) -> None:
    laid = [column for table, column in CELLS if lay(vault.path, table, column, name)]
    assert len(laid) > len(CELLS) * 0.9
    with vault.database.reading() as session:
        for column in laid:
            for value in session.connection().execute(select(column).where(column.is_not(None))).scalars():
                assert isinstance(value, kind_of(column)), f"{column} {value!r}"
                assert not isinstance(value, int) or abs(value) < odd_values.BEYOND


@pytest.mark.parametrize(("kind", "name"), [("BLOB", "a text"), ("VARCHAR", "bytes"), ("INTEGER", "a text")])
def test_what_stands_in_the_wrong_column_is_counted_by_table(vault: Vault, kind: str, name: str) -> None:
    with vault.database.reading() as session:
        assert odd_values.counted(session) == {}
    cells = [(table, column) for table, column in CELLS if kind_of(column) is KINDS[kind]]
    laid = {table.name for table, column in cells if lay(vault.path, table, column, name)}
    with vault.database.reading() as session:
        assert odd_values.counted(session).keys() == laid


def test_the_chain_goes_on_behind_a_number_that_none_can_follow(vault: Vault) -> None:
    """Otherwise nobody could unlock the desk any more: each time is written down."""
    sign = by_program(vault.runtime)
    with vault.database.writing() as session:
        entries.write(session, vault.trust, sign, Entry("refused", NOW.date()))
        before = audit.newest(session)
    assert before is not None
    for name in ("a text", "bytes", "a number beyond all", "a fraction"):
        assert lay(vault.path, every_table().tables["audit"], every_table().tables["audit"].c.number, name)
    with vault.database.writing() as session:
        entries.write(session, vault.trust, sign, Entry("refused", NOW.date()))
        after = audit.newest(session)
    assert after is not None
    assert after.number == before.number + 1


def test_what_is_read_a_few_at_a_time_says_so_for_itself_alone(vault: Vault) -> None:
    with vault.database.reading() as session:
        list(audit.after(session, 0))
        assert "yield_per" not in session.connection().get_execution_options()
