"""What Telegram shows of the bot before the first word: the empty chat's description and the line under its name.

The name itself stays the organisation's own. Only what differs from what Telegram has is sent.
"""

from collections.abc import Iterator

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.logs import LogEvent, log
from handlers.chat.app import App
from handlers.chat.screen.long_text import pieces
from locales import LANGUAGES, Words

DESCRIPTION = 512
"""Bot API, setMyDescription: characters at most."""
SHORT_DESCRIPTION = 120
"""Bot API, setMyShortDescription: characters at most."""


async def publish_profile(bot: ExtBot[None], app: App) -> None:
    """Tell Telegram what the bot is for: the default, then each language it has a code for. Failing is no harm."""
    try:
        for code, language in _codes(app):
            await _describe(bot, code, description(app, language), short_description(app.words(language)))
    except TelegramError as failure:
        log(LogEvent.TELEGRAM_UNREACHABLE, error=type(failure).__name__)


def description(app: App, language: str) -> str:
    """What an empty chat says."""
    words, name = app.words(language), app.content.organisation.name.said(language)
    text = "\n".join(
        (
            words("👋 Here you reach {organisation}.", organisation=name),
            words("📝 Tell of a danger or a problem. Find help. Hear about meetings. You need not give a name."),
            words("🆘 This is not an emergency line."),
        )
    )
    return pieces(text, DESCRIPTION)[0]


def short_description(words: Words) -> str:
    """What stands under the bot's name, and where the chat is passed on."""
    return pieces(words("Tell of a danger, find help, hear about meetings. No name needed."), SHORT_DESCRIPTION)[0]


def _codes(app: App) -> Iterator[tuple[str | None, str]]:
    """Telegram's language codes have two letters; None is for everybody else."""
    yield None, app.languages[0]
    for language in app.languages:
        yield from ((hint, language) for hint in LANGUAGES[language].hints if len(hint) == 2)


async def _describe(bot: ExtBot[None], code: str | None, text: str, short: str) -> None:
    if (await bot.get_my_description(language_code=code)).description != text:
        await bot.set_my_description(text, language_code=code)
    if (await bot.get_my_short_description(language_code=code)).short_description != short:
        await bot.set_my_short_description(short, language_code=code)
