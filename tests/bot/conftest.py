"""What tests of the process share."""

from tests.support.command_line import amana, installed_once
from tests.support.notices.limiter_room import room
from tests.support.notices.outbox_office import office

__all__ = ["amana", "installed_once", "office", "room"]
