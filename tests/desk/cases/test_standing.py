"""What everybody at the desk is told where the database is not what it was."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desk.config import DeskConfig
from services.marks import Standing
from tests.desk.conftest import Desk

PUT_BACK = "Somebody put an older state of everything in place of the newest."
RESTORED = "A backup was restored. Reports, replies and notes after Nov 19, 2026 are missing."


@pytest.fixture
def stands() -> list[Standing]:
    return [Standing()]


@pytest.fixture
def config(config: DeskConfig, stands: list[Standing]) -> DeskConfig:
    return replace(config, standing=lambda: stands[0])


async def test_an_older_state_and_a_restored_backup_are_said_on_every_page(desk: Desk, stands: list[Standing]) -> None:
    visitor = await desk.inside()
    for page in ("/", "/surveys"):
        stands[0] = Standing()
        plain = (await visitor.get(page)).plain
        assert PUT_BACK not in plain
        assert RESTORED not in plain
        stands[0] = Standing(is_put_back=True)
        assert PUT_BACK in (await visitor.get(page)).plain
        stands[0] = Standing(restored=datetime(2026, 11, 19, 12, 0, tzinfo=UTC))
        assert RESTORED in (await visitor.get(page)).plain


async def test_who_has_not_unlocked_the_desk_is_told_nothing(desk: Desk, stands: list[Standing]) -> None:
    stands[0] = Standing(is_put_back=True)
    assert PUT_BACK not in (await desk.visitor().get("/unlock")).plain
