"""The command list in Telegram's own menu, in each language Telegram knows a code for."""

from telegram import BotCommand
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.logs import LogEvent, log
from handlers import routes
from handlers.chat.app import App
from locales import LANGUAGES, Words
from services.notices.outbox import Lane


async def publish_commands(bot: ExtBot[Lane], app: App) -> None:
    """Tell Telegram our commands: first the default, then one list for each two-letter code. Failing is no harm."""
    try:
        await bot.set_my_commands(_commands(app.languages[0]))
        for language in app.languages:
            for hint in LANGUAGES[language].hints:
                if len(hint) == 2:
                    await bot.set_my_commands(_commands(language), language_code=hint)
    except TelegramError as failure:
        log(LogEvent.TELEGRAM_UNREACHABLE, error=type(failure).__name__)


def _commands(language: str) -> list[BotCommand]:
    words = Words(language)
    return [BotCommand(command, words(told)) for command, told in routes.COMMANDS]
