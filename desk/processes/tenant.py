"""What the door knows of one room: which process it is, whose it is, and when it has to be over."""

import os
import signal
from asyncio import Future
from contextlib import suppress
from dataclasses import dataclass, field

from desk.processes.channel import Channel


@dataclass(frozen=True, slots=True)
class Member:
    """Whose a session is or was: the tag of its cookie, who unlocked it, and what texts for them are sealed to."""

    tag: bytes
    id: bytes
    box: bytes

    @property
    def said(self) -> list[str]:
        """As rooms are told of it."""
        return [self.tag.hex(), self.id.hex(), self.box.hex()]


@dataclass(eq=False, slots=True)
class Tenant:
    """One room, seen from the door. Times are those of the door's clock.

    `made_at` begins anew with unlocking; `trying` is the tag of the browser whose passphrase is being tried there;
    `member` is who has unlocked; `over_by` is when a room has to be gone to which nobody is sent any more.
    """

    channel: Channel
    made_at: float
    worked_at: float = 0.0
    trying: bytes | None = None
    member: Member | None = None
    over_by: float | None = None
    process: int | None = None
    """The descriptor of the process, once it has said it."""
    tried: dict[int, "Future[bool]"] = field(default_factory=dict)

    def kill(self) -> None:
        """End it, whatever it is at."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.process, signal.SIGKILL)

    def close(self) -> None:
        """Let go of what the door holds of it. Whoever waited for a try of it waits no longer."""
        self.channel.close()
        if self.process is not None:
            os.close(self.process)
        for waiting in self.tried.values():
            if not waiting.done():
                waiting.set_result(False)
