"""What all sessions of one desk have in common, whether one process serves them or each has a process of its own."""

from collections.abc import Callable

from desk.sealed_drafts import Drawer
from desk.throttle import Turns
from services.keys.sealing import PublicKey, SymmetricKey, random_bytes


class Shared:
    """That of a desk in one process, as tests have it."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self.form_key = SymmetricKey(random_bytes(32))
        """Binds forms to the browser they were made for. Opens nothing."""
        self.unowned_key = SymmetricKey(random_bytes(32))
        """For texts that only a browser keeps."""
        self.drawer = Drawer()
        self.turns = Turns(ticks)

    def opened(self, tag: bytes, member: bytes, box: PublicKey) -> None:
        """A session was opened for that member: its tag is that of its cookie."""

    def worked(self) -> None:
        """Its member did something, which begins the idle minutes anew."""

    def locked(self) -> None:
        """A session was locked; its texts lie in the drawer."""
