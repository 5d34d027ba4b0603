"""How a language writes numbers in words, as people type them: the table in `numbers.toml` in the language's folder.

Kept by hand because no library that is looked after has what people type in all our languages, dialects and Sorani
among them; CLDR's spelled-out numbers are for writing, not for reading. A language without the file has none.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from locales.languages import FOLDER

LISTS = ("joiners", "unclear", "uncounted", "hours", "two_hours", "half")


@dataclass(frozen=True)
class NumberWords:
    """`words`: what a word or a few words mean. `joiners` stand within one number; `unclear` make another one of it. Of
    `uncounted` are people who are told of beside a number and are not in it: me and my two.

    `hours` stand behind a number of hours, `two_hours` for two of them, `half` for half of one.
    """

    words: Mapping[str, int] = field(default_factory=dict)
    joiners: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    two_hours: tuple[str, ...] = ()
    half: tuple[str, ...] = ()


@cache
def number_words(code: str) -> NumberWords:
    """The numbers of one language."""
    return read_number_words(FOLDER / code / "numbers.toml")


def read_number_words(path: Path) -> NumberWords:
    """What that file says; one that says something unknown raises TypeError."""
    said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    words = {text: int(number) for number, texts in said.pop("words", {}).items() for text in texts}
    lists = {name: tuple(said.pop(name, ())) for name in LISTS}
    return NumberWords(words=words, **lists, **said)
