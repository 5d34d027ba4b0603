"""What envelopes promise."""

import json
import os
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.keys import envelopes, sealing
from services.keys.envelopes import Letter, Opened
from services.keys.keyring import intake_key
from services.keys.sealing import TooLarge
from storage import envelopes as rows
from tests.support.vaults import Vault

EACH_EXAMPLE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
"""A fixture may serve all examples here, and a busy machine may take its time over each."""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), JSON, max_size=4))
@settings(max_examples=40, suppress_health_check=EACH_EXAMPLE, deadline=None)
def test_a_body_comes_back_as_it_was_put(vault: Vault, body: dict[str, Any]) -> None:
    id = vault.put("safety", body)
    found = {opened.id: opened for opened in vault.opened(vault.unlock("caseworker"))}
    assert found[id].body == body
    assert not found[id].tampered


def test_half_a_character_as_telegram_may_send_it_is_kept(vault: Vault) -> None:
    vault.put("safety", {"text": "\ud83d and \ude00"})
    assert vault.opened(vault.unlock("caseworker"))[0].body == {"text": "\ud83d and \ude00"}


def test_an_opened_envelope_says_where_and_when_it_came(vault: Vault) -> None:
    id = vault.put("surveys", {"kind": "answers"})
    (opened,) = vault.opened(vault.unlock("caseworker"))
    assert (opened.id, opened.epoch, opened.week, opened.compartment) == (id, "2026-03", "2026-W10", "surveys")


def test_the_identifier_may_be_given(vault: Vault) -> None:
    with vault.database.writing() as session:
        given_id = envelopes.put(session, vault.trust, Letter("safety", {}, b"i" * 16), vault.now)
    assert given_id == b"i" * 16
    assert [opened.id for opened in vault.opened(vault.unlock("caseworker"))] == [given_id]


def test_compartments_hold(vault: Vault) -> None:
    put = {
        compartment: {vault.put(compartment, {"n": n}) for n in range(5)}
        for compartment in ("safety", "psea", "surveys")
    }
    caseworker, focal, steward = (vault.unlock(role) for role in ("caseworker", "focal_point", "steward"))
    assert {opened.id for opened in vault.opened(caseworker)} == put["safety"] | put["surveys"]
    assert {opened.id for opened in vault.opened(focal)} == put["psea"]
    assert vault.opened(steward) == []


def test_rows_of_all_compartments_look_alike_from_outside(vault: Vault) -> None:
    for compartment in ("safety", "psea", "surveys"):
        vault.put(compartment, {"kind": "report", "words": "x" * 100})
    with vault.database.reading() as session:
        heads = rows.heads(session)
        seen = {
            (head.epoch, head.week, len(body)) for head in heads for body in rows.bodies(session, [head.id]).values()
        }
    assert seen == {("2026-03", "2026-W10", 1072)}


def test_a_body_of_64_kib_is_refused_and_leaves_no_row(vault: Vault) -> None:
    with pytest.raises(TooLarge):
        vault.put("safety", {"text": "x" * 65536})
    with vault.database.reading() as session:
        assert rows.count(session) == 0


def test_sweeping_opens_only_what_is_new_and_tells_what_stays_closed(vault: Vault) -> None:
    ours, theirs = vault.put("safety", {}), vault.put("psea", {})
    other_month = vault.put("psea", {}, datetime(2026, 5, 1, tzinfo=UTC))
    keys = vault.unlock("caseworker").keys
    with vault.database.reading() as session:
        first = envelopes.sweep(session, keys, set())
        second = envelopes.sweep(session, keys, {ours, *first.closed})
        none = envelopes.sweep(session, {}, set())
    assert [opened.id for opened in first.opened] == [ours]
    assert first.closed == {theirs, other_month}
    assert second == envelopes.Sweep([], frozenset())
    assert none.closed == {ours, theirs, other_month}


def test_more_envelopes_than_fit_in_one_batch_all_open(vault: Vault) -> None:
    with vault.database.writing() as session:
        put = {envelopes.put(session, vault.trust, Letter("safety", {"n": n}), vault.now) for n in range(450)}
    assert {opened.id for opened in vault.opened(vault.unlock("caseworker"))} == put


def _change(vault: Vault, words: str, values: tuple[object, ...]) -> None:
    with vault.database.writing() as session:
        assert session.connection().exec_driver_sql(words, values).rowcount


def _only(vault: Vault) -> Opened:
    (opened,) = vault.opened(vault.unlock("caseworker"))
    return opened


@pytest.mark.of_a_file
def test_a_row_given_another_identifier_is_tampered(vault: Vault) -> None:
    vault.put("safety", {"kind": "report"})
    _change(vault, "UPDATE envelopes SET id = ?", (os.urandom(16),))
    assert _only(vault).tampered


@pytest.mark.of_a_file
def test_a_row_given_another_week_is_tampered(vault: Vault) -> None:
    vault.put("safety", {"kind": "report"})
    _change(vault, "UPDATE envelopes SET week = ?", ("2026-W11",))
    assert _only(vault).tampered


@pytest.mark.of_a_file
def test_a_row_moved_to_another_month_stays_shut(vault: Vault) -> None:
    id = vault.put("safety", {"kind": "report"})
    _change(vault, "UPDATE envelopes SET epoch = ?", ("2026-04",))
    with vault.database.reading() as session:
        assert envelopes.sweep(session, vault.unlock_keys(), set()) == envelopes.Sweep([], frozenset({id}))


@pytest.mark.of_a_file
def test_bodies_swapped_between_rows_are_tampered(vault: Vault) -> None:
    ids = [vault.put("safety", {"n": n}) for n in range(2)]
    with vault.database.reading() as session:
        bodies = rows.bodies(session, ids)
    for id, other in zip(ids, reversed(ids), strict=True):
        _change(vault, "UPDATE envelopes SET body = ? WHERE id = ?", (bodies[other], id))
    assert [opened.tampered for opened in vault.opened(vault.unlock("caseworker"))] == [True, True]


@pytest.mark.of_a_file
def test_a_copy_of_a_row_is_tampered_and_the_original_is_not(vault: Vault) -> None:
    id = vault.put("safety", {"kind": "report"})
    _change(vault, "INSERT INTO envelopes SELECT ?, epoch, week, body FROM envelopes", (os.urandom(16),))
    found = {opened.id: opened.tampered for opened in vault.opened(vault.unlock("caseworker"))}
    assert found.pop(id) is False
    assert list(found.values()) == [True]


@pytest.mark.parametrize(
    "inside",
    [
        b"",
        b"not json",
        b"[]",
        b"null",
        b'{"body": 3}',
        b'{"body": {}}',
        b"\xff\xfe",
        b'{"body":{},"version":1}',
        b"[" * 500,
    ],
)
def test_an_envelope_made_by_hand_is_tampered_and_breaks_nothing(vault: Vault, inside: bytes) -> None:
    with vault.database.writing() as session:
        key = intake_key(session, vault.trust, "safety", vault.now)
        rows.add(session, os.urandom(16), "2026-03", "2026-W10", sealing.seal(inside, key))
    good = vault.put("safety", {"kind": "report"})
    found = {opened.id: opened.tampered for opened in vault.opened(vault.unlock("caseworker"))}
    assert found.pop(good) is False
    assert list(found.values()) == [True]


def test_a_sealed_body_that_names_another_compartment_is_tampered(vault: Vault) -> None:
    with vault.database.writing() as session:
        key = intake_key(session, vault.trust, "surveys", vault.now)
        id = os.urandom(16)
        inner = {"version": 1, "id": id.hex(), "compartment": "safety", "epoch": "2026-03", "week": "2026-W10"}
        text = json.dumps({**inner, "body": {}})
        rows.add(session, id, "2026-03", "2026-W10", sealing.seal(text.encode(), key))
    assert _only(vault).tampered


@given(st.data())
@settings(max_examples=60, suppress_health_check=EACH_EXAMPLE, deadline=None)
@pytest.mark.of_a_file
def test_one_changed_bit_of_a_body_keeps_it_shut(vault: Vault, data: st.DataObject) -> None:
    id = vault.put("safety", {"kind": "report"})
    with vault.database.reading() as session:
        body = bytearray(rows.bodies(session, [id])[id])
    at = data.draw(st.integers(0, len(body) * 8 - 1))
    body[at // 8] ^= 1 << at % 8
    _change(vault, "UPDATE envelopes SET body = ? WHERE id = ?", (bytes(body), id))
    with vault.database.reading() as session:
        assert id in envelopes.sweep(session, vault.unlock_keys(), set()).closed


def test_the_repr_of_an_opened_envelope_does_not_show_what_was_said(vault: Vault) -> None:
    vault.put("safety", {"words": "a sentence nobody else may read"})
    assert "sentence" not in repr(vault.opened(vault.unlock("caseworker")))
