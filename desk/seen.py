"""What a member has had on the screen of the cases open to them, and so what is new to them."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

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
        self._heard_of = 0
        self._fresh: dict[bytes, bool] = {}
        self._heard: dict[bytes, int] = {}
        self._total = 0

    @property
    def is_known(self) -> bool:
        """False until the first `begin` or `restore`."""
        return self._versions is not None

    def begin(self, cases: Iterable[Case]) -> None:
        """Count these as seen: at the first unlock, what somebody has looked into already."""
        self._versions = {case.id: case.version for case in cases}
        self._heard_of = 0

    def mark(self, case: Case) -> None:
        """Note that the member has the case, as it is now, on the screen."""
        assert self._versions is not None
        if self.is_fresh(case):
            self._versions[case.id] = case.version
            self._count(case.id)
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
        """What has changed is counted anew."""
        for case_id in dict.fromkeys(self._caseload.changed_since(self._heard_of)):
            self._count(case_id)
        self._heard_of = self._caseload.changes
        return Tally(len(self._fresh), sum(self._fresh.values()), self._total)

    def _count(self, case_id: bytes) -> None:
        """`_fresh` says of each fresh case whether it rings."""
        case = self._caseload.by_id.get(case_id)
        self._fresh.pop(case_id, None)
        self._total -= self._heard.pop(case_id, 0)
        if case is None:
            return
        self._heard[case_id] = case.heard
        self._total += case.heard
        if case.is_open and self.is_fresh(case):
            self._fresh[case_id] = case.compartment == RINGS_FOR

    @property
    def packed(self) -> dict[str, dict[str, str]]:
        """What must survive a lock, as JSON; nothing while nothing is known yet."""
        if self._versions is None:
            return {}
        return {"seen": {case.hex(): version for case, version in self._versions.items()}}

    def restore(self, before: Mapping[str, Any]) -> None:
        """Take back what was `packed` before."""
        if "seen" in before:
            self._versions = {bytes.fromhex(case): version for case, version in before["seen"].items()}
            self._heard_of = 0
