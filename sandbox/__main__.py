"""`python -m sandbox`: the room on its own, until SIGINT or SIGTERM. Prints its address on the first line."""

import argparse
import asyncio
import signal
import sys

from sandbox.phones import FIRST_PHONES
from sandbox.server import DEFAULT_TOKEN, Sandbox

KEPT_ENTRIES = 200_000


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sandbox", description="A pretend Telegram on this computer, for practice.")
    parser.add_argument("--port", type=int, default=0, help="port on loopback; 0 takes a free one")
    parser.add_argument("--token", default=DEFAULT_TOKEN, help="the bot token it takes")
    parser.add_argument("--limits", choices=("on", "off"), default="on", help="Telegram's flood limits")
    parser.add_argument("--phones", type=int, default=3, help="how many phones lie ready")
    parser.add_argument("--no-ledger", action="store_true", help="keep no record of calls")
    return parser.parse_args()


async def serve(options: argparse.Namespace) -> None:
    stopped = asyncio.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(ending, stopped.set)
    sandbox = Sandbox(options.token, port=options.port, limits=options.limits == "on", keep_entries=KEPT_ENTRIES)
    sandbox.ledger.recording = not options.no_ledger
    async with sandbox:
        for number in range(options.phones):
            sandbox.phone(FIRST_PHONES[number % len(FIRST_PHONES)])
        sys.stdout.write(f"listening {sandbox.url}\n")
        sys.stdout.flush()
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve(_options()))
