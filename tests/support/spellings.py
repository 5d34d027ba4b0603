"""The ways in which a program might have written something down, for tests that look whether it is there."""

import base64
import json
import struct
from collections.abc import Iterator
from itertools import chain

WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def spellings(needle: str) -> Iterator[bytes]:
    """Of a text: as it is, in wide letters, in JSON, in hex, in base64 wherever it begins."""
    raw = needle.encode()
    yield from (raw, json.dumps(needle)[1:-1].encode())
    yield from (needle.encode(wide) for wide in WIDE)
    yield from in_letters(raw)


def of_number(number: int) -> Iterator[bytes]:
    """Of a number: as a text, as a machine keeps it, and as Python does."""
    yield from spellings(str(number))
    yield from (number.to_bytes(8, "big"), number.to_bytes(8, "little"), number.to_bytes(5, "big"))
    yield struct.pack("<II", number & (2**30 - 1), number >> 30)


def of_key(key: bytes) -> Iterator[bytes]:
    """Of bytes: as they are, in hex, in base64, and both of these in wide letters."""
    yield key
    letters = list(in_letters(key))
    yield from chain(letters, (each.decode().encode(wide) for each in letters for wide in WIDE))


def in_letters(raw: bytes) -> Iterator[bytes]:
    """Of bytes: hex, and what is the same of base64 whatever stands before and behind."""
    yield from (raw.hex().encode(), raw.hex().upper().encode())
    for shift in range(3):
        yield base64.b64encode(b"\0" * shift + raw)[4:-4]
