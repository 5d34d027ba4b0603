"""The languages Amana knows, read from the folders beside this file.

A language is one folder: `language.toml` (its facts) and `LC_MESSAGES/messages.po` (its words). Nothing
here says which languages an organisation offers; that is a setting.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent
SOURCE = "en"
"""The language the message ids are written in."""


@dataclass(frozen=True)
class Language:
    """One language.

    `hints` are the IETF tags, in lower case, by which a phone may ask for it. `plural_forms` is the gettext
    header that follows CLDR (Babel's own table is wrong for several of ours). `whole`: every message is
    translated, so it may be offered. `reviewed`: a native speaker has read all of it; until then it is a
    draft and the steward is told so.
    """

    code: str
    native_name: str
    english_name: str
    direction: Literal["ltr", "rtl"]
    hints: tuple[str, ...]
    plural_forms: str
    whole: bool
    reviewed: bool


def read_language(folder: Path) -> Language:
    """The language kept in `folder`; a missing or unknown fact raises TypeError."""
    facts = tomllib.loads((folder / "language.toml").read_text(encoding="utf-8"))
    return Language(code=folder.name, **{**facts, "hints": tuple(facts["hints"])})


def read_languages(folder: Path = FOLDER) -> dict[str, Language]:
    """Every language kept under `folder`, by code: the source language first, then by code."""
    codes = {path.parent.name for path in folder.glob("*/language.toml")}
    return {code: read_language(folder / code) for code in sorted(codes, key=lambda code: (code != SOURCE, code))}


LANGUAGES = read_languages()

_BY_HINT = {hint: code for code, language in LANGUAGES.items() for hint in language.hints}


def offered_by_default() -> tuple[str, ...]:
    """The codes of the languages that are whole."""
    return tuple(code for code, language in LANGUAGES.items() if language.whole)


def best_language(hint: str | None, offered: Sequence[str]) -> str:
    """The offered language that suits a phone's language tag (RFC 4647 lookup: `ar-IQ`, then `ar`).

    When none suits: English if it is offered, else the first one offered. `offered` may not be empty.
    """
    parts = (hint or "").lower().replace("_", "-").split("-")
    for end in range(len(parts), 0, -1):
        code = _BY_HINT.get("-".join(parts[:end]))
        if code is not None and code in offered:
            return code
    return SOURCE if SOURCE in offered else offered[0]
