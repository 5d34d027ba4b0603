"""Promises of the counters that keep a flood away from the people who answer."""

from datetime import UTC, datetime, timedelta

import pytest

from services.conversation.quotas import (
    CODE_TRY,
    MAILBOX_OPENED,
    MESSAGE,
    RECEIPT_TRY,
    REPORT,
    Quotas,
    QuotaSpent,
    Use,
)

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def spend(quotas: Quotas, chat: int, number: int, now: datetime) -> None:
    quotas.check(REPORT, chat, number, now)
    quotas.note(REPORT, chat, number, now)


def test_the_fourth_report_within_an_hour_waits_until_the_first_is_an_hour_old() -> None:
    quotas = Quotas()
    for number in range(3):
        spend(quotas, 7, number, NOON + number * MINUTE)
    with pytest.raises(QuotaSpent) as refused:
        quotas.check(REPORT, 7, 3, NOON + 10 * MINUTE)
    assert refused.value.until == NOON + timedelta(hours=1)
    assert not refused.value.shared
    quotas.check(REPORT, 7, 3, refused.value.until)


def test_the_seventh_report_within_a_day_is_refused_however_slowly_they_came() -> None:
    quotas = Quotas()
    for number in range(6):
        spend(quotas, 7, number, NOON + number * timedelta(hours=2))
    with pytest.raises(QuotaSpent):
        quotas.check(REPORT, 7, 6, NOON + timedelta(hours=13))


def test_a_repeated_update_is_counted_once_and_never_refused() -> None:
    quotas = Quotas()
    for number in range(3):
        for _ in range(5):
            spend(quotas, 7, number, NOON)


def test_one_persons_reports_take_nothing_from_another() -> None:
    quotas = Quotas()
    for number in range(3):
        spend(quotas, 7, number, NOON)
    quotas.check(REPORT, -1007, 3, NOON)
    quotas.check(REPORT, 8, 4, NOON)


def test_a_first_report_passes_even_while_everybody_writes_at_once() -> None:
    """A night of attack: a thousand people report within one minute, and the thousand and first as well."""
    quotas = Quotas()
    for person in range(1000):
        spend(quotas, person, person, NOON)
    quotas.check(REPORT, 5000, 5000, NOON)
    with pytest.raises(QuotaSpent) as refused:
        quotas.check(REPORT, 3, 5001, NOON)
    assert refused.value.shared
    quotas.check(REPORT, 3, 5001, NOON + 2 * MINUTE)


def test_a_fifth_wrong_receipt_within_an_hour_is_the_last() -> None:
    quotas = Quotas()
    for number in range(5):
        quotas.check(RECEIPT_TRY, 7, number, NOON)
        quotas.note(RECEIPT_TRY, 7, number, NOON)
    with pytest.raises(QuotaSpent):
        quotas.check(RECEIPT_TRY, 7, 5, NOON + 59 * MINUTE)
    quotas.check(RECEIPT_TRY, 7, 5, NOON + 61 * MINUTE)


@pytest.mark.parametrize(("use", "accounts"), [(RECEIPT_TRY, 120), (CODE_TRY, 40)])
def test_wrong_tries_from_many_accounts_lock_nobody_out(use: Use, accounts: int) -> None:
    """Who has not tried yet goes on at once; who has, a little later than after their last try."""
    quotas = Quotas()
    quotas.note(use, 7, 0, NOON - MINUTE)
    for number in range(accounts * 5):
        quotas.note(use, 1000 + number % accounts, number, NOON)
    quotas.check(use, 9999, 9999, NOON)
    with pytest.raises(QuotaSpent) as refused:
        quotas.check(use, 7, 9999, NOON)
    assert refused.value.shared and refused.value.until == NOON + 4 * MINUTE
    quotas.check(use, 7, 9999, NOON + 4 * MINUTE)
    with pytest.raises(QuotaSpent) as refused:
        quotas.check(use, 1000, 9999, NOON + 6 * MINUTE)
    assert not refused.value.shared, "five an hour are five an hour"


def test_right_receipts_are_counted_too() -> None:
    quotas = Quotas()
    for number in range(20):
        quotas.check(MAILBOX_OPENED, 7, number, NOON)
        quotas.note(MAILBOX_OPENED, 7, number, NOON)
    with pytest.raises(QuotaSpent):
        quotas.check(MAILBOX_OPENED, 7, 20, NOON)


def test_after_a_day_nothing_is_known_of_anybody() -> None:
    quotas = Quotas()
    for number in range(6):
        spend(quotas, 7, number, NOON + number * timedelta(hours=2))
    quotas.check(REPORT, 7, 6, NOON + timedelta(hours=24))


def test_a_clock_set_back_blocks_nobody() -> None:
    quotas = Quotas()
    for number in range(3):
        spend(quotas, 7, number, NOON)
    quotas.check(REPORT, 7, 3, NOON - timedelta(days=1))


def test_counters_cannot_be_asked_about_a_known_account() -> None:
    """What lies in memory names no account: tags are made with a key that exists nowhere else."""
    first, second = Quotas(), Quotas()
    for quotas in (first, second):
        spend(quotas, 7, 1, NOON)
    assert first._each.keys() != second._each.keys()


def test_what_was_done_a_moment_before_the_days_end_is_forgotten_with_the_day() -> None:
    """Not because it is long ago: the key has changed, and under the new one nobody is known."""
    quotas = Quotas()
    spend(quotas, 1, 0, NOON)
    for number in range(1, 4):
        spend(quotas, 7, number, NOON + timedelta(hours=23, minutes=50))
    with pytest.raises(QuotaSpent):
        quotas.check(REPORT, 7, 4, NOON + timedelta(hours=23, minutes=59))
    quotas.check(REPORT, 7, 4, NOON + timedelta(hours=24))


def test_the_twenty_first_message_to_a_mailbox_within_an_hour_waits() -> None:
    quotas = Quotas()
    for number in range(20):
        quotas.check(MESSAGE, 7, number, NOON)
        quotas.note(MESSAGE, 7, number, NOON)
    with pytest.raises(QuotaSpent) as refused:
        quotas.check(MESSAGE, 7, 20, NOON)
    assert not refused.value.shared
