"""Words of an answer that nobody here wants are taken out before any of it is read: of names, user names, telephone
numbers, file names and addresses no text is ever made.

What came over the wire lay in memory as bytes all the same, until the end of the process (bot.succession.renewal). The
language of the phone is kept: it is what somebody is greeted in.
"""

import re
from collections.abc import Collection
from typing import Final

_STRING: Final = rb'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"'
_WORDS: Final = re.compile(rb"(" + _STRING + rb")(?:([ \t\r\n]*+:[ \t\r\n]*+)" + _STRING + rb')?+|"[\s\S]*+')
"""A string, and the one that it is the name of, if it is. Where one is none, nothing behind it is looked at: the whole
is no JSON (RFC 8259), and is refused as it stands."""
_OF_ARRIVALS: Final = ("text", "caption", "type", "data", "id", "language_code", "media_group_id", "callback_data")
_OF_ALL: Final = ("description",)
"""What the server says of a refusal."""


def _named(names: Collection[str]) -> frozenset[bytes]:
    return frozenset(f'"{name}"'.encode() for name in names)


_KEPT: Final = {
    "getUpdates": _named((*_OF_ARRIVALS, *_OF_ALL)),
    "send": _named(_OF_ALL),
    "edit": _named(_OF_ALL),
}
"""By how the method's name begins; of other answers all is kept."""


def narrowed(endpoint: str, body: bytes) -> bytes:
    """The same JSON, with '' for every string that stands under a name that is not wanted. What is no JSON stays none,
    and takes no longer."""
    kept = next((kept for name, kept in _KEPT.items() if endpoint.startswith(name)), None)
    if kept is None:
        return body

    def without(found: re.Match[bytes]) -> bytes:
        name, between = found.groups()
        return found.group() if between is None or name in kept else name + between + b'""'

    return _WORDS.sub(without, body)
