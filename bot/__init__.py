"""Starts it all: the process, and the only place that knows concrete classes."""

import sys
from typing import Any, cast

# python-telegram-bot imports httpx, and httpx its own command line, a third of a second with rich and pygments in
# tow. We use neither; None makes the import fail in the way httpx is prepared for.
cast("dict[str, Any]", sys.modules).setdefault("httpx._main", None)
