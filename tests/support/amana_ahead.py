"""`amana …` on a machine whose clock is CLOCK_AHEAD seconds ahead of Telegram's.

CLOCK_AHEAD=7200 python tests/support/amana_ahead.py run
"""

import os
from datetime import datetime, timedelta, tzinfo

from bot import bootstrap
from bot.cli import main
from tests.support import costs

AHEAD = timedelta(seconds=float(os.environ["CLOCK_AHEAD"]))


class Ahead(datetime):
    """What the one clock of the product reads from."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Ahead":
        return super().now(tz) + AHEAD


setattr(bootstrap, "datetime", Ahead)  # noqa: B010  the one place that asks for the time

if __name__ == "__main__":
    costs.make_cheap()
    main()
