"""One reading of what Telegram answers, for the one who answers people and the one who sends notices."""

from datetime import timedelta

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.outgoing.delivery import outcome_after
from bot.outgoing.limiter import TooLate
from bot.wire.errors import (
    AnswerLost,
    NotSent,
    NotSentInTime,
    is_out_of_reach,
    may_have_been_done,
    nobody_is_there,
    seconds_to_wait,
)
from services.notices.dispatch import Outcome

NOBODY_IS_THERE = [
    Forbidden("Forbidden: bot was blocked by the user"),
    Forbidden("Forbidden: bot can't initiate conversation with a user"),
    Forbidden("Forbidden: user is deactivated"),
    Forbidden("Forbidden: bot was kicked from the group chat"),
    BadRequest("Chat not found"),
    BadRequest("Bad Request: user not found"),
    BadRequest("PEER_ID_INVALID"),
    BadRequest("Bad Request: user is deactivated"),
]
SOMEBODY_MAY_BE_THERE = [
    BadRequest("Message is too long"),
    BadRequest("Message to delete not found"),
    BadRequest("Message to be replied not found"),
    ChatMigrated(-100),
    NetworkError("Bad Gateway"),
    NetworkError("Internal Server Error: chat not found"),
    TelegramError("Invalid server response"),
    TimedOut(),
    AnswerLost("reset"),
    NotSent("refused"),
    TooLate("Its time is over"),
    RetryAfter(3),
    ValueError("chat not found"),
]


@pytest.mark.parametrize("error", NOBODY_IS_THERE, ids=str)
def test_who_blocked_us_is_gone_or_never_was_will_not_be_reached(error: TelegramError) -> None:
    assert nobody_is_there(error)
    assert outcome_after(error, "mailbox") is outcome_after(error, "reminder") is Outcome.GONE
    assert not may_have_been_done(error)


@pytest.mark.parametrize("error", SOMEBODY_MAY_BE_THERE, ids=repr)
def test_any_other_refusal_or_failure_says_nothing_about_the_person(error: Exception) -> None:
    assert not nobody_is_there(error)
    assert not isinstance(error, TelegramError) or outcome_after(error, "reminder") is not Outcome.GONE


@pytest.mark.parametrize("error", [TimedOut(), AnswerLost("reset")])
def test_no_answer_leaves_doubt(error: Exception) -> None:
    assert may_have_been_done(error)
    assert is_out_of_reach(error)


@pytest.mark.parametrize(
    "error", [NotSent("refused"), NotSentInTime("pool"), NetworkError("Bad Gateway"), RetryAfter(3)]
)
def test_what_was_not_sent_or_was_refused_leaves_none_and_may_be_tried_later(error: Exception) -> None:
    assert not may_have_been_done(error)
    assert is_out_of_reach(error)


@pytest.mark.parametrize("error", [BadRequest("Message is too long"), Forbidden("blocked"), ValueError("ours")])
def test_a_refusal_or_a_fault_of_ours_is_not_cured_by_waiting(error: Exception) -> None:
    assert not is_out_of_reach(error)


@pytest.mark.parametrize("as_timedelta", ["0", "1"])
@pytest.mark.parametrize(("told", "seconds"), [(7, 7.0), (timedelta(seconds=2.5), 2.5)])
def test_the_time_to_wait_is_read_in_both_forms(
    told: int | timedelta, seconds: float, as_timedelta: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", as_timedelta)
    assert seconds_to_wait(RetryAfter(told)) == seconds
