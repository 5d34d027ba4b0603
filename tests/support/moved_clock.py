"""`amana …` on a machine whose time since it was switched on is CLOCK_FILE's seconds further than it is.

CLOCK_FILE=seconds python tests/support/moved_clock.py desk
"""

import os
import time
from pathlib import Path

from bot.cli import main
from tests.support import costs

real = time.clock_gettime


def moved(clock: int) -> float:
    """What the file says is read each time."""
    return real(clock) + float(Path(os.environ["CLOCK_FILE"]).read_text())


if __name__ == "__main__":
    time.clock_gettime = moved
    costs.make_cheap()
    main()
