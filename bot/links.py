"""Links that open the bot: for a poster, for somebody who is to organise. Only Telegram knows the bot's name."""

import asyncio
import re
from typing import Final

from bot.settings import Settings

PATIENCE: Final = 10.0
"""Seconds to wait for Telegram, before the link has to do without it."""
NAME: Final = re.compile(r"@?([A-Za-z]\w{3,31})", re.ASCII)


def name_of_bot(settings: Settings, given: str | None = None) -> str | None:
    """The bot's public name without the @: as given, else as Telegram says; None where neither can be had."""
    if given is not None:
        found = NAME.fullmatch(given.strip())
        return found[1] if found else None
    if settings.token is None:
        return None
    return asyncio.run(_asked(settings, settings.token.get_secret_value()))


def link(bot: str, parameter: str = "") -> str:
    """The link that starts the bot, with that parameter (Bot API: letters, digits, _ and -, at most 64)."""
    return f"https://t.me/{bot}?start={parameter}" if parameter else f"https://t.me/{bot}"


async def _asked(settings: Settings, token: str) -> str | None:
    from telegram.error import TelegramError  # a third of a second that other commands need not spend

    from bot.application import build_application

    bot = build_application(settings, token).bot
    try:
        async with asyncio.timeout(PATIENCE), bot:
            name: str = bot.username
            return name
    except (TelegramError, TimeoutError):
        return None
