"""A house whose storage fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from handlers.chat.app import App


@contextmanager
def broken(app: App) -> Iterator[None]:
    """Storage takes nothing in."""

    async def fails(*_given: object) -> None:
        raise OSError("disk full")

    with mock.patch.object(app.turns, "decide", fails):
        yield
