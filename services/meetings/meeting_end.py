"""The end of a meeting in one step: its minutes are kept, and suggested topics that were talked about are erased."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from services.keys.sealing import RuntimeKey
from services.meetings import minutes, topics
from services.meetings.minutes import Action, HeadCount


def end(
    session: Session,
    runtime: RuntimeKey,
    chat: int,
    occasion: str,
    heads: HeadCount,
    actions: Sequence[Action],
    open_topics: Sequence[str],
    talked_about: Sequence[str],
    now: datetime,
) -> str:
    """Keep the minutes and settle these topics; the number of the minutes. Raises as minutes.record does."""
    number = minutes.record(session, runtime, chat, occasion, heads, actions, open_topics, now)
    for topic in talked_about:
        topics.settle(session, runtime, topic)
    return number
