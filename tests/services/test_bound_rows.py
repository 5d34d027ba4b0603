"""Who can write the database, without a key, speaks as nobody: what is locked counts where it was laid."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from services import bound_rows, enrolment
from services.keys.sealing import LOCK_STEP, RuntimeKey, SymmetricKey, derive, lock, seal
from services.keys.signatures import signed
from services.meetings import topics
from services.notices import broadcasts, dispatch, outbox, set_aside, subscriptions
from services.notices.outbox import Lane, Notice
from services.store import Store
from storage import broadcasts as broadcast_rows
from storage import outbox as outbox_rows
from storage.broadcasts import BroadcastRow
from storage.locked import LOCKED
from storage.outbox import NewOutboxRow
from tests.support.vaults import Vault

SERVICES = Path(bound_rows.__file__).parent
LURE = {"kind": "mailbox", "chat": 7, "language": "en", "facts": {"text": "Gather at the bridge."}}


def laid(session: Session, now: datetime, body: bytes) -> None:
    """A row that somebody else has written into the outbox."""
    outbox_rows.add(session, [NewOutboxRow(Lane.REPLY, int(now.timestamp()), body)])


def taken_up(vault: Vault, now: datetime | None = None) -> Notice | None:
    """What a sender would send next."""
    with vault.database.writing() as session:
        claimed = dispatch.claim(Store(session, vault.runtime), now or vault.now, trust=vault.trust)
    return None if claimed is None else claimed.notice


def typed(vault: Vault, words: str) -> bytes:
    """A resident, who may be the attacker's friend, suggests a topic; its body, as it lies in the database."""
    with vault.database.writing() as session:
        topics.suggest(Store(session, vault.runtime), "north", words, vault.now)
        return bytes(session.connection().exec_driver_sql("SELECT body FROM topics").scalar_one())


def test_what_anybody_can_seal_is_not_sent(vault: Vault) -> None:
    with vault.database.writing() as session:
        laid(session, vault.now, seal(json.dumps(LURE).encode(), vault.runtime.public))
    assert taken_up(vault) is None
    with vault.database.reading() as session:
        assert set_aside.look_after(Store(session, vault.runtime), vault.now) == 1, "somebody is told"


def test_typed_words_laid_into_the_outbox_are_not_sent(vault: Vault) -> None:
    body = typed(vault, json.dumps(LURE))
    with vault.database.writing() as session:
        laid(session, vault.now, body)
        laid(session, vault.now, seal(body, vault.runtime.public))
    assert taken_up(vault) is None


def test_typed_words_laid_among_the_broadcasts_reach_nobody(vault: Vault) -> None:
    body = typed(vault, json.dumps({"kind": "meeting"}))
    kept = BroadcastRow(bytes(16), 0, 0, b"", 0, 0, 0, body)
    with vault.database.writing() as session:
        store = Store(session, vault.runtime)
        broadcast_rows.add(session, kept)
        assert broadcasts.readable(store, kept) is None
        assert bound_rows.unreadable(store) == {"broadcasts": 1}


def test_a_member_of_staff_sends_the_one_sentence_they_may(vault: Vault) -> None:
    caseworker, notice = vault.unlock("caseworker"), Notice("mailbox", 7, "en")
    with vault.database.writing() as session:
        outbox.enqueue_signed(session, caseworker, vault.runtime.public, notice, vault.now)
    assert taken_up(vault) == notice


@pytest.mark.parametrize(
    "change",
    [
        {"chat": 8},
        {"facts": {"text": "Gather at the bridge."}},
        {"language": "ar"},
        {"laid": "2031-01-01T00:00:00+00:00"},
    ],
)
def test_a_signed_notice_that_was_changed_is_not_sent(vault: Vault, change: dict[str, object]) -> None:
    body = signed(vault.unlock("caseworker"), outbox.PURPOSE, {**LURE, "facts": {}, "laid": vault.now.isoformat()})
    with vault.database.writing() as session:
        laid(session, vault.now, seal(json.dumps(body | change).encode(), vault.runtime.public))
    assert taken_up(vault) is None


def test_staff_cannot_send_another_sentence_and_a_steward_none(vault: Vault) -> None:
    now = {"laid": vault.now.isoformat()}
    for role, notice in (("caseworker", LURE | {"kind": "announcement"}), ("steward", LURE)):
        body = signed(vault.unlock(role), outbox.PURPOSE, notice | now)
        with vault.database.writing() as session:
            laid(session, vault.now, seal(json.dumps(body).encode(), vault.runtime.public))
        assert taken_up(vault) is None


def test_a_copy_of_a_signed_notice_is_worth_nothing_after_two_weeks(vault: Vault) -> None:
    caseworker = vault.unlock("caseworker")
    with vault.database.writing() as session:
        outbox.enqueue_signed(session, caseworker, vault.runtime.public, Notice("mailbox", 7, "en"), vault.now)
    assert taken_up(vault, vault.now + timedelta(days=15)) is None


def test_a_role_under_another_persons_tag_is_not_theirs(vault: Vault) -> None:
    with vault.database.writing() as session:
        store = Store(session, vault.runtime)
        for role, chat in ((enrolment.ORGANISER, 1), (enrolment.EDITOR, 2)):
            code = enrolment.new_code(store, role, "Somebody", ("*",), vault.now)
            enrolment.enrol(store, code, chat, "en", vault.now)
        everybody = {"tag": vault.runtime.tag(enrolment.PURPOSE, 2)}
        session.connection().execute(text("UPDATE enrolments SET tag = :tag"), everybody)
        assert [each.role for each in enrolment.who(store, 2)] == [enrolment.EDITOR]


def test_who_is_put_under_the_name_of_another_audience_does_not_hear_it(vault: Vault) -> None:
    with vault.database.writing() as session:
        store = Store(session, vault.runtime)
        subscriptions.join(store, "forum:women", 1, "en")
        subscriptions.join(store, "forum:north", 2, "en")
        women = {"women": vault.runtime.tag("subscription:forum:women", 1)}
        session.connection().execute(
            text("UPDATE subscriptions SET audience = (SELECT audience FROM subscriptions WHERE tag = :women)"), women
        )
        assert [each.chat for each in subscriptions.recipients(store, "forum:women", "en", b"", 10)] == [1]


def test_no_locked_column_is_forgotten() -> None:
    """Whatever is locked anywhere is bound, and looked at by the doctor."""
    sources = [path.read_text() for path in SERVICES.rglob("*.py")]
    named = {name for source in sources for name in re.findall(r'(?:Row|numbered_row)\(\s*"([a-z_.]+)"', source)}
    collections = {column.table for column in LOCKED} & {"meetings", "minutes", "announcements", "publications"}
    assert {column.label for column in LOCKED} == named | collections


def unbound(runtime: RuntimeKey, body: bytes) -> bytes:
    """As bodies were locked before they were bound."""
    return lock(body, SymmetricKey(derive(runtime.secret, "amana runtime lock")))


def test_what_was_locked_before_is_bound_where_it_lies(vault: Vault) -> None:
    with vault.database.writing() as session:
        store = Store(session, vault.runtime)
        topics.suggest(store, "north", "Water", vault.now - timedelta(days=1))
        outbox.enqueue(store, Notice("mailbox", 7, "en"), Lane.REPLY, vault.now)
        connection = session.connection()
        before = connection.exec_driver_sql("SELECT body FROM topics").scalar_one()
        connection.execute(text("UPDATE topics SET body = :body"), {"body": unbound(vault.runtime, b"Water")})
        old = json.dumps({**LURE, "facts": {}}).encode()
        laid(session, vault.now, seal(old, vault.runtime.public))
        assert topics.topics(store, "north", vault.now) == []
        assert bound_rows.unreadable(store) == {"topics": 1}
        bound_rows.bind(store)
        assert [each.text for each in topics.topics(store, "north", vault.now)] == ["Water"]
        assert bound_rows.unreadable(store) == {}
        kept = connection.exec_driver_sql("SELECT body FROM topics").scalar_one()
        assert len(bytes(kept)) == len(bytes(before)) == 40 + LOCK_STEP
        bound_rows.bind(store)
        assert connection.exec_driver_sql("SELECT body FROM topics").scalar_one() == kept, "what is bound stays"
    assert taken_up(vault) == taken_up(vault) == Notice("mailbox", 7, "en")
    assert taken_up(vault) is None
