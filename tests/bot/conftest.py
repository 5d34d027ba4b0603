"""What tests of the process share."""

from tests.command_line import amana, installed_once
from tests.limiter_room import room

__all__ = ["amana", "installed_once", "room"]
