"""What a member has had on the screen of the cases open to them, and so what is new to them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from services.nudges.bell import RINGS_FOR
from services.reports.case import Case
from services.reports.caseload import Caseload

RENDERINGS_KEPT = 200


class Tally(NamedTuple):
    """Over all cases: how many open ones are not as the member last saw them, how many of these ring the bell, and how
    much has come from people."""

    fresh: int
    ringing: int
    heard: int


class Seen:
    """Of each case the version that was last seen. Until somebody has said what was, nothing counts as new."""

    def __init__(self, caseload: Caseload) -> None:
        self._caseload = caseload
        self._versions: dict[bytes, str] | None = None
        self._renderings: dict[str, frozenset[bytes]] = {}
        self._tallied: tuple[int, Tally] | None = None

    @property
    def is_known(self) -> bool:
        """False until the first `begin` or `restore`."""
        return self._versions is not None

    def begin(self, cases: Iterable[Case]) -> None:
        """Count these as seen: at the first unlock, what somebody has looked into already."""
        self._versions = {case.id: case.version for case in cases}

    def mark(self, case: Case) -> None:
        """Note that the member has the case, as it is now, on the screen."""
        assert self._versions is not None
        if self.is_fresh(case):
            self._versions[case.id] = case.version
            self._tallied = None
        self._renderings.pop(case.version, None)
        self._renderings[case.version] = frozenset(entry.id for entry in case.entries)
        while len(self._renderings) > RENDERINGS_KEPT:
            self._renderings.pop(next(iter(self._renderings)))

    def is_fresh(self, case: Case) -> bool:
        """True when the case is not as the member last saw it."""
        return self._versions is not None and self._versions.get(case.id) != case.version

    def entries_since(self, case: Case, version: str) -> frozenset[bytes]:
        """Ids of what was added after the case was shown as `version`; nothing where that is not remembered."""
        present = frozenset(entry.id for entry in case.entries)
        return present - self._renderings.get(version, present)

    @property
    def tally(self) -> Tally:
        """Counted anew where a case has changed."""
        if self._tallied is None or self._tallied[0] != self._caseload.serial:
            fresh = [case for case in self._caseload.each() if case.is_open and self.is_fresh(case)]
            heard = sum(entry.from_the_person for case in self._caseload.each() for entry in case.entries)
            ringing = sum(case.compartment == RINGS_FOR for case in fresh)
            self._tallied = self._caseload.serial, Tally(len(fresh), ringing, heard)
        return self._tallied[1]

    @property
    def packed(self) -> dict[str, str] | None:
        """As JSON, None where nothing is known yet."""
        return None if self._versions is None else {case.hex(): version for case, version in self._versions.items()}

    def restore(self, before: Mapping[str, str] | None) -> None:
        """Take back what was `packed` before."""
        if before is not None:
            self._versions = {bytes.fromhex(case): version for case, version in before.items()}
            self._tallied = None
