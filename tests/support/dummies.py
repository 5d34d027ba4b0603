"""Time that goes by in a vault with dummies, and what somebody sees who has the file and some of its keys."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from services.dummies import making
from services.dummies import plan as plans
from services.dummies.plan import Plan
from services.keys import envelopes
from services.keys.epochs import week_of
from services.keys.keyring import Unlocked
from services.keys.sealing import new_key_pair, random_bytes
from services.reports import reports
from services.reports.receipts import MailboxKeys, Ready, new_receipt
from services.reports.reports import ReportDraft, SentReport
from services.store import Store
from storage import envelopes as rows
from tests.support.vaults import Vault

STORY = "They asked for money before they gave out the cards. " * 12


@dataclass
class LivedTime:
    """One office from `now` on; chance is seeded. `made`: how many dummies, by week, kind, compartment and size."""

    vault: Vault
    now: datetime
    chance: Random = field(default_factory=lambda: Random(7))
    made: Counter[tuple[str, str, str, int]] = field(default_factory=Counter)

    @property
    def plan(self) -> Plan:
        with self.vault.database.reading() as session:
            return plans.read(Store(session, self.vault.runtime))

    def pass_by(self, time: timedelta) -> int:
        """Everything that falls due in that time is made at its moment; how many deeds that were."""
        end, made = self.now + time, 0
        with self.vault.database.writing() as session:
            store = Store(session, self.vault.runtime)
            while self.now < end:
                due = plans.read(store).first
                if making.go_on(store, self.vault.trust, self.now, self.chance) and due:
                    self.made[week_of(self.now), due.kind, due.compartment, due.size] += 1
                    made += 1
                    continue
                first, monday = plans.read(store).first, self.now + timedelta(days=7 - self.now.weekday())
                midnight = monday.replace(hour=0, minute=0, second=0, microsecond=0)
                next_one = datetime.fromtimestamp(first.due, UTC) if first else midnight
                self.now = min(end, midnight, max(next_one, self.now + timedelta(microseconds=1)))
        return made

    def report(self, compartment: str, story: str = STORY) -> SentReport:
        """A true one."""
        answers = {"/safety_report/category": "aid_worker", "/safety_report/what_happened": story}
        draft = ReportDraft("safety_report", "0" * 64, answers, compartment, urgent=False, language="en", route=None)
        ready = Ready(new_receipt(), MailboxKeys(random_bytes(32), new_key_pair()))
        with self.vault.database.writing() as session:
            return reports.submit(session, self.vault.trust, ready, draft, self.now)

    def closed_to(self, member: Unlocked) -> Counter[tuple[str, int]]:
        """By week and size: how many envelopes this member's keys do not open, dummies among them or not."""
        with self.vault.database.reading() as session:
            heads = {head.id: head for head in rows.heads(session)}
            bodies = rows.bodies(session, list(heads))
        opens = envelopes._by_epoch(member.keys)
        return Counter(
            (head.week, len(bodies[id]))
            for id, head in heads.items()
            if envelopes._open(head, bodies[id], opens[head.epoch]) is None
        )
