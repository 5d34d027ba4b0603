"""What opening very many envelopes costs: not all of them in memory at once, and no look into the database for each."""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlmodel import Session

from services.keys import envelopes
from services.keys.envelopes import Opener
from services.keys.keyring import signed
from services.keys.signatures import Signatures
from storage import envelopes as rows
from tests.support.vaults import Vault


@pytest.mark.parametrize("first", [1, 1000])
def test_a_few_are_in_memory_at_a_time(vault: Vault, monkeypatch: pytest.MonkeyPatch, first: int) -> None:
    put = {vault.put("safety", {"words": "x" * 60_000}) for _ in range(40)}
    keys, opener = vault.unlock("caseworker").keys, Opener(("safety",))
    monkeypatch.setattr(envelopes, "_parted", lambda heads: (heads[:first], heads[first:]))
    monkeypatch.setattr(rows, "_IN_MEMORY", 2)
    with vault.database.reading() as session:
        tracemalloc.start()
        opened = {each.id for each in opener.look(session, keys, lambda _: False).opened}
        while opener.has_older:
            opened |= {each.id for each in opener.go_on(session, keys)}
        assert opened == put
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
        tracemalloc.stop()


def test_where_not_all_was_taken_all_is_looked_at_again(vault: Vault) -> None:
    put, keys = {vault.put("safety", {"n": n}) for n in range(5)}, vault.unlock("caseworker").keys
    opener, known = Opener(("safety",)), set[bytes]()
    with vault.database.reading() as session:
        known.add(next(opener.look(session, keys, known.__contains__).opened).id)
        assert {each.id for each in opener.look(session, keys, known.__contains__).opened} == put - known


def test_who_signed_much_is_looked_up_once(vault: Vault) -> None:
    caseworker = vault.unlock("caseworker")
    bodies = [signed(caseworker, "event", {"n": n}) for n in range(20)]
    with vault.database.reading() as session, statements(session) as asked:
        signatures = Signatures(session, vault.trust)
        for body in bodies:
            assert signatures.check("event", body, "safety") == caseworker.member
    assert len(asked) < 5


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(session.connection(), "before_cursor_execute", note)
    yield asked
    event.remove(session.connection(), "before_cursor_execute", note)
