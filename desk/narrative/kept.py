"""What is shortened to leave the office and has not left yet, while the desk is unlocked."""

from collections.abc import Iterable, Mapping
from typing import Any


class Shortening:
    """The `cases` (ids) a member works on, in their order, with what stands in the fields of these and of others they
    began with, and what it is for. Once they have left, nothing of it is kept."""

    def __init__(self) -> None:
        self.cases: list[bytes] = []
        self.purpose = ""
        self._texts: dict[bytes, str] = {}

    def begin(self, cases: Iterable[bytes]) -> None:
        """Work on these. What was shortened before, of these and of others, stays."""
        self.cases = [*cases]

    def change(self, texts: Mapping[bytes, str], purpose: str | None) -> None:
        """So far it has come; `purpose` is None where nobody touched that."""
        self._texts |= texts
        self.purpose = self.purpose if purpose is None else purpose

    def text(self, case: bytes, told: str) -> str:
        """What stands in the field of a case: at first what the person `told`."""
        return self._texts.get(case, told)

    def drop(self) -> None:
        """It has left, or is not wanted any more."""
        for case in self.cases:
            self._texts.pop(case, None)
        self.cases, self.purpose = [], ""

    @property
    def packed(self) -> dict[str, Any]:
        """What must survive a lock, as JSON."""
        if not self.purpose and not self._texts:
            return {}
        return {"narrative": packed(self.cases, self._texts, self.purpose)}

    def restore(self, before: Mapping[str, Any]) -> None:
        """Take back what was `packed`, here or from a page while the desk was locked."""
        found = before.get("narrative")
        if found is not None:
            self.begin(map(bytes.fromhex, found["cases"]))
            self.change({bytes.fromhex(case): text for case, text in found["texts"].items()}, found["purpose"])


def packed(cases: Iterable[bytes], texts: Mapping[bytes, str], purpose: str | None) -> dict[str, Any]:
    """As JSON."""
    return {
        "cases": [case.hex() for case in cases],
        "texts": {case.hex(): text for case, text in texts.items()},
        "purpose": purpose,
    }
