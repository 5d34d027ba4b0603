"""What people type instead of pressing a button, beside the words that stand on it.

It stands in `typed.toml` in the language's folder, where translators look after it. The names are those of commands
(`report`: /report) and of a few buttons that stand nearly everywhere. A language without that file adds nothing.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from locales.languages import FOLDER

ATTENDANCE = ("coming", "not_coming", "maybe")
REPEATS = ("once", "weekly", "fortnightly")
BUTTONS = ("stop", "back", "skip", "next", "send", "yes", "no", *ATTENDANCE, *REPEATS)
"""Names that are no commands, or are buttons too."""


@dataclass(frozen=True)
class TypedNames:
    """`articles` may stand before a label; `itself` are names of the language, in other languages too; `names`: by name
    of a command or button, what people type for it; `wishes`: by name of a command, what means it in a sentence, and
    under '' what may stand around that."""

    articles: tuple[str, ...] = ()
    itself: tuple[str, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wishes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@cache
def typed_names(code: str) -> TypedNames:
    """What is typed in one language."""
    return read_typed_names(FOLDER / code / "typed.toml")


def read_typed_names(path: Path) -> TypedNames:
    """What that file says; one that says something unknown raises TypeError."""
    said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    names = {name: tuple(texts) for name, texts in said.pop("names", {}).items()}
    wishes = {name: tuple(texts) for name, texts in said.pop("wishes", {}).items()}
    articles, itself = tuple(said.pop("articles", ())), tuple(said.pop("itself", ()))
    return TypedNames(articles=articles, itself=itself, names=names, wishes=wishes, **said)
