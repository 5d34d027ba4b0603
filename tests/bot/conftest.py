"""What tests of the process share."""

from tests.command_line import amana, installed_once
from tests.limiter_room import room
from tests.outbox_office import office

__all__ = ["amana", "installed_once", "office", "room"]
