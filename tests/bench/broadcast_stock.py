"""What one would write with python-telegram-bot alone: a loop over the chats on its AIORateLimiter, beside handlers.

    python tests/bench/broadcast_stock.py URL TOKEN FILE_OF_CHATS

Answers /help; tells every chat in the file once FILE_OF_CHATS.go is there.
"""

import asyncio
import contextlib
import sys
import time
from pathlib import Path

from broadcast_office import TEXT
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, Application, ApplicationBuilder, CommandHandler, ContextTypes

RETRIES = 5


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text("This is what I can do for you.")


async def tell_everybody(application: Application, chats: Path) -> None:  # type: ignore[type-arg]
    for chat in await asyncio.to_thread(once_told, chats):
        with contextlib.suppress(TelegramError):
            await application.bot.send_message(chat, TEXT)


def once_told(chats: Path) -> list[int]:
    while not chats.with_suffix(".go").exists():
        time.sleep(0.1)
    return [int(chat) for chat in chats.read_text().split()]


def main() -> None:
    url, token, chats = sys.argv[1:]

    async def begin(application: Application) -> None:  # type: ignore[type-arg]
        application.create_task(tell_everybody(application, Path(chats)))

    builder = ApplicationBuilder().token(token).base_url(f"{url}/bot").concurrent_updates(True).post_init(begin)
    application = builder.rate_limiter(AIORateLimiter(max_retries=RETRIES)).build()
    application.add_handler(CommandHandler("help", answer))
    application.run_polling()


if __name__ == "__main__":
    main()
