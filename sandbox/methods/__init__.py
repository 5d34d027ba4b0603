"""The Bot API's methods, and the table of all this stand-in knows.

A method takes the room and a call's parameters and returns the `result`, or raises `Refused`.
Names are found without regard to case, as on the real server. `getUpdates` waits, so bot_api.py has it.
"""

from sandbox.methods import changing, files, messages, profile
from sandbox.methods.table import Method

METHODS: dict[str, Method] = {
    **messages.METHODS,
    **changing.METHODS,
    **files.METHODS,
    **profile.METHODS,
    "getUpdates": Method(None, frozenset({"offset", "limit", "timeout", "allowed_updates"})),
}
BY_LOWER_CASE = {name.lower(): name for name in METHODS}

__all__ = ["BY_LOWER_CASE", "METHODS", "Method"]
