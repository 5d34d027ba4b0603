"""Who wrote a record of the directory: what the holder of the runtime key keeps has a mark that nobody else can make.

The directory is no secret, so it is not locked: it is authenticated. The mark (HMAC-SHA256, and behind it a signature
for the desk, which may run without the runtime key) is over the table, the key of the row, its body and every
translation. Who can write the database can bring back a record as it once was, and no other telephone number.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from hmac import compare_digest
from typing import Final

from services.keys.sealing import (
    NotTrusted,
    RuntimeKey,
    Signature,
    SigningPair,
    VerifyKey,
    check,
    derive,
    new_signing_pair,
    sign,
    statement,
)
from storage.directory import DirectoryRow, TranslationRow

PURPOSE: Final = "amana directory 1"
Believed = Callable[[DirectoryRow, Sequence[TranslationRow]], bool]
"""Whether a record with these translations is one of ours."""
_SUM: Final = 32
"""Bytes of a mark before its signature."""


def marked(runtime: RuntimeKey, record: DirectoryRow, texts: Iterable[TranslationRow]) -> DirectoryRow:
    """The record with the mark for it and its translations."""
    told = _told(record, texts)
    return record._replace(mark=runtime.mark(PURPOSE, told) + sign(_signed(told), signing_of(runtime).seed))


@lru_cache(maxsize=8)
def signing_of(runtime: RuntimeKey) -> SigningPair:
    """Signs what others read who do not have this key (the desk elsewhere)."""
    return new_signing_pair(derive(runtime.secret, "amana runtime signing"))


def is_ours(runtime: RuntimeKey) -> Believed:
    """What this key has marked."""
    return partial(_is_marked, runtime)


def is_signed_with(key: VerifyKey) -> Believed:
    """The same for who knows the public half alone."""
    return partial(_is_signed, key)


def is_signed(record: DirectoryRow) -> bool:
    """Whether the mark is one that the desk can look at too."""
    return record.mark is not None and len(record.mark) > _SUM


def nothing(record: DirectoryRow, texts: Sequence[TranslationRow]) -> bool:
    """For who can tell of no record whose it is."""
    return False


def _is_marked(runtime: RuntimeKey, record: DirectoryRow, texts: Sequence[TranslationRow]) -> bool:
    return record.mark is not None and compare_digest(runtime.mark(PURPOSE, _told(record, texts)), record.mark[:_SUM])


def _is_signed(key: VerifyKey, record: DirectoryRow, texts: Sequence[TranslationRow]) -> bool:
    try:
        check(_signed(_told(record, texts)), Signature((record.mark or b"")[_SUM:]), key)
    except NotTrusted:
        return False
    return True


def _signed(told: bytes) -> bytes:
    return statement("amana directory signature 1", told)


def _told(record: DirectoryRow, texts: Iterable[TranslationRow]) -> bytes:
    said = (part for text in sorted(texts) for part in (text.field, text.language, text.text))
    return statement(record.entity, *(part.encode() for part in (record.id, record.body, *said)))
