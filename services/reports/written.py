"""What staff type, as it is kept."""

from dataclasses import dataclass

from services.errors import Refusal


class NothingWritten(Refusal):
    """There is no text to send or to note."""


@dataclass(eq=False)
class TooLong(Refusal):
    """A text is `over` characters longer than the `limit`."""

    over: int
    limit: int


def written(text: str, limit: int) -> str:
    """The text as it will be kept: newlines made one kind, blank edges gone. Raises NothingWritten, TooLong."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not kept:
        raise NothingWritten
    if len(kept) > limit:
        raise TooLong(len(kept) - limit, limit)
    return kept
