"""Messages that are made of listed phrases, and of nothing else."""

from collections.abc import Mapping
from typing import TypeVar

Words = tuple[str, ...]
Entry = TypeVar("Entry")


def made_of(words: Words, phrases: Mapping[Words, Entry], longest: int) -> list[Entry] | None:
    """What is listed for each phrase, the longest that stands there first; None where a word is of none. `longest`:
    words of the longest phrase."""
    found: list[Entry] = []
    while words:
        length = next((n for n in range(min(len(words), longest), 0, -1) if words[:n] in phrases), 0)
        if not length:
            return None
        found.append(phrases[words[:length]])
        words = words[length:]
    return found
