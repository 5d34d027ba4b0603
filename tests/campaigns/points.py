"""The places between two steps at which a life can be told to die. They are wrapped around the product from outside."""

import os
import signal
from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import iscoroutinefunction
from typing import Any, Final, NamedTuple

CameBy = Callable[[str], None]


class Step(NamedTuple):
    """A function by its module and name, and what the moments before and after it are called; '' is no point."""

    module: str
    name: str
    before: str
    after: str


STEPS: Final = (
    Step("storage.migrations", "upgrade", "before the schema is looked at", ""),
    Step("services.notices.dispatch", "let_go", "", "claims let go at the start"),
    Step("bot.incoming.lines", "Lines.join", "update received", "update in its line"),
    Step("bot.incoming.turn_store", "DatabaseTurnStore.recall", "before the turn is looked up", ""),
    Step("bot.incoming.turn_store", "DatabaseTurnStore.decide", "before deciding", "decided"),
    Step("services.conversation.turns", "decide_once", "before the rule", "rule done"),
    Step("services.keys.envelopes", "put", "before sealing", "sealed"),
    Step("services.conversation.conversation", "save", "before the conversation is kept", "conversation kept"),
    Step("telegram.ext", "ExtBot.send_message", "before a message leaves", "message has left"),
    Step("telegram.ext", "ExtBot.delete_messages", "before sweeping", "swept"),
    Step("bot.incoming.window", "Window.finish", "before the update counts as answered", "update answered"),
    Step("bot.application", "Poller.__call__", "before asking and confirming", "asked and confirmed"),
    Step("bot.incoming.turn_store", "DatabaseTurnStore.settle", "before settling", "settled"),
    Step("services.conversation.turns", "settle", "before records are emptied", "records emptied"),
    Step("bot.incoming.turn_store", "DatabaseTurnStore.hold_all", "before holding", "held"),
    Step("services.conversation.held_updates", "release", "before held ones are let go", "held ones let go"),
    Step("services.conversation.held_updates", "park", "before parking", "parked"),
    Step("services.notices.broadcast_stream", "expand", "before a step of the stream", "step of the stream done"),
    Step("services.notices.dispatch", "claim", "before claiming", "claimed"),
    Step("services.notices.dispatch", "settle", "before a notice is struck off", "notice struck off"),
    Step("services.meetings.reminders", "fire", "before reminders are laid down", "reminders laid down"),
    Step("services.conversation.turns", "empty_old", "before the sweep", "in the sweep"),
)
COMMITS: Final = ("before a commit", "after a commit")
POINTS: Final = (*(each for step in STEPS for each in (step.before, step.after) if each), *COMMITS)


def die_at(point: str, passage: int) -> CameBy:
    """A function that kills this very process the `passage`-th time it is called with `point`."""
    left = passage

    def came_by(name: str) -> None:
        nonlocal left
        if name == point:
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return came_by


def put_in(came_by: CameBy) -> None:
    """Wrap every step, in this process only."""
    from sqlalchemy import Engine, event
    from sqlmodel import Session

    for step in STEPS:
        owner: Any = import_module(step.module)
        *holders, name = step.name.split(".")
        for holder in holders:
            owner = getattr(owner, holder)
        setattr(owner, name, _wrapped(getattr(owner, name), step, came_by))
    event.listen(Engine, "commit", lambda _: came_by(COMMITS[0]))
    event.listen(Session, "after_commit", lambda _: came_by(COMMITS[1]))


def _wrapped(inner: Callable[..., Any], step: Step, came_by: CameBy) -> Callable[..., Any]:
    def outer(*args: Any, **kwargs: Any) -> Any:
        came_by(step.before)
        result = inner(*args, **kwargs)
        came_by(step.after)
        return result

    async def outer_async(*args: Any, **kwargs: Any) -> Any:
        came_by(step.before)
        result = await inner(*args, **kwargs)
        came_by(step.after)
        return result

    chosen = outer_async if iscoroutinefunction(inner) else outer
    chosen.__wrapped__ = inner  # type: ignore[union-attr]  # rules are asked for their annotations
    return chosen


def counted(deaths: Mapping[str, int]) -> str:
    """How often each point was died at, the most frequent first."""
    return "\n".join(f"    {times:5d} at {point}" for point, times in sorted(deaths.items(), key=lambda each: -each[1]))
