"""A bare echo bot on python-telegram-bot as its manual shows it, as a yardstick.

    python tests/bench/bots/echo_ptb.py URL TOKEN [--our-wire]

Chats side by side (`concurrent_updates`), text filter, polling by its own Updater. With --our-wire the same bot on our
transport and limiter, to see what these two alone are worth.
"""

import argparse
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


def main(url: str, token: str, our_wire: bool) -> None:
    builder: Any = ApplicationBuilder().token(token).base_url(f"{url}/bot").concurrent_updates(True)
    if our_wire:
        from bot.outgoing.limiter import LaneLimiter
        from bot.wire.transport import AiohttpRequest

        builder = builder.request(AiohttpRequest(pool=256)).get_updates_request(AiohttpRequest(pool=1))
        builder = builder.rate_limiter(LaneLimiter(overall=None))
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling(allowed_updates=["message"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("token")
    parser.add_argument("--our-wire", action="store_true")
    given = parser.parse_args()
    main(given.url, given.token, given.our_wire)
