"""The counts behind the limiter, where its lanes alone would not show them."""

import pytest

from bot.outgoing.pace import OVERALL, SHARED, Pace
from services.notices.outbox import Lane


def test_a_place_is_kept_for_a_reply_when_lower_lanes_make_good_what_they_missed() -> None:
    """One message, half a second of nothing, and then as many as the second holds: the last place is a reply's."""
    pace = Pace()
    pace.note(0, 99.5)
    for chat in range(1, OVERALL):
        pace.note(chat, 100.0)
    assert pace.lane_free_at(Lane.REPLY) == pytest.approx(100.5)
    assert pace.lane_free_at(Lane.BROADCAST) == pytest.approx(101.0 - 1 / SHARED)
