"""Making dummies, one at a time: rows as true reports, messages, replies and the reading of replies leave them.

It needs public keys alone. Each deed and its being struck off the plan are one transaction, so that a process killed at
any moment neither leaves one out nor makes one twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random, SystemRandom
from typing import Final

from services.dummies import plan as plans
from services.dummies.levels import LETTERS, arrivals
from services.dummies.plan import MESSAGE, NOTICE, READ, REPLY, REPORT, Deed, Plan, Stream
from services.keys import envelopes
from services.keys.epoch_keys import NoTrustedKey, intake_key
from services.keys.epochs import week_of
from services.keys.sealing import derive, new_key_pair, random_bytes, seal
from services.keys.trust import Trust
from services.reports import mailbox
from services.reports.memo import Memo
from services.reports.receipts import MailboxKeys
from services.reports.reports import COMPARTMENTS as WITH_MAILBOX
from services.store import Store
from storage import mailbox as mailboxes
from storage import outbox

CHANCE: Final = SystemRandom()


def go_on(store: Store, trust: Trust, now: datetime, chance: Random = CHANCE) -> bool:
    """Plan this week, if that is not done, and make what is due: one deed at most, so that what piled up while nothing
    ran does not come at once. True when one was made.

    While there is no trusted key nothing is made, as nothing is taken in; it waits.
    """
    kept = plans.read(store)
    plan = plans.for_this_week(kept, now, chance)
    deed = plan.first
    if deed is None or deed.due > now.timestamp():
        if plan is not kept:
            plans.keep(store, plan)
        return False
    try:
        intake_key(store.session, trust, deed.compartment, now)
    except NoTrustedKey:
        return False
    plans.keep(store, plan.after(deed, *_Maker(store, trust, now, chance).make(deed, plan)))
    return True


def mailbox_of(seed: str) -> MailboxKeys:
    """A mailbox like any other. Its public key has a private half, since bytes that have none can be told apart."""
    keys = new_key_pair(derive(bytes.fromhex(seed), "amana dummy key"))
    return MailboxKeys(derive(bytes.fromhex(seed), "amana dummy tag"), keys)


@dataclass(frozen=True, slots=True)
class _Maker:
    store: Store
    trust: Trust
    now: datetime
    chance: Random

    def make(self, deed: Deed, plan: Plan) -> list[Deed]:
        """Do it; what follows from it later. Nothing is done with a mailbox that was idle too long and is gone."""
        session = self.store.session
        if deed.mailbox and mailboxes.get(session, mailbox_of(deed.mailbox).tag) is None:
            return []
        if deed.kind == NOTICE:
            outbox.pass_over(session)
        if deed.size:
            envelopes.put_dummy(session, self.trust, deed.compartment, deed.size, self.now)
        if deed.mailbox:
            return self._use_mailbox(deed, plan)
        if deed.kind == REPORT and deed.compartment in WITH_MAILBOX:
            return self._open_mailbox(deed, plan)
        return []

    def _open_mailbox(self, deed: Deed, plan: Plan) -> list[Deed]:
        seed = random_bytes(16).hex()
        box = mailbox_of(seed)
        mailbox.open_new(self.store.session, box, Memo(), self.now)
        return list(self._story(deed.compartment, seed, plan))

    def _story(self, compartment: str, seed: str, plan: Plan) -> Iterator[Deed]:
        """The replies and messages that a report brings with it. Their sizes fall as those of other letters do."""
        ways = plan.habits[compartment]
        rates = {size: plan.levels[Stream(compartment, plans.LETTER, size)].rate for size in LETTERS}
        for kind, rate in ((REPLY, ways.replies), (MESSAGE, ways.messages)):
            due = self.now.timestamp()
            for _ in arrivals(rate, self.chance):
                due += self._pause(ways.days)
                size, reply = self.chance.choices(list(rates), list(rates.values()), k=2)
                yield Deed(due, kind, compartment, size, seed, reply if kind == REPLY else 0)

    def _use_mailbox(self, deed: Deed, plan: Plan) -> list[Deed]:
        session, box, week = self.store.session, mailbox_of(deed.mailbox), week_of(self.now)
        if deed.kind == READ:
            mailboxes.delete_replies(session, [reply.id for reply in mailboxes.replies(session, box.tag)])
        if deed.kind != REPLY:
            mailbox.used(session, box, Memo(), self.now)
            return []
        mailboxes.touch(session, box.tag, week)
        body = seal(envelopes.filler(deed.reply), box.keys.public)
        mailboxes.add_reply(session, mailboxes.ReplyRow(random_bytes(16), box.tag, week, body))
        ways = plan.habits[deed.compartment]
        if self.chance.random() >= ways.read:
            return []
        due = self.now.timestamp() + self._pause(ways.days)
        return [Deed(due, READ, deed.compartment, 0, deed.mailbox)]

    def _pause(self, days: float) -> float:
        """Seconds until the next, at random."""
        return self.chance.expovariate(1 / (days * plans.DAY))
