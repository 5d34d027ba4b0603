"""Publishing a meeting of the security forum, a few hours ahead."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sandbox import ChatMessage
from tests.campaigns.history import Errand
from tests.campaigns.people.walking import Walker
from tests.campaigns.world import World

NEW, PUBLISH, ORGANISE = "➕ New meeting", "✅ Publish", "🗓 Organise meetings"
ZONE = ZoneInfo("Asia/Baghdad")
"""Of the forum (content/organisation.toml)."""
SOONEST = 5
"""How many of the times that are offered are too soon for everybody to be told."""


class Organising:
    """One organiser, enrolled by a code of their own."""

    def __init__(self, errand: Errand, world: World, code: str) -> None:
        self._errand = errand
        self._world = world
        self._code = code
        self._when = ""
        self._begins = 0.0
        self._walker = Walker(
            errand.phone,
            [
                ("Welcome. You can now organise", "/meetings"),
                ("On which day?", self._today),
                ("At what time?", self._at),
                ("To send it, press", self._publish),
                ("It is sent in", self._is_sent),
                ("I have that, once", self._is_sent),
            ],
            lambda labels: [label for label in (NEW, ORGANISE) if label in labels][:1],
        )

    async def until_it_ends(self) -> None:
        """Raises WaitedInVain."""
        await self._walker.press(f"/organiser {self._code}")
        await self._walker.walk()

    async def _today(self, _: ChatMessage) -> None:
        await self._walker.press(self._errand.phone.keyboard[0])

    async def _at(self, _: ChatMessage) -> None:
        local = self._world.now.astimezone(ZONE)
        found = [label for label in self._errand.phone.keyboard if self._is_free(label, local)]
        if not found:
            self._errand.ended = "too late in the day"
            self._walker.stop()
            return
        label = found[0]
        begins = datetime.combine(local.date(), time.fromisoformat(label), ZONE)
        self._begins = self._world.sandbox.clock.monotonic() + (begins - self._world.now).total_seconds()
        self._when = _when(local, label)
        self._world.history.meetings.setdefault(self._when, self._begins)
        await self._walker.press(label)

    def _is_free(self, label: str, local: datetime) -> bool:
        if label not in _times(self._errand.phone.keyboard)[SOONEST:]:
            return False
        return _when(local, label) not in self._world.history.meetings

    async def _publish(self, _: ChatMessage) -> None:
        await self._walker.press(PUBLISH)

    async def _is_sent(self, _: ChatMessage) -> None:
        self._world.history.published[self._when] = self._world.sandbox.clock.monotonic()
        self._errand.ended = "published"
        self._walker.stop()


def _times(labels: Sequence[str]) -> Sequence[str]:
    return [label for label in labels if label[:2].isdecimal() and label[2:3] == ":"]


def _when(local: datetime, label: str) -> str:
    """As people read it."""
    return f"{local:%a, %b} {local.day}, {label}"
