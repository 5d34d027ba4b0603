"""Links that open the bot: its name as given, as Telegram says, or none at all."""

import asyncio
from pathlib import Path

import pytest

from bot.links import link, name_of_bot
from bot.settings import Settings
from sandbox import Sandbox


async def test_telegram_is_asked_for_the_name(tmp_path: Path) -> None:
    async with Sandbox() as telegram:
        settings = Settings(_env_file=None, token=telegram.token, api_url=telegram.url, folder=tmp_path)
        name = await asyncio.to_thread(name_of_bot, settings)
    assert name
    assert link(name, "o_ABC") == f"https://t.me/{name}?start=o_ABC"


def test_without_a_token_or_a_line_there_is_no_name(tmp_path: Path) -> None:
    assert name_of_bot(Settings(_env_file=None, folder=tmp_path)) is None
    cut_off = Settings(
        _env_file=None, token="100000001:" + "x" * 35, api_url="http://127.0.0.1:9", folder=tmp_path, limits=False
    )
    assert name_of_bot(cut_off) is None


@pytest.mark.parametrize(
    ("given", "name"), [("@example_bot", "example_bot"), ("example_bot", "example_bot"), ("no such name!", None)]
)
def test_a_name_that_is_given_is_taken_as_telegram_writes_names(tmp_path: Path, given: str, name: str | None) -> None:
    assert name_of_bot(Settings(_env_file=None, folder=tmp_path), given) == name
