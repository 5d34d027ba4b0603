"""Many messages at once are nothing; too many for long are, until it is made good."""

from bot.incoming.budget import A_SECOND, BETWEEN_LOOKS, BURST, MADE_GOOD, InputBudget


def test_a_burst_is_taken_and_what_is_over_it_is_not() -> None:
    budget = InputBudget()
    assert [budget.spend(1, 100.0) for _ in range(int(BURST) + 2)] == [True] * int(BURST) + [False] * 2
    assert budget.is_closed(1, 100.0)
    assert budget.spend(2, 100.0), "another chat has its own"


def test_whoever_went_over_it_is_answered_again_once_they_paused() -> None:
    budget = InputBudget()
    while budget.spend(1, 100.0):
        pass
    pause = MADE_GOOD / A_SECOND
    assert budget.is_closed(1, 100.0 + pause - 3)
    assert not budget.spend(1, 100.0 + pause - 3)
    assert not budget.is_closed(1, 100.0 + pause + 1)
    assert budget.spend(1, 100.0 + pause + 1)


def test_one_message_every_two_seconds_is_taken_for_ever() -> None:
    budget = InputBudget()
    assert all(budget.spend(1, 2.0 * step) for step in range(2000))


def test_nothing_is_kept_of_chats_that_have_rested() -> None:
    budget = InputBudget()
    for chat in range(100):
        budget.spend(chat, 0.0)
    budget.spend(1000, BETWEEN_LOOKS + 1)
    assert len(budget._purses) == 1
