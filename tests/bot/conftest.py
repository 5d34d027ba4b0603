"""What tests of the process share."""

from tests.command_line import amana, installed_once

__all__ = ["amana", "installed_once"]
