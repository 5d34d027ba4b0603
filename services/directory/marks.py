"""Who wrote a record of the directory: what the holder of the runtime key keeps has a mark that nobody else can make.

The directory is no secret, so it is not locked: it is authenticated. The mark (HMAC-SHA256) is over the table, the key
of the row, its body and every translation. Who can write the database can bring back a record as it once was, and no
other telephone number.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from hmac import compare_digest
from typing import Final

from services.keys.sealing import RuntimeKey, statement
from storage.directory import DirectoryRow, TranslationRow

PURPOSE: Final = "amana directory 1"
Believed = Callable[[DirectoryRow, Sequence[TranslationRow]], bool]
"""Whether a record with these translations is one of ours."""


def marked(runtime: RuntimeKey, record: DirectoryRow, texts: Iterable[TranslationRow]) -> DirectoryRow:
    """The record with the mark for it and its translations."""
    return record._replace(mark=runtime.mark(PURPOSE, _told(record, texts)))


def is_ours(runtime: RuntimeKey) -> Believed:
    """What this key has marked."""
    return partial(_is_marked, runtime)


def as_it_lies(record: DirectoryRow, texts: Sequence[TranslationRow]) -> bool:
    """Anything: for who has no runtime key (the desk), and cannot tell."""
    return True


def _is_marked(runtime: RuntimeKey, record: DirectoryRow, texts: Sequence[TranslationRow]) -> bool:
    return record.mark is not None and compare_digest(runtime.mark(PURPOSE, _told(record, texts)), record.mark)


def _told(record: DirectoryRow, texts: Iterable[TranslationRow]) -> bytes:
    said = (part for text in sorted(texts) for part in (text.field, text.language, text.text))
    return statement(record.entity, *(part.encode() for part in (record.id, record.body, *said)))
