"""An update is confirmed only when everything before it is finished or safe with us."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.incoming.window import REMEMBERED, Window


def test_nothing_is_confirmable_while_the_oldest_is_in_work() -> None:
    window = Window()
    for number in (5, 6, 7):
        window.take(number, now=0.0)
    window.finish(6)
    window.finish(7)
    assert window.confirmable() == []
    window.finish(5)
    assert window.confirmable() == [5, 6, 7]


def test_a_held_update_does_not_keep_the_ones_behind_it_from_being_confirmed() -> None:
    window = Window()
    window.take(5, now=0.0)
    window.take(6, now=0.0)
    window.finish(6)
    window.hold(5)
    assert window.confirmable() == [5, 6]
    assert window.confirmed([5, 6]) == [6]


def test_a_repeated_update_is_known() -> None:
    window = Window()
    assert window.take(9, now=0.0)
    assert not window.take(9, now=1.0)


def test_what_cannot_be_read_is_looked_at_once_more_before_it_is_confirmed() -> None:
    window = Window()
    assert window.take(1, now=0.0)
    window.doubt(1)
    assert window.confirmable() == []
    window.came({1})
    assert window.take(1, now=0.0) and window.confirmable() == []
    window.doubt(1)
    assert window.confirmable() == [1]
    assert not window.take(1, now=0.0)


def test_what_cannot_be_read_and_does_not_come_again_keeps_nothing_back() -> None:
    window = Window()
    window.take(2**53, now=0.0)
    window.doubt(2**53)
    window.take(1, now=0.0)
    window.finish(1)
    window.came({1})
    assert window.confirmable() == [2**53, 1]


def test_order_is_that_of_arrival_when_telegram_starts_its_numbers_anew() -> None:
    window = Window()
    window.take(900_000, now=0.0)
    window.take(12, now=0.0)
    window.finish(12)
    assert window.confirmable() == []


def test_only_what_is_in_work_for_long_counts_as_slow() -> None:
    window = Window()
    window.take(1, now=0.0)
    window.take(2, now=9.0)
    assert window.slow(now=10.0, after=2.0) == [1]
    window.hold(1)
    assert window.slow(now=10.0, after=2.0) == []


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_whatever_happens_only_finished_or_held_updates_are_ever_confirmed(seed: int) -> None:
    """Two hundred steps: drawn one by one they would be five mostly."""
    random, window = Random(seed), Window()
    taken: list[int] = []
    safe: set[int] = set()
    confirmed: list[int] = []
    for step in random.choices(("take", "finish", "hold", "confirm"), weights=random.choices((1, 2, 4), k=4), k=200):
        open_ones = [number for number in taken if number not in confirmed]
        if step == "take":
            taken.append(len(taken))
            window.take(taken[-1], now=0.0)
        elif step in ("finish", "hold") and open_ones:
            number = random.choice(open_ones)
            (window.finish if step == "finish" else window.hold)(number)
            safe.add(number)
        elif step == "confirm":
            ready = window.confirmable()
            window.confirmed(ready)
            confirmed += ready
    assert set(confirmed) <= safe
    assert confirmed == taken[: len(confirmed)], "none is passed over, none confirmed twice"


def test_of_what_was_confirmed_only_the_latest_numbers_are_kept_in_mind() -> None:
    window = Window()
    for number in range(REMEMBERED + 5):
        window.take(number, now=0.0)
        window.finish(number)
        window.confirmed([number])
    known = [number for number in range(REMEMBERED + 5) if window.was_confirmed(number)]
    assert known == list(range(5, REMEMBERED + 5))
