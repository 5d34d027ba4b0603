"""Telling chats apart without knowing them.

For what is only counted or compared: under a key that stands in memory alone and nowhere else. Who has the memory has
the key, and can try every chat there is; who has a number alone learns nothing, and no chat stands there to be read.
"""

from typing import Final

from services.keys.sealing import SymmetricKey, keyed_tag, random_bytes

TAG_BYTES: Final = 8
"""Enough to tell a few thousand chats apart."""


class Strangers:
    """Names for chats that mean nothing elsewhere."""

    def __init__(self) -> None:
        self._key = SymmetricKey(random_bytes(32))

    def __call__(self, chat: int) -> bytes:
        """Always the same for the same chat."""
        return keyed_tag(self._key, "stranger", chat.to_bytes(8, "big", signed=True))[:TAG_BYTES]
