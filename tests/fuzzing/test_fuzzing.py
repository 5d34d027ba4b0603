"""A few cases of each target, always the same: whatever was found once stays mended, and every target can be struck."""

from pathlib import Path

import pytest

from tests.fuzzing.campaign import strike_often
from tests.fuzzing.targets import TARGETS

CASES = {
    "updates": range(2_000_000_137, 2_000_000_141),
    "answers": range(1_000_000_000, 1_000_000_003),
    "typed": range(300),
    "forms": range(40),
    "services": range(30),
    "calendars": range(300),
    "envelopes": range(12),
    "desk": range(40),
}


def test_every_target_is_struck() -> None:
    assert set(CASES) == set(TARGETS)


@pytest.mark.parametrize("target", CASES)
async def test_nothing_falls(target: str, tmp_path: Path) -> None:
    cases = CASES[target]
    outcome = await strike_often(target, TARGETS[target], tmp_path, cases.start, len(cases))
    assert [f"--case {found.case}\n{found.what}" for found in outcome.findings] == []
    assert outcome.cases == len(cases)
