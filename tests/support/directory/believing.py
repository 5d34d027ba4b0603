"""Tests of what a directory tells, whoever wrote it, believe anything."""

from collections.abc import Sequence

from storage.directory import DirectoryRow, TranslationRow


def as_it_lies(record: DirectoryRow, texts: Sequence[TranslationRow]) -> bool:
    """Anything, whoever wrote it."""
    return True
