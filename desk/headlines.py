"""What the thread says of each deed of staff (`services.reports.deeds.known`): who did what, as one sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desk.sentences import level_words, state_words
from locales import Words
from services.reports.case import CaseEntry
from services.reports.deeds.known import UNKNOWN
from services.reports.deeds.status import said_in


@dataclass(frozen=True, slots=True)
class Said:
    """A deed that is understood, and how to say it: in which language, and whom ids stand for."""

    words: Words
    entry: CaseEntry
    name_of: Callable[[bytes | None], str]

    @property
    def name(self) -> str:
        """Whose deed it is."""
        return self.name_of(self.entry.member)

    def __getitem__(self, fact: str) -> Any:
        """One of its facts, None where there is none of that name."""
        return self.entry.facts.get(fact)


def _status(said: Said) -> str:
    status, outcome = said_in(said.entry.facts) or ("", "")
    return said.words("{name} set the state: {state}", name=said.name, state=state_words(said.words, status, outcome))


def _assigned(said: Said) -> str:
    words, member = said.words, bytes.fromhex(said["member"] or "")
    if not member:
        return words("{name} put the case back for anyone to take", name=said.name)
    if member == said.entry.member:
        return words("{name} took the case", name=said.name)
    return words("{name} gave the case to {other}", name=said.name, other=said.name_of(member))


def _verified(said: Said) -> str:
    level = level_words(said.words, said["level"])
    return said.words("{name} noted how sure it is: {level}", name=said.name, level=level)


HEADLINES: Mapping[str, Callable[[Said], str]] = {
    "reply": lambda said: said.words("{name} replied", name=said.name),
    "note": lambda said: said.words("{name} noted, for colleagues only", name=said.name),
    "status": _status,
    "assigned": _assigned,
    "verified": _verified,
    "printed": lambda said: said.words("{name} printed the case on paper", name=said.name),
    UNKNOWN: lambda said: said.words("{name} added something this version of the desk does not know", name=said.name),
}
