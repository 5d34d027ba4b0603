"""The end of a meeting in one step: its minutes are kept, and suggested topics that were talked about are erased."""

from collections.abc import Sequence

from services.meetings import minutes, topics
from services.meetings.minutes import Action, HeadCount
from services.request import Request


def end(
    request: Request,
    occasion: str,
    heads: HeadCount,
    actions: Sequence[Action],
    open_topics: Sequence[str],
    talked_about: Sequence[str],
) -> str:
    """Keep the minutes and settle these topics; the number of the minutes. Raises as minutes.record does."""
    number = minutes.record(request, occasion, heads, actions, open_topics)
    for topic in talked_about:
        topics.settle(request.session, topic)
    return number
