"""What Telegram's answers mean, and what no answer means.

Belongs here: reading an error, once for all. Does not belong here: what is done about it (incoming.answering,
outgoing.limiter, outgoing.delivery).
"""

from telegram.error import NetworkError, RetryAfter, TimedOut


class NotSent(NetworkError):
    """The request never left: it is certain that Telegram has not done it, and safe to ask again."""


class NotSentInTime(TimedOut, NotSent):
    """No connection in time, or none free: it is certain that Telegram has not done it."""


class AnswerLost(NetworkError):
    """The connection broke after the request had left: Telegram may have done it or not."""


def seconds_to_wait(refusal: RetryAfter) -> float:
    """How long Telegram asks to wait; python-telegram-bot is changing the type of it."""
    after = refusal.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()
