"""Who asks, when, and on what: what a rule is given that answers to somebody in a chat."""

from dataclasses import dataclass
from datetime import datetime

from services.content.content import Content
from services.store import Store


@dataclass(frozen=True, slots=True)
class Request(Store):
    """A store, asked something by one chat at one moment; `content` is what the organisation has said of itself.

    A rule that takes a `Store` takes a request as well: it only does not look at who asks.
    """

    content: Content
    chat: int
    now: datetime
