"""A sealed backup: two shares open it, one does not, no byte of it can be changed, and memory does not grow with it."""

import io
import tracemalloc
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import combinations

import pytest

from services import backups
from services.backups import PIECE, Label, NotABackup, NotWhole
from services.keys.recovery import BadShare
from services.keys.sealing import CannotOpen, random_bytes
from services.keys.streams import STREAM_GROWTH
from tests.support.vaults import Vault

LABEL = Label("rest", datetime(2026, 3, 5, 9, 0, tzinfo=UTC))


def sealed(vault: Vault, content: bytes, label: Label = LABEL) -> io.BytesIO:
    target = io.BytesIO()
    with vault.database.reading() as session:
        lid = backups.lid_of(session, vault.trust)
    backups.seal(io.BytesIO(content), target, lid, label)
    return target


def opened(file: io.BytesIO, *shares: str) -> bytes:
    found = io.BytesIO()
    backups.open_backup(file, shares).pour(found)
    return found.getvalue()


def with_its_checksum(body: bytes) -> io.BytesIO:
    """As somebody leaves it who knows how the file is made."""
    return io.BytesIO(body + blake2b(body, digest_size=32).digest())


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_sealed_comes_back_whatever_its_length(vault: Vault, size: int) -> None:
    content = random_bytes(size) if size else b""
    file = sealed(vault, content)
    backups.check_whole(file)
    assert opened(file, *vault.founding.shares[:2]) == content


def test_any_two_shares_open_it_and_tell_what_it_is(vault: Vault) -> None:
    file = sealed(vault, b"everything")
    for pair in combinations(vault.founding.shares, 2):
        found = backups.open_backup(file, pair)
        assert (found.label, found.trust) == (LABEL, vault.trust)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_one_share_alone_opens_nothing_not_even_twice(vault: Vault, which: int) -> None:
    share = vault.founding.shares[which]
    for given in ((share,), (share, share)):
        with pytest.raises(CannotOpen):
            backups.open_backup(sealed(vault, b"everything"), given)


def test_a_mistyped_share_is_told(vault: Vault) -> None:
    with pytest.raises(BadShare):
        backups.open_backup(sealed(vault, b"everything"), (vault.founding.shares[0], "ABCD"))


def test_nothing_of_the_content_can_be_read_in_the_file(vault: Vault) -> None:
    sentence = b"the lantern at the third bridge " * 3000
    assert sentence[:32] not in sealed(vault, sentence).getvalue()


def test_a_changed_or_missing_byte_anywhere_is_noticed_without_a_share(vault: Vault) -> None:
    whole = sealed(vault, random_bytes(PIECE + 100)).getvalue()
    for place in (*range(0, 2000, 97), *range(2000, len(whole), 4001), len(whole) - 1):
        changed = bytearray(whole)
        changed[place] ^= 1
        with pytest.raises((NotABackup, NotWhole)):
            backups.check_whole(io.BytesIO(changed))
    for length in (0, 10, 100, len(whole) // 2, len(whole) - 1):
        with pytest.raises((NotABackup, NotWhole)):
            backups.check_whole(io.BytesIO(whole[:length]))


def test_whoever_makes_the_checksum_anew_still_changes_nothing_unnoticed(vault: Vault) -> None:
    """A piece cut off at the end, two pieces swapped, a bit turned, another lid."""
    body, shares = sealed(vault, random_bytes(3 * PIECE)).getvalue()[:-32], vault.founding.shares[:2]
    piece = PIECE + STREAM_GROWTH
    last, second = body[-piece:], body[-2 * piece : -piece]
    flipped = bytearray(body)
    flipped[-100] ^= 1
    lid = body.replace(b'"boxes"', b' "boxes"', 1)
    lid = lid[: len(backups.FORMAT)] + (int.from_bytes(lid[15:19], "big") + 1).to_bytes(4, "big") + lid[19:]
    for forged in (body[:-piece], body[: -2 * piece] + last + second, bytes(flipped), lid):
        file = with_its_checksum(forged)
        backups.check_whole(file)
        with pytest.raises(CannotOpen):
            opened(file, *shares)


class Endless(io.RawIOBase):
    """So many bytes, of which only those are in memory that were just asked for."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int = -1) -> bytes:
        given = bytes(min(size, self._left))
        self._left -= len(given)
        return given


class Nowhere(io.RawIOBase):
    def write(self, given: object) -> int:
        return 0


def test_memory_does_not_grow_with_the_database(vault: Vault) -> None:
    with vault.database.reading() as session:
        lid = backups.lid_of(session, vault.trust)
    tracemalloc.start()
    try:
        backups.seal(Endless(64 * 1024 * 1024), Nowhere(), lid, LABEL)  # type: ignore[arg-type]  # raw files will do
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2 * 1024 * 1024
