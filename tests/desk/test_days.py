"""Days at the desk are those of the site, whatever the day is in Greenwich."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.config import DeskConfig
from services.marks import Standing
from tests.desk.conftest import Desk

BAGHDAD = ZoneInfo("Asia/Baghdad")
RESTORED = datetime(2026, 11, 18, 23, 0, tzinfo=UTC)


@pytest.fixture
def config(config: DeskConfig) -> DeskConfig:
    return replace(config, zone=BAGHDAD, standing=lambda: Standing(restored=RESTORED))


async def test_what_came_and_is_done_in_the_night_is_of_the_day_that_has_begun(desk: Desk) -> None:
    office = desk.office
    office.now = datetime(2026, 11, 20, 22, 30, tzinfo=UTC).astimezone(BAGHDAD)
    case_id = office.report()
    office.now = office.now.astimezone(UTC)
    visitor = await desk.inside()
    assert "Heard from: today" in visitor.last.plain
    await visitor.get(f"/case/{case_id.hex()}")
    await visitor.work(case_id, "note", note="At half past one.")
    assert visitor.last.text.count('<time datetime="2026-11-21">') == 2
    assert "after Nov 19, 2026 are missing" in visitor.last.plain
