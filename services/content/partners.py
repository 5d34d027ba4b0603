"""Partner organisations to which something of a case can be passed on, in `partners.toml`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.authoring.parts import Problem, TableReader, Texts, read_toml

FILE: Final = "partners.toml"
KEYS: Final = ("key", "name", "takes", "reach", "complaints", "languages", "answer_days")
NAME_LIMIT: Final = 200
TAKES_LIMIT: Final = 300
"""Characters: whoever is asked reads both whole, beside all that is passed on."""
MOST_DAYS: Final = 90
USUAL_DAYS: Final = 5
_KEY: Final = re.compile(r"[a-z0-9_]{1,40}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Partner:
    """One of them. `takes`: whom or what they take on; `reach`: how they get what is passed on; `complaints`: who takes
    complaints about them; `languages`: codes of those they can read; `answer_days`: within how many days of the office
    they usually answer."""

    key: str
    name: Texts
    takes: Texts
    reach: Texts
    complaints: Texts
    languages: tuple[str, ...]
    answer_days: int = USUAL_DAYS


def read_partners(folder: Path, languages: tuple[str, ...]) -> tuple[tuple[Partner, ...], list[Problem]]:
    """What that file of a content folder says, and what is wrong with it. Without the file there are none."""
    path = folder / FILE
    if not path.exists():
        return (), []
    table, problems = read_toml(path)
    if problems:
        return (), problems
    reader = TableReader(FILE, table, languages)
    reader.refuse_unknown(("partners",))
    readers = reader.tables("partners")
    partners = tuple(_partner(each) for each in readers)
    _refuse_twins(zip(readers, partners, strict=True))
    return partners, reader.problems


def _partner(reader: TableReader) -> Partner:
    reader.refuse_unknown(KEYS)
    key = reader.text("key")
    if key and not _KEY.fullmatch(key):
        reader.complain("key", "is not a short name", "Use at most 40 letters a to z, 0 to 9, _")
    name, takes = reader.texts("name"), reader.texts("takes")
    _refuse_long(reader, "name", name, NAME_LIMIT)
    _refuse_long(reader, "takes", takes, TAKES_LIMIT)
    return Partner(
        key,
        name,
        takes,
        reader.texts("reach"),
        reader.texts("complaints"),
        _languages(reader),
        reader.number("answer_days", 1, MOST_DAYS, USUAL_DAYS),
    )


def _languages(reader: TableReader) -> tuple[str, ...]:
    """Any language may be one, offered or not."""
    codes = reader.list_of_texts("languages", at_least=1)
    for code in codes:
        if not _LANGUAGE.fullmatch(code):
            reader.complain("languages", f"“{code}” is no code of a language", 'Write codes: languages = ["en", "ar"]')
    return codes


def _refuse_long(reader: TableReader, key: str, text: Texts, most: int) -> None:
    for language, said in text.by_language.items():
        if len(said) > most:
            rule = f"it has {len(said)} characters, and whoever is asked reads at most {most}"
            reader.complain(f"{key}.{language}", rule, "Make it shorter")


def _refuse_twins(entries: Iterable[tuple[TableReader, Partner]]) -> None:
    met: set[str] = set()
    for reader, partner in entries:
        if partner.key and partner.key in met:
            reader.complain("key", f"“{partner.key}” stands above already", "Give each partner its own key")
        met.add(partner.key)
