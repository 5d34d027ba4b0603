"""What all sessions of one desk have in common, whether one process serves them or each has a process of its own."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from desk.access.throttle import Turns
from desk.presence import Presence
from desk.sealed_drafts import Drawer
from services.keys.sealing import PublicKey, SymmetricKey, keyed_tag, random_bytes


class OpenSession(NamedTuple):
    """A session in which somebody is unlocked: the tag of its cookie, and how many seconds ago they unlocked and last
    worked in it."""

    tag: bytes
    unlocked: float
    worked: float


class Shared:
    """That of a desk in one process, as tests have it."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self.form_key = SymmetricKey(random_bytes(32))
        """Binds forms to the browser they were made for. Opens nothing."""
        self.unowned_key = SymmetricKey(random_bytes(32))
        """For texts that only a browser keeps."""
        self.drawer = Drawer()
        self.turns = Turns(ticks)
        self._presence, self._ticks = Presence(), ticks

    def opened(self, tag: bytes, member: bytes, box: PublicKey) -> None:
        """A session was opened for that member: its tag is that of its cookie."""

    def worked(self) -> None:
        """Its member did something, which begins the idle minutes anew."""

    async def open_elsewhere(self) -> Sequence[OpenSession]:
        """The sessions of the member of this process that other processes serve."""
        return ()

    async def be_on_case(self, case: bytes, member: bytes) -> Sequence[bytes]:
        """Note that the member has a case before them that they can open; who else has. Cases go by a keyed
        name; the door has not the key."""
        return await self._be_there(keyed_tag(self.form_key, "presence", case), member)

    async def _be_there(self, name: bytes, member: bytes) -> Sequence[bytes]:
        return self._presence.be_there(name, member, self._ticks())

    def end_elsewhere(self, tag: bytes) -> None:
        """Lock one of them."""

    def locked(self) -> None:
        """A session was locked; its texts lie in the drawer."""
