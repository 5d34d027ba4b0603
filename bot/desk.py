"""Running the desk: put together here, built in `desk/`. Holds opened keys in memory while somebody is unlocked."""

import asyncio
import signal

from bot.bootstrap import open_foundations, utc_now
from bot.logs import Event, log
from bot.settings import Settings


async def run_desk(settings: Settings) -> None:
    """Serve the desk until SIGINT or SIGTERM. Raises NotInstalled and what open_foundations raises."""
