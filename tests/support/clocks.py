"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
"""A Thursday; noon in Baghdad. The organisation of the tests was founded at this moment."""


class Clock:
    """The bot's clock; `pass_` moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)
