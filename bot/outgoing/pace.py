"""How fast Telegram lets a bot send: the counts, and the pauses it has asked for.

Belongs here: from when a message may go. Does not belong here: who goes first (limiter). Times are seconds of a
monotonic clock. Telegram does not publish its limits; these are the ones it advises bots to keep, a little under for
groups (docs/decisions/0020-broadcasts-take-29-5-of-the-30-messages-a-second-replies-counted.md).
"""

from collections import deque

from bot.outgoing.attention import Attention, Chat
from services.notices.outbox import Lane

OVERALL = 30
"""Messages in any second, to all chats."""
SHARED = 29.5
"""Messages a second, replies counted, up to which the lower lanes fill what there is: evenly, so that a place for a
reply is always free or becomes free within a thirtieth of a second."""
CATCH_UP = 0.2
"""Seconds of its time that the lower lanes may make good after they were held up."""
RESTED = 1.0
"""Seconds without a message after which nothing is made good: a burst at the start would fill the second to come."""
CHAT_GAP = 1.0
"""Seconds for each message to one chat, in the long run."""
CHAT_BURST = 3
"""Messages to one chat at once, after a rest."""
GROUP = 18
"""Messages to one group in any minute."""
MINUTE = 60.0
SEVERAL = 3
"""Chats that are told to wait within `SHORTLY` seconds before it is taken to be about the bot."""
SHORTLY = 10.0


def is_group(chat: Chat) -> bool:
    """Whether the group limit holds: negative identifiers and public names (Bot API, chat_id)."""
    return chat < 0 if isinstance(chat, int) else chat.startswith(("-", "@"))


class ChatPace:
    """One chat: 1/s with bursts (the generic cell rate algorithm), and 18 a minute if it is a group."""

    __slots__ = ("_debt_until", "_minute", "paused_until")

    def __init__(self, chat: Chat = 0) -> None:
        self.paused_until = 0.0
        self._debt_until = 0.0
        self._minute: deque[float] | None = deque(maxlen=GROUP) if is_group(chat) else None

    def free_at(self) -> float:
        """From when a message may go."""
        free = max(self.paused_until, self._debt_until - (CHAT_BURST - 1) * CHAT_GAP)
        if self._minute is not None and len(self._minute) == GROUP:
            free = max(free, self._minute[0] + MINUTE)
        return free

    def note(self, now: float) -> None:
        """A message goes now."""
        self._debt_until = max(self._debt_until, now) + CHAT_GAP
        if self._minute is not None:
            self._minute.append(now)

    def outlasts(self, now: float) -> bool:
        """Whether another process has to know of it: a pause that Telegram has asked for, or the minute of a group."""
        return self.paused_until > now or (self._minute is not None and not self.is_rested(now))

    def is_rested(self, now: float) -> bool:
        """Whether nothing has to be known of it any more."""
        recent = self._minute is not None and bool(self._minute) and self._minute[-1] + MINUTE > now
        return not recent and self.paused_until <= now and self._debt_until <= now


class Pace:
    """The counts of one bot. `overall=None` counts nothing; the pauses Telegram asks for are kept all the same."""

    def __init__(self, overall: int | None = OVERALL) -> None:
        self._is_counting = overall is not None
        self._second: deque[float] = deque(maxlen=overall or 1)
        self._gap = OVERALL / SHARED / (overall or OVERALL)
        self._lower_from = 0.0
        self._chats: dict[Chat, ChatPace] = {}
        self._cleared_at = 0.0
        self.attention = Attention()
        """How many messages each chat had lately."""
        self._told_to_wait: deque[tuple[float, Chat]] = deque(maxlen=SEVERAL)
        self.lower_paused_until = 0.0

    def leave(self, now: float) -> "Pace":
        """This, without the people it has spoken to: how much each had lately stays, under tags. Telegram says if a
        message to one of them is too soon after all."""
        self._chats = {chat: pace for chat, pace in self._chats.items() if pace.outlasts(now)}
        self._told_to_wait.clear()
        self.attention.leave(now)
        return self

    def lane_free_at(self, lane: Lane) -> float:
        """From when any message of the lane may go, as far as the bot as a whole is concerned."""
        free = self._second[0] + 1.0 if len(self._second) == self._second.maxlen else 0.0
        return free if lane <= Lane.REPLY else max(free, self._lower_from, self._leaves_room_at())

    def _leaves_room_at(self) -> float:
        """From when a lower message leaves a place free for a reply, now or within one gap; also any pause."""
        held_back = (self._second.maxlen or 1) - 1
        taken = len(self._second) - held_back
        oldest_after = self._second[taken] + 1.0 - self._gap if taken >= 0 and held_back > 0 else 0.0
        return max(oldest_after, self.lower_paused_until)

    def chat_free_at(self, chat: Chat) -> float:
        """From when a message to this chat may go, as far as the chat is concerned."""
        found = self._chats.get(chat)
        return 0.0 if found is None else found.free_at()

    def paused_until(self, lane: Lane, chat: Chat | None) -> float:
        """Until when Telegram has asked us not to send this; 0 if it has not."""
        found = None if chat is None else self._chats.get(chat)
        chat_pause = 0.0 if found is None else found.paused_until
        return chat_pause if lane <= Lane.REPLY else max(chat_pause, self.lower_paused_until)

    def note(self, chat: Chat, now: float) -> None:
        """A message goes now."""
        if self._is_counting:
            self._second.append(now)
            held_up_since = self._lower_from if now - self._lower_from <= RESTED else now
            self._lower_from = max(held_up_since, now - CATCH_UP) + self._gap
            self._chat(chat, now).note(now)
            self.attention.note(chat, now)

    def told_to_wait(self, chat: Chat | None, seconds: float, now: float) -> None:
        """Telegram answered 429: this chat pauses; the lower lanes too if several chats did, or no chat is meant."""
        if chat is not None:
            pace = self._chat(chat, now)
            pace.paused_until = max(pace.paused_until, now + seconds)
            self._told_to_wait.append((now, chat))
            recent = {other for at, other in self._told_to_wait if now - at < SHORTLY}
        if chat is None or len(recent) >= SEVERAL:
            self.lower_paused_until = max(self.lower_paused_until, now + seconds)

    def _chat(self, chat: Chat, now: float) -> ChatPace:
        if now - self._cleared_at > MINUTE:
            self._chats = {key: pace for key, pace in self._chats.items() if not pace.is_rested(now)}
            self._cleared_at = now
        found = self._chats.get(chat)
        if found is None:
            found = self._chats[chat] = ChatPace(chat)
        return found
