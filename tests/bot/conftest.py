"""What tests of the process share."""

import pytest

from bot import logs
from tests.support.command_line import amana, installed_once
from tests.support.notices.broadcast_office import telling
from tests.support.notices.limiter_room import room
from tests.support.notices.outbox_office import office

__all__ = ["amana", "installed_once", "office", "room", "telling"]


@pytest.fixture(autouse=True)
def nothing_happened_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test has logged makes the bot of the next one no more ill: a process remembers it for a minute."""
    monkeypatch.setattr(logs, "_SO_FAR", logs.EventCounts())
