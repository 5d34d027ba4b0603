"""What people say to whoever answers without telling anything: thanks, "ok", "who are you", "yes" to no question.

One table for all languages, `small_talk.toml`, so that whoever speaks several sees them beside each other.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from locales.languages import FOLDER

KINDS = ("readers", "who", "asking", "thanks", "hello", "fine", "unasked")
"""The first that a message holds is the one it is answered for."""


@dataclass(frozen=True)
class SmallTalk:
    """`phrases`: by kind and then by language. `signs`: the pictures that may stand beside them, or alone."""

    phrases: Mapping[str, Mapping[str, tuple[str, ...]]]
    signs: frozenset[str]


@cache
def small_talk() -> SmallTalk:
    """The table; a kind that is missing raises KeyError."""
    said: dict[str, Any] = tomllib.loads((FOLDER / "small_talk.toml").read_text(encoding="utf-8"))
    signs = frozenset(said.pop("signs"))
    return SmallTalk({kind: {code: tuple(each) for code, each in said[kind].items()} for kind in KINDS}, signs)
