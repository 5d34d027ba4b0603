"""What staff write to people, in `replies.toml`: sentences that are ready, also for what came of a referral, and words
that ask for what nobody should have to say, or propose a meeting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from services.authoring.parts import Problem, TableReader, Texts, read_toml
from services.directory.folding import all_words
from services.sayings import Found, NotASaying, Places, Saying, sayings

FILE: Final = "replies.toml"
OUTCOMES: Final = ("accepted", "declined", "done")
"""What those have said to whom something was passed on."""


@dataclass(frozen=True, slots=True)
class ReplyWords:
    """`ready` in the order of the file; `outcomes` by `OUTCOMES`; `asks` in all languages together."""

    ready: tuple[Texts, ...] = ()
    outcomes: Mapping[str, Texts] = field(default_factory=dict, hash=False)
    asks: tuple[Saying, ...] = ()
    _places: Places = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", Places(self.asks))

    def ask_in(self, text: str) -> bool:
        """Whether a text holds any of the words that ask, in whatever language it is."""
        found = Found(all_words(text), self._places)
        return any(found.has(saying) for saying in self.asks)


def read_reply_words(folder: Path, languages: tuple[str, ...]) -> tuple[ReplyWords, list[Problem]]:
    """What that file of a content folder says, and what is wrong with it. Without it a warning says what is missed."""
    path = folder / FILE
    if not path.exists():
        rule, remedy = "the file is missing: no reply is warned of and no sentence is ready", "Copy it from the example"
        return ReplyWords(), [Problem(FILE, "", rule, remedy, is_warning=True)]
    table, problems = read_toml(path)
    if problems:
        return ReplyWords(), problems
    reader = TableReader(FILE, table, languages)
    reader.refuse_unknown(("ready", "outcomes", "asks"))
    ready = tuple(_ready(each) for each in reader.tables("ready"))
    return ReplyWords(ready, _outcomes(reader), tuple(dict.fromkeys(_asks(reader)))), reader.problems


def _ready(reader: TableReader) -> Texts:
    reader.refuse_unknown(("text",))
    return reader.texts("text")


def _outcomes(reader: TableReader) -> dict[str, Texts]:
    """Files from before there were any go on being used."""
    if not reader.has("outcomes"):
        rule, remedy = "is missing: no sentence says what came of a referral", "Copy it from the example"
        reader.complain("outcomes", rule, remedy, is_warning=True)
        return {}
    outcomes = reader.table("outcomes")
    outcomes.refuse_unknown(OUTCOMES)
    return {outcome: outcomes.texts(outcome) for outcome in OUTCOMES}


def _asks(reader: TableReader) -> list[Saying]:
    found: list[Saying] = []
    for language, said in reader.lists_of_texts("asks").items():
        for each in said:
            try:
                found += sayings(each, language, {})
            except NotASaying as fault:
                reader.complain(f"asks.{language}", f"“{each}” {fault.rule}", fault.remedy)
    return found
