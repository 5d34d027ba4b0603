"""What Telegram's answers mean, and what no answer means.

Belongs here: reading an error, once for all. Does not belong here: what is done about it (incoming.answering,
outgoing.limiter, outgoing.delivery).
"""

from typing import Final

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

NO_SUCH_CHAT: Final = (
    *("chat not found", "chat_id is empty", "user not found", "peer_id_invalid", "user is deactivated"),
    *("bot was blocked", "bot can't initiate"),
)
"""How a 400 says that a chat is none, or none any more. The last two come with a 403 (Forbidden) as a rule."""


class NotSent(NetworkError):
    """The request never left: it is certain that Telegram has not done it, and safe to ask again."""


class NotSentInTime(TimedOut, NotSent):
    """No connection in time, or none free: it is certain that Telegram has not done it."""


class NotOurTurn(NotSent):
    """Another process may be at work for this bot, so this one did not ask Telegram for anything."""


class NotTelegram(NetworkError):
    """What came back is no answer of the Bot API: a portal, a proxy or a cache on the way spoke. Telegram said nothing
    of the token, of the person or of the request."""


class AnswerLost(NetworkError):
    """The connection broke after the request had left: Telegram may have done it or not."""


def nobody_is_there(error: Exception) -> bool:
    """Whether the person has blocked us, is gone, or never was: nothing said to them will ever arrive.

    Only a refusal says so. A server that fails (5xx) says nothing about the person, whatever its words.
    """
    if isinstance(error, Forbidden):
        return True
    return isinstance(error, BadRequest) and any(words in error.message.lower() for words in NO_SUCH_CHAT)


def moved_to(error: Exception) -> int | None:
    """The number that a group has now, which it got by becoming a supergroup; None where the error is another."""
    return error.new_chat_id if isinstance(error, ChatMigrated) else None


def is_out_of_reach(error: Exception) -> bool:
    """Whether Telegram could not be asked, or asks to wait: the same request may do later. A refusal of the token may
    be a wink; whether it is one is for the poll loop to find out (incoming.intake)."""
    return isinstance(error, NetworkError | RetryAfter | InvalidToken) and not isinstance(error, BadRequest)


def has_failed_at_it(error: Exception) -> bool:
    """Whether Telegram itself has failed (5xx): the fault may lie in what it was asked, or in Telegram altogether."""
    ways = NotSent | AnswerLost | TimedOut | NotTelegram | BadRequest
    return isinstance(error, NetworkError) and not isinstance(error, ways)


def may_have_been_done(error: Exception) -> bool:
    """Whether it is in doubt that Telegram did as asked: the request left, and no answer came."""
    return isinstance(error, TimedOut | AnswerLost) and not isinstance(error, NotSent)


def seconds_to_wait(refusal: RetryAfter) -> float:
    """How long Telegram asks to wait; python-telegram-bot is changing the type of it."""
    after = refusal.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()
