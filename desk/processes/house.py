"""All rooms of a desk: whose is which, what they have done for them, and that each is over in time.

Nothing here can be read with what is known here: tags of cookies, members, what was sealed for them.
"""

import asyncio
import os
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass

from desk.access.throttle import Knocker, TooBusy, Turns
from desk.config import awake_or_asleep
from desk.presence import Presence
from desk.processes.caller import Caller
from desk.processes.channel import Gone, Message, content_of, file_in_memory
from desk.processes.mould import Mould
from desk.processes.tenant import Member, Tenant
from desk.sealed_drafts import Drawer
from services.keys.keyring import WrongPassphrase

LOCKED_KEPT = 24 * 3600.0
"""Seconds for which a locked session is known, so that a text from its page is sealed for its member."""
HALL_LINGERS, HALL_LASTS = 10.0, 60.0
"""Seconds: without a caller until the hall ends, and at most until another takes its place."""
LEAVING = 0.8
"""Seconds from its lock in which a room has to be gone."""
LONGEST_TRY = 180.0
"""Seconds that a room has without anybody's unlocking there."""
MOST_LOCKED_OUT = 50
"""Rooms at once where nobody has unlocked: more than may wait for a try (desk/access/throttle.py)."""
LATE = 5.0
"""Seconds after which a room that did not lock itself is locked from outside."""


class NoRoom(Exception):
    """Too many rooms are trying passphrases already."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a desk locks, in minutes: so long after the last work, and so long after unlocking."""

    lock_minutes: float
    hard_minutes: float


class House:
    """The rooms made of one mould. Everything but `end` happens at once, in the loop."""

    def __init__(self, mould: Mould, limits: Limits, ticks: Callable[[], float] = awake_or_asleep) -> None:
        self.mould, self.limits, self.ticks = mould, limits, ticks
        self.drawer, self.turns, self.presence = Drawer(), Turns(ticks), Presence()
        self._tenants: set[Tenant] = set()
        self._sessions: dict[bytes, Tenant] = {}
        self._trying: dict[bytes, Tenant] = {}
        self._hall: Tenant | None = None
        self._locked: dict[bytes, tuple[Member, float]] = {}
        self._somebody_left = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def send_in(self, caller: Caller, connection: int) -> None:
        """Let the caller's own room have the connection, or a room where nobody has unlocked. Raises NoRoom, Gone."""
        for tenant in self._tenants.copy():
            self._hear(tenant)  # whoever has locked meanwhile hears no more callers
        tenant = self._room_for(caller)
        locked = self._locked.get(caller.tag or b"")
        facts = {"locked": locked[0].said} if locked and tenant.member is None else {}
        tenant.channel.say("caller", connection, **facts)

    def look_at_clock(self) -> None:
        """End what should have ended by itself, and forget whoever locked long ago."""
        now = self.ticks()
        for tenant in self._tenants.copy():
            if now > self._last_moment(tenant):
                tenant.kill()
        for tag, (_, since) in list(self._locked.items()):
            if now - since > LOCKED_KEPT:
                del self._locked[tag]

    async def end(self, patience: float) -> None:
        """Lock every room, and return when all are gone; after `patience` seconds they are made to."""
        for tenant in self._tenants:
            with suppress(Gone):
                tenant.channel.say("lock")
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self._tenants:
                    await self._somebody_left.wait()
                    self._somebody_left.clear()
        for tenant in self._tenants:
            tenant.kill()

    def _last_moment(self, tenant: Tenant) -> float:
        if tenant.over_by is not None:
            return tenant.over_by
        if tenant.member is None:
            return tenant.made_at + LONGEST_TRY
        idle = tenant.worked_at + self.limits.lock_minutes * 60
        return min(idle, tenant.made_at + self.limits.hard_minutes * 60) + LATE

    def _room_for(self, caller: Caller) -> Tenant:
        known = self._trying if caller.unlocks else self._sessions
        own = known.get(caller.tag or b"")
        if own is not None:
            return own
        if caller.asks_only:
            if self._hall is None or self.ticks() - self._hall.made_at > HALL_LASTS:
                self._hall = self._new_room(HALL_LINGERS)
            return self._hall
        tenant = self._new_room(linger=0)
        if caller.unlocks and caller.tag is not None:
            tenant.trying = caller.tag
            self._trying[caller.tag] = tenant
        return tenant

    def _new_room(self, linger: float) -> Tenant:
        self._make_room()
        tenant = Tenant(self.mould.new_process(linger), made_at=self.ticks())
        self._tenants.add(tenant)
        asyncio.get_running_loop().add_reader(tenant.channel.end, self._hear, tenant)
        return tenant

    def _make_room(self) -> None:
        """Where too many wait for words that never come, the oldest of them goes; nobody who is being tried does."""
        locked_out = [tenant for tenant in self._tenants if tenant.member is None]
        if len(locked_out) >= MOST_LOCKED_OUT:
            idle = [tenant for tenant in locked_out if not tenant.tried and tenant is not self._hall]
            if not idle:
                raise NoRoom
            oldest = min(idle, key=lambda tenant: tenant.made_at)
            oldest.kill()
            self._forget(oldest)

    def _hear(self, tenant: Tenant) -> None:
        try:
            while (message := tenant.channel.heard()) is not None:
                self._take(tenant, message)
        except Gone:
            self._forget(tenant)

    def _take(self, tenant: Tenant, message: Message) -> None:
        do = {
            "here": self._know_process,
            "opened": self._open,
            "worked": self._note_work,
            "leaving": self._let_go,
            "lay": self._lay_in_drawer,
            "empty": self._empty_drawer,
            "turn": self._queue_up,
            "sessions": self._tell_of_sessions,
            "end": self._end_session,
            "on case": self._be_on_case,
            "tried": self._note_try,
        }
        do[message.kind](tenant, message)

    def _know_process(self, tenant: Tenant, message: Message) -> None:
        (tenant.process,) = message.files

    def _open(self, tenant: Tenant, message: Message) -> None:
        before = self._sessions.get(tenant.trying or b"")
        self._stop_trying(tenant)
        member = Member(message.bytes_of("tag"), message.bytes_of("member"), message.bytes_of("box"))
        tenant.member, tenant.made_at, tenant.worked_at = member, self.ticks(), self.ticks()
        self._sessions[member.tag] = tenant
        if before is not None:
            with suppress(Gone):
                before.channel.say("lock")

    def _note_work(self, tenant: Tenant, _message: Message) -> None:
        tenant.worked_at = self.ticks()

    def _let_go(self, tenant: Tenant, _message: Message) -> None:
        self._leave(tenant)
        tenant.channel.say("go")

    def _leave(self, tenant: Tenant) -> None:
        """Nobody is sent there any more."""
        if tenant.over_by is None:
            tenant.over_by = self.ticks() + LEAVING
            self._go_on_with(self._see_out(tenant))
        self._stop_trying(tenant)
        if self._hall is tenant:
            self._hall = None
        if tenant.member is not None and self._sessions.pop(tenant.member.tag, None) is not None:
            self._locked[tenant.member.tag] = tenant.member, self.ticks()

    async def _see_out(self, tenant: Tenant) -> None:
        await asyncio.sleep(LEAVING)
        if tenant in self._tenants:
            tenant.kill()

    def _stop_trying(self, tenant: Tenant) -> None:
        if tenant.trying is not None and self._trying.get(tenant.trying) is tenant:
            del self._trying[tenant.trying]
        tenant.trying = None

    def _forget(self, tenant: Tenant) -> None:
        if tenant in self._tenants:
            self._tenants.remove(tenant)
            self._somebody_left.set()
            self._leave(tenant)
            asyncio.get_running_loop().remove_reader(tenant.channel.end)
            tenant.close()

    def _lay_in_drawer(self, _tenant: Tenant, message: Message) -> None:
        self.drawer.lay(message.bytes_of("member"), content_of(message.files[0]))

    def _empty_drawer(self, tenant: Tenant, message: Message) -> None:
        for other in self._tenants - {tenant}:
            self._hear(other)  # what was laid in before is there before
        files = [file_in_memory(piece) for piece in self.drawer.empty(message.bytes_of("member"))]
        tenant.channel.say("answer", *files, number=message.facts["number"])
        for file in files:
            os.close(file)

    def _tell_of_sessions(self, tenant: Tenant, message: Message) -> None:
        """Only of the member who has unlocked there."""
        now, others = self.ticks(), self._others_of(tenant)
        told = [[tag.hex(), now - other.made_at, now - other.worked_at] for tag, other in others.items()]
        tenant.channel.say("answer", number=message.facts["number"], open=told)

    def _be_on_case(self, tenant: Tenant, message: Message) -> None:
        """Whoever has unlocked there is on the case of that keyed name; who else is."""
        others = (
            self.presence.be_there(message.bytes_of("name"), tenant.member.id, self.ticks()) if tenant.member else ()
        )
        tenant.channel.say("answer", number=message.facts["number"], others=[each.hex() for each in others])

    def _end_session(self, tenant: Tenant, message: Message) -> None:
        other = self._others_of(tenant).get(message.bytes_of("tag"))
        if other is not None:
            with suppress(Gone):
                other.channel.say("lock")

    def _others_of(self, tenant: Tenant) -> dict[bytes, Tenant]:
        """The other rooms of the same member, by the tags of their sessions."""
        if tenant.member is None:
            return {}
        return {
            tag: other
            for tag, other in self._sessions.items()
            if other is not tenant and other.member is not None and other.member.id == tenant.member.id
        }

    def _queue_up(self, tenant: Tenant, message: Message) -> None:
        self._go_on_with(self._give_turn(tenant, message.facts["number"], _knocker(message)))

    async def _give_turn(self, tenant: Tenant, number: int, knocker: Knocker) -> None:
        tenant.tried[number] = tried = asyncio.get_running_loop().create_future()
        with suppress(Gone, WrongPassphrase):
            try:
                async with self.turns.turn(knocker):
                    tenant.channel.say("answer", number=number, granted=True)
                    if await tried:
                        raise WrongPassphrase
            except TooBusy:
                tenant.channel.say("answer", number=number, granted=False)

    def _note_try(self, tenant: Tenant, message: Message) -> None:
        tried = tenant.tried.pop(message.facts["number"])
        if not tried.done():
            tried.set_result(message.facts["wrong"])

    def _go_on_with(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _knocker(message: Message) -> Knocker:
    said = message.facts
    return Knocker(str(said["address"]), str(said["browser"]), bool(said["is_known"]))
