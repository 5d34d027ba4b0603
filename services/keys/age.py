"""Files for somebody outside, which a passphrase opens: age (https://age-encryption.org/v1, scrypt recipient).

All of them have one size, so that it tells nothing of what is in them. Made here and opened nowhere: whoever gets one
opens it with age, rage or another program that reads the format.
"""

import base64
import hashlib
import hmac
from typing import Final

from nacl import bindings as sodium

from services.keys.sealing import TooLarge, random_bytes

ROOM: Final = 24 * 1024
"""Bytes of every content, filled up with spaces; one piece of the format holds 64 KiB."""
WORK_FACTOR = 16
"""Scrypt with N = 2^16, r = 8: 64 MiB. The generated words have ninety bits, and need no more than a bit of time."""
_VERSION: Final = b"age-encryption.org/v1"
_FIRST: Final = bytes(12)
_FIRST_AND_LAST: Final = bytes(11) + b"\x01"


def age_file(text: str, passphrase: str) -> bytes:
    """The text as a file that the passphrase opens. Raises TooLarge."""
    content = text.encode()
    if len(content) > ROOM:
        raise TooLarge(len(content), ROOM)
    file_key, nonce = random_bytes(16), random_bytes(16)
    header = _header(file_key, passphrase)
    mac = hmac.digest(_expanded(file_key, b"", b"header"), header, "sha256")
    sealed = _sealed(content.ljust(ROOM), _FIRST_AND_LAST, _expanded(file_key, nonce, b"payload"))
    return header + b" " + _base64(mac) + b"\n" + nonce + sealed


def _header(file_key: bytes, passphrase: str) -> bytes:
    salt = random_bytes(16)
    wrapping = hashlib.scrypt(
        passphrase.encode(),
        salt=_VERSION + b"/scrypt" + salt,
        n=1 << WORK_FACTOR,
        r=8,
        p=1,
        maxmem=1 << (WORK_FACTOR + 11),
        dklen=32,
    )
    body = _base64(_sealed(file_key, _FIRST, wrapping))
    return b"%s\n-> scrypt %s %d\n%s\n---" % (_VERSION, _base64(salt), WORK_FACTOR, body)


def _sealed(content: bytes, nonce: bytes, key: bytes) -> bytes:
    return bytes(sodium.crypto_aead_chacha20poly1305_ietf_encrypt(content, None, nonce, key))


def _expanded(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    """32 bytes of HKDF-SHA-256 (RFC 5869)."""
    drawn = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(drawn, purpose + b"\x01", "sha256")


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")
