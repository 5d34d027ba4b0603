"""Locking what is too long for memory, piece after piece (libsodium secretstream, XChaCha20-Poly1305)."""

from typing import Final

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from services.keys.sealing import CannotOpen, SymmetricKey

STREAM_HEADER: Final = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
STREAM_GROWTH: Final = sodium.crypto_secretstream_xchacha20poly1305_ABYTES


class SealingStream:
    """Locks what is too long for memory, piece after piece (libsodium secretstream, XChaCha20-Poly1305)."""

    def __init__(self, key: SymmetricKey, beside: bytes) -> None:
        self._state = sodium.crypto_secretstream_xchacha20poly1305_state()
        self._beside = beside
        self.header = bytes(sodium.crypto_secretstream_xchacha20poly1305_init_push(self._state, key))
        """Goes before the pieces."""

    def push(self, piece: bytes, is_last: bool) -> bytes:
        """The next piece, STREAM_GROWTH bytes longer. What stands `beside` all of them cannot be changed either."""
        tag = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL if is_last else 0
        return bytes(sodium.crypto_secretstream_xchacha20poly1305_push(self._state, piece, self._beside, tag))


class OpeningStream:
    """Inverse of SealingStream: no piece can be changed, left out, swapped or cut off at the end unnoticed."""

    def __init__(self, key: SymmetricKey, beside: bytes, header: bytes) -> None:
        self._state = sodium.crypto_secretstream_xchacha20poly1305_state()
        self._beside = beside
        try:
            sodium.crypto_secretstream_xchacha20poly1305_init_pull(self._state, header, key)
        except (CryptoError, TypeError, ValueError) as error:
            raise CannotOpen from error

    def pull(self, sealed: bytes) -> tuple[bytes, bool]:
        """The next piece, and whether it is the last one. Raises CannotOpen."""
        try:
            piece, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(self._state, sealed, self._beside)
        except (CryptoError, TypeError, ValueError) as error:
            raise CannotOpen from error
        return piece, tag == sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
