"""What outlives a process: counts and marks. Nobody is let off a limit, asked again in another language, or named."""

import json
import os
import pickle
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.heritage import Heritage
from bot.incoming.budget import BURST
from bot.logs import LogEvent
from bot.outgoing.attention import SPAN
from bot.succession.plain_form import DEEPEST, LARGEST, NotPlain, as_json
from handlers.chat.screen.last_answers import Answered
from services.conversation.quotas import RECEIPT_TRY, QuotaSpent
from services.notices.outbox import Lane
from services.reports.receipts import ReceiptPool, new_ready
from tests.support.spellings import of_number

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
CHAT, GROUP = 7_213_456_789, -100_213_456_789


@pytest.fixture
def file() -> Iterator[int]:
    opened = os.memfd_create("heritage")
    yield opened
    os.close(opened)


def handed_on(heritage: Heritage, file: int) -> Heritage:
    heritage.leave(file)
    found = Heritage.taken_up(file)
    assert found is not None
    assert os.fstat(file).st_size == 0, "it lies nowhere once it is read"
    return found


def test_the_first_finds_nothing(file: int) -> None:
    assert Heritage.taken_up(file) is None


def test_who_has_tried_too_often_has_still_tried_too_often(file: int) -> None:
    before = Heritage()
    for number in range(5):
        before.quotas.note(RECEIPT_TRY, CHAT, number, NOW)
    with pytest.raises(QuotaSpent):
        handed_on(before, file).quotas.check(RECEIPT_TRY, CHAT, 99, NOW)


def test_who_wrote_too_much_is_still_closed_out(file: int) -> None:
    before, now = Heritage(), time.monotonic()
    while before.budget.spend(CHAT, now):
        pass
    after = handed_on(before, file)
    assert after.budget.is_closed(CHAT, now)
    assert all(after.budget.spend(CHAT + 1, now) for _ in range(int(BURST)))


def test_what_stands_below_a_chat_is_still_known_there(file: int) -> None:
    before = Heritage()
    before.keyboards.note(CHAT, [["🌐 Language", "📬 Mailbox"]])
    before.keyboards.brought_by(CHAT, 17)
    before.answers.note(CHAT, Answered("mark", 4, 6, NOW))
    after = handed_on(before, file)
    assert after.keyboards.below(CHAT) == before.keyboards.below(CHAT)
    assert after.keyboards.below(CHAT) is not None
    assert after.keyboards.line(CHAT) == 17
    assert after.answers.has_answered(CHAT, "mark", 5)
    assert after.keyboards.below(CHAT + 1) is None


def test_a_pause_that_telegram_asked_for_is_kept(file: int) -> None:
    before, now = Heritage(), time.monotonic()
    before.pace.note(GROUP, now)
    before.pace.told_to_wait(CHAT, 60.0, now)
    before.pace.told_to_wait(None, 30.0, now)
    after = handed_on(before, file)
    assert after.pace.chat_free_at(CHAT) == now + 60
    assert after.pace.lower_paused_until == now + 30
    assert after.pace.lane_free_at(Lane.BROADCAST) > now


def test_nobody_stands_in_it(file: int) -> None:
    heritage, now = Heritage(), time.monotonic()
    heritage.quotas.note(RECEIPT_TRY, CHAT, 1, NOW)
    heritage.keyboards.note(CHAT, [["Go on"]])
    heritage.keyboards.brought_by(CHAT, 17)
    heritage.answers.note(CHAT, Answered("mark", 4, 6, NOW))
    heritage.budget.spend(CHAT, now)
    heritage.pace.note(CHAT, now)
    before = as_json(heritage)
    heritage.leave(file)
    left = os.pread(file, os.fstat(file).st_size, 0)
    assert str(CHAT).encode() in before, "the search finds it"
    assert [each for each in of_number(CHAT) if each in left] == []


def test_receipts_that_nobody_was_given_are_given_by_the_next(file: int) -> None:
    made = [new_ready(bytes(16)) for _ in range(3)]
    pool = ReceiptPool(bytes(16), size=3, rest=60.0, ready=made)
    given = pool.take()
    heritage = Heritage(receipts=pool.left())
    assert pool.waiting == 0
    after = handed_on(heritage, file)
    assert list(after.receipts) == made[1:]
    assert given.receipt.digits.encode() not in as_json(after)


def test_what_was_counted_goes_on(file: int) -> None:
    heritage = Heritage()
    heritage.events.counted[LogEvent.NOTICE_POSTPONED] += 3
    heritage.due["sweep"] = 77.0
    heritage.troubles.foreign_pollers = 2
    after = handed_on(heritage, file)
    assert (after.events.counted[LogEvent.NOTICE_POSTPONED], after.due, after.troubles.foreign_pollers) == (
        3,
        {"sweep": 77.0},
        2,
    )


def test_who_had_much_lately_is_still_behind_who_had_less(file: int) -> None:
    before, now = Heritage(), time.monotonic()
    for _ in range(9):
        before.pace.note(CHAT, now)
    before.pace.note(CHAT + 1, now)
    after = handed_on(before, file)
    assert [after.pace.attention.had(chat) for chat in (CHAT, CHAT + 1, CHAT + 2)] == [9, 1, 0]
    after.pace.note(CHAT + 1, now)
    again = handed_on(after, file)
    assert [again.pace.attention.had(chat) for chat in (CHAT, CHAT + 1)] == [9, 2]
    again.pace.note(CHAT + 2, now + SPAN + SPAN)
    again.pace.note(CHAT + 2, now + 4 * SPAN)
    assert again.pace.attention.had(CHAT) == 0


class Ran:
    """Pickled, it makes a file when it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


def of_one_more() -> bytes:
    """What another version might leave: an attribute that nobody here knows."""
    told = json.loads(as_json(Heritage()))
    told[1]["more"] = 1
    return json.dumps(told).encode()


def of_another_type() -> bytes:
    told = json.loads(as_json(Heritage()))
    told[1]["quotas"] = told[1]["keyboards"]
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    "written",
    [
        b"nonsense",
        b'["Popen", {"args": "true"}]',
        b'["Quotas", {}]',
        b"[" * 200_000,
        b'["list", [' * (DEEPEST + 1) + b"]]" * (DEEPEST + 1),
        b'"' + b"x" * LARGEST + b'"',
        of_one_more(),
        of_another_type(),
    ],
    ids=["nonsense", "a class of others", "part of it", "brackets", "deep", "large", "one more", "another type"],
)
def test_what_we_have_not_left_is_not_taken_up(written: bytes, file: int) -> None:
    os.pwrite(file, written, 0)
    with pytest.raises(NotPlain):
        Heritage.taken_up(file)
    assert os.fstat(file).st_size == 0


def test_who_writes_there_has_no_code_run(file: int, tmp_path: Path) -> None:
    bait = tmp_path / "ran"
    pickle.loads(pickle.dumps(Ran(bait)))
    assert bait.is_dir()
    bait.rmdir()
    os.pwrite(file, pickle.dumps(Ran(bait)), 0)
    with pytest.raises(NotPlain):
        Heritage.taken_up(file)
    assert not bait.exists()
