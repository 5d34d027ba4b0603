"""What became of a file of services: taken, updated, skipped, each with row, field and why.

Sentences are English and meant for the steward, who runs the import at a console; residents never see one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from services.errors import Refusal

MOST_REMARKS: Final = 2000
"""A file that is wrong from end to end need not be listed to its end."""


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

    def skip(self, where: str, field: str, why: str) -> None:
        """A service was not taken."""
        self._note(self.skipped, Remark(where, field, why))

    def leave_out(self, where: str, field: str, why: str) -> None:
        """A field was not taken; the rest of its service was."""
        self._note(self.left_out, Remark(where, field, why))

    def sentences(self) -> Iterator[str]:
        """Every remark, one line each."""
        for remark in self.skipped:
            yield f"Skipped: {remark.sentence}."
        for remark in self.left_out:
            yield f"Left out: {remark.sentence}."
        if self.more:
            yield f"And {self.more} more remarks like these."

    def _note(self, remarks: list[Remark], remark: Remark) -> None:
        if len(self.skipped) + len(self.left_out) >= MOST_REMARKS:
            self.more += 1
        else:
            remarks.append(remark)
