"""What became of a file of services: taken, updated, skipped, each with row, field and why.

Sentences are English and meant for the steward, who runs the import at a console; residents never see one.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from services.errors import Refusal

MOST_REMARKS: Final = 2000
"""A file that is wrong from end to end need not be listed to its end."""


_PLURALS: Final = {
    "taxonomy": "taxonomies",
    "address": "addresses",
    "term of a taxonomy": "terms of a taxonomy",
}


@dataclass(eq=False)
class SourceUnusable(Refusal):
    """Nothing of this file or folder can be used, and nothing was changed."""

    name: str
    why: str
    remedy: str

    @property
    def sentence(self) -> str:
        """One line for the steward."""
        return f"{self.name}: {self.why}. {self.remedy}."


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was not taken as it stood. `where` is a row or the way to an object, `field` '' for all of it."""

    where: str
    field: str
    why: str

    @property
    def sentence(self) -> str:
        """One line for the steward."""
        place = f"{self.where}, {self.field}" if self.field else self.where
        return f"{place}: {self.why}"


@dataclass(slots=True)
class ImportReport:
    """How it went. `skipped` are whole services that were not taken, `left_out` single fields."""

    taken: int = 0
    updated: int = 0
    unchanged: int = 0
    missing: int = 0
    """Services of the same source that this file does not have. They stay; an editor can suspend them."""
    examples: int = 0
    """Examples that are still shown beside."""
    hidden: int = 0
    """Of these, the ones nobody is shown: ended, or checked too long ago."""
    skipped: list[Remark] = field(default_factory=list)
    left_out: list[Remark] = field(default_factory=list)
    more: int = 0
    """Remarks beyond the first ones."""
    withheld: list[Remark] = field(default_factory=list)
    """Services whose place is not told until somebody says that it may be; `field` is what to say it with."""
    doubtful: list[Remark] = field(default_factory=list)
    """What was taken as it stands and is likely to be wrong."""
    others: dict[str, list[str]] = field(default_factory=dict)
    """What is no service and was not taken: by what it is, where it stood."""
    passed_over: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Fields, columns and tables that are not read: what it is called, of what, and how often it stood there."""

    def skip(self, where: str, field: str, why: str) -> None:
        """A service was not taken."""
        self._note(self.skipped, Remark(where, field, why))

    def leave_out(self, where: str, field: str, why: str) -> None:
        """A field was not taken; the rest of its service was."""
        self._note(self.left_out, Remark(where, field, why))

    def other(self, where: str, kind: str) -> None:
        """Something that is no service was not taken; `kind` '' where nothing says what it is."""
        self.others.setdefault(kind, []).append(where)

    def pass_over(self, name: str, of: str, times: int = 1) -> None:
        """A field, column or table is not read here, whatever stands in it."""
        self.passed_over[name, of] += times

    def doubt(self, where: str, field: str, why: str) -> None:
        """Something was taken as it stands, and somebody should look."""
        self._note(self.doubtful, Remark(where, field, why))

    def withhold(self, where: str, id: str, why: str) -> None:
        """A service was taken without its place."""
        self.withheld.append(Remark(where, id, why))

    def what_else(self) -> list[str]:
        """What the file holds that is no service, in words."""
        return [_counted(kind, places) for kind, places in self.others.items()]

    def sentences(self) -> Iterator[str]:
        """Every remark, one line each."""
        for said in self.what_else():
            yield f"Not taken: {said}."
        for remark in self.skipped:
            yield f"Skipped: {remark.sentence}."
        for remark in self.left_out:
            yield f"Left out: {remark.sentence}."
        for remark in self.doubtful:
            yield f"Please look: {remark.sentence}."
        for remark in self.withheld:
            yield f"Without its place: {remark.where}: {remark.why}. If it may be told: --tell-place {remark.field}"
        if self.more:
            yield f"And {self.more} more remarks like these."
        for (name, of), times in self.passed_over.items():
            yield f"Not read: “{name[:60]}” of {of} ({times} {'time' if times == 1 else 'times'})."

    def _note(self, remarks: list[Remark], remark: Remark) -> None:
        if len(self.skipped) + len(self.left_out) >= MOST_REMARKS:
            self.more += 1
        else:
            remarks.append(remark)


def _counted(kind: str, places: list[str]) -> str:
    first = f"first at {places[0]}"
    if not kind:
        return f"{len(places)} of which nothing says that they are services ({first})"
    name = kind if len(places) == 1 else plural(kind)
    return f"{len(places)} {name}, no {'service' if len(places) == 1 else 'services'} ({first})"


def plural(kind: str) -> str:
    """Several of that kind, in words."""
    return _PLURALS.get(kind, f"{kind}s")
