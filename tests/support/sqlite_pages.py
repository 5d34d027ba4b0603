"""Where the rows of a table lie in an SQLite file: read from the bytes alone, as whoever has stolen the file can.

The file format: https://www.sqlite.org/fileformat.html (index b-trees, which tables without row numbers are).
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

INTERIOR, LEAF = 0x02, 0x0A
_HEADS: Final = {INTERIOR: 12, LEAF: 8}


class Place(NamedTuple):
    """Where a row lies. `overflow`: the first page of what did not fit, 0 for none."""

    overflow: int
    page: int
    offset: int


class Pages:
    """A file as pages."""

    def __init__(self, path: Path) -> None:
        self._bytes = path.read_bytes()
        self._size = int.from_bytes(self._bytes[16:18], "big")
        self._path = path

    def places(self, table: str) -> dict[bytes, Place]:
        """Of every row, by its key: the first column, of bytes."""
        with sqlite3.connect(self._path) as line:
            (root,) = line.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        return dict(self._cells(root))

    def _cells(self, number: int) -> Iterator[tuple[bytes, Place]]:
        page = self._bytes[(number - 1) * self._size : number * self._size]
        head = _HEADS[page[0]]
        for index in range(int.from_bytes(page[3:5], "big")):
            at = int.from_bytes(page[head + 2 * index : head + 2 * index + 2], "big")
            body = at
            if page[0] == INTERIOR:
                yield from self._cells(int.from_bytes(page[at : at + 4], "big"))
                body += 4
            yield self._row(page, number, at, body)
        if page[0] == INTERIOR:
            yield from self._cells(int.from_bytes(page[8:12], "big"))

    def _row(self, page: bytes, number: int, at: int, body: int) -> tuple[bytes, Place]:
        length, body = _varint(page, body)
        most, least = (self._size - 12) * 64 // 255 - 23, (self._size - 12) * 32 // 255 - 23
        overflow = 0
        if length > most:
            here = least + (length - least) % (self._size - 4)
            here = here if here <= most else least
            overflow = int.from_bytes(page[body + here : body + here + 4], "big")
        head, after = _varint(page, body)
        kind, _ = _varint(page, after)
        key = page[body + head : body + head + (kind - 12) // 2]
        return key, Place(overflow, number, at)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for _ in range(8):
        value, at = value << 7 | data[at] & 0x7F, at + 1
        if data[at - 1] < 0x80:
            return value, at
    return value << 8 | data[at], at + 1
