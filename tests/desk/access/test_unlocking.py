"""Keys are in memory while the desk is unlocked, and at no other time."""

import gc
import json
import threading
from collections.abc import Iterator

import pytest

from services.keys.keyring import UnlockKey, stretch
from services.keys.keyring import remove as remove_member
from services.keys.sealing import KeyPair, SigningPair
from tests.desk.conftest import Desk
from tests.support import no_memory
from tests.support.offices import Founded
from tests.support.patience import PATIENCE, becomes


def keys_in_memory(desk: Desk, founded: Founded) -> int:
    """Key pairs of this desk that anything in the process still holds, besides those of the test's own office."""
    ours = {
        id(pair) for member in founded.members.values() for pair in [*member.keys.values(), member.box, member.signing]
    }
    secrets = {pair.private for member in founded.members.values() for pair in [*member.keys.values(), member.box]}
    seeds = {member.signing.seed for member in founded.members.values()}
    gc.collect()
    found = [thing for thing in gc.get_objects() if isinstance(thing, KeyPair | SigningPair) and id(thing) not in ours]
    return sum((thing.private in secrets) if isinstance(thing, KeyPair) else (thing.seed in seeds) for thing in found)


async def test_locked_means_that_nothing_holds_a_key(desk: Desk, founded: Founded) -> None:
    desk.office.report("a text nobody may find while locked")
    before = keys_in_memory(desk, founded)
    visitor = await desk.inside()
    assert keys_in_memory(desk, founded) > before
    await visitor.post("/lock", {})
    await becomes(lambda: keys_in_memory(desk, founded) == before, "the end of whatever had them in hand")
    assert list(desk.sessions.unlocked()) == []


async def test_nothing_readable_of_a_draft_is_left_while_locked(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    await visitor.work(case_id, "lock", reply="the canary of the drawer")
    kept = repr(desk.sessions.sealed_drafts.__dict__)
    assert "canary" not in kept and case_id.hex() not in kept and json.dumps(case_id.hex()) not in kept


async def test_a_wrong_passphrase_opens_nothing_and_says_so(desk: Desk) -> None:
    visitor = desk.visitor()
    answer = await visitor.unlock("wrong words wrong words wrong words wrong")
    assert answer.status == 401 and "This passphrase opens nothing" in answer.plain
    assert list(desk.sessions.unlocked()) == []
    assert "wrong words" not in answer.text


async def test_where_there_is_no_memory_it_is_said_and_a_moment_later_it_opens(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, passphrase = desk.visitor(), desk.office.passphrases["caseworker"]
    with monkeypatch.context() as meanwhile:
        no_memory.strike(meanwhile)
        assert "too little memory left just now" in (await visitor.unlock(passphrase)).plain
    assert "Queue" in (await visitor.unlock(passphrase)).plain


async def test_the_passphrase_may_be_typed_in_capitals_and_with_odd_spaces(desk: Desk) -> None:
    typed = "  " + desk.office.passphrases["caseworker"].upper().replace(" ", "   ") + " "
    assert "Queue" in (await desk.visitor().unlock(typed)).plain


async def test_the_desk_locks_itself_after_idle_minutes(desk: Desk) -> None:
    visitor = await desk.inside()
    desk.ticks.now += 14 * 60
    assert "Queue" in (await visitor.get("/")).plain
    desk.ticks.now += 14 * 60
    assert "Queue" in (await visitor.get("/")).plain, "work begins the minutes anew"
    desk.ticks.now += 15 * 60
    desk.sessions.lock_overdue()
    assert list(desk.sessions.unlocked()) == [], "without any request"
    assert "The desk locked itself" in (await visitor.get("/")).plain


@pytest.mark.parametrize("by_hand", [True, False])
async def test_what_is_said_of_begun_texts_holds_for_a_desk_that_is_started_anew_too(desk: Desk, by_hand: bool) -> None:
    """They lie sealed in the memory of the desk, and nowhere else."""
    visitor = await desk.inside()
    if by_hand:
        await visitor.post("/lock", {})
    else:
        desk.ticks.now += 16 * 60
        await visitor.get("/")
    assert "kept sealed until you unlock. If the desk is started anew before that, they are lost." in visitor.last.plain


async def test_after_an_hour_it_locks_whoever_works(desk: Desk) -> None:
    visitor = await desk.inside()
    for _ in range(6):
        desk.ticks.now += 9 * 60
        assert "Queue" in (await visitor.get("/")).plain
    desk.ticks.now += 6 * 60 + 1
    assert "Unlock your desk" in (await visitor.get("/")).plain


async def test_a_page_that_counts_down_to_the_lock_does_not_renew_it(desk: Desk) -> None:
    visitor = await desk.inside()
    desk.ticks.now += 15 * 60 - 2
    assert "Unlock your desk" in (await visitor.get("/unlock?why=idle")).plain
    assert list(desk.sessions.unlocked()) == []


async def test_the_end_of_the_process_locks_everyone(desk: Desk) -> None:
    await desk.inside()
    await desk.inside("focal_point")
    assert len(list(desk.sessions.unlocked())) == 2
    desk.sessions.lock_all()
    assert list(desk.sessions.unlocked()) == []


async def test_a_removed_member_is_out_at_the_next_page(desk: Desk) -> None:
    office = desk.office
    second = office.colleague("second", "Nadia Noor", "caseworker")
    visitor = await desk.inside("second")
    with office.database.writing() as session:
        remove_member(session, office.members["steward"], second.member, office.trust, office.now)
    assert "Ask your steward" in (await visitor.get("/")).plain
    assert list(desk.sessions.unlocked()) == []


@pytest.fixture
def let_go(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Passphrases are stretched only once this is set, however quick the machine."""
    told = threading.Event()

    def waiting(site_salt: bytes, passphrase: str) -> UnlockKey:
        told.wait()
        return stretch(site_salt, passphrase)

    monkeypatch.setattr("desk.access.throttle.stretch", waiting)
    yield told
    told.set()


async def test_a_slow_unlock_shows_that_it_is_going_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, let_go: threading.Event
) -> None:
    monkeypatch.setattr("desk.access.unlocking.PATIENCE", 0.01)
    visitor = desk.visitor()
    answer = await visitor.unlock(desk.office.passphrases["caseworker"])
    assert "One moment" in answer.plain and answer.headers["Refresh"] == "1; url=/opening"
    monkeypatch.setattr("desk.access.unlocking.PATIENCE", PATIENCE)
    let_go.set()
    assert "Queue" in (await visitor.get("/opening")).plain


async def test_an_unlock_nobody_waits_for_leaves_no_room_behind(
    desk: Desk, founded: Founded, monkeypatch: pytest.MonkeyPatch, let_go: threading.Event
) -> None:
    monkeypatch.setattr("desk.access.unlocking.PATIENCE", 0.01)
    monkeypatch.setattr("desk.access.unlocking.UNCLAIMED", 0.0)
    before = keys_in_memory(desk, founded)
    visitor = desk.visitor()
    assert "One moment" in (await visitor.unlock(desk.office.passphrases["caseworker"])).plain
    let_go.set()
    await becomes(lambda: not desk.tries)
    assert "Unlock your desk" in (await visitor.get("/opening")).plain
    await becomes(lambda: keys_in_memory(desk, founded) == before)
