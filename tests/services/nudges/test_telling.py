"""Staff are told that something may be waiting: at once where it is urgent, else together, and never what."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest

from services import enrolment
from services.content import content as contents
from services.content.content import Content
from services.content.office import Office as Hours
from services.keys.sealing import random_bytes
from services.notices import outbox
from services.notices.quiet_hours import Quiet
from services.nudges import bell as bells
from services.nudges import looks, receivers, telling
from services.nudges.bell import Bell
from services.nudges.looks import Look
from services.nudges.telling import Site
from services.store import Store
from storage import migrations
from storage import nudges as rows
from storage import outbox as outbox_rows
from storage.engine import Database
from tests.support.clocks import NOW
from tests.support.contents import EXAMPLE
from tests.support.vaults import Vault

HOURS = Hours(opens=time(8), closes=time(16), calls=(time(8), time(13)))
SITE = Site(HOURS, "UTC")
MORNING = NOW.astimezone(UTC).replace(hour=9, minute=0, second=0, microsecond=0)


@dataclass
class Bot:
    """What the running bot does about the bell of one vault, at a time that a test moves."""

    vault: Vault
    content: Content
    now: datetime

    def store(self, work: Callable[[Store], object]) -> None:
        with self.vault.database.writing() as session:
            work(Store(session, self.vault.runtime))

    def enrol(self, chat: int, quiet: Quiet | None = None) -> None:
        def work(store: Store) -> None:
            enrolment.enrol(store, receivers.invite(store, f"phone {chat}", self.now), chat, "en", self.now)
            receivers.set_quiet(store, chat, quiet)

        self.store(work)

    def comes(self, compartment: str = "safety", is_urgent: bool = False) -> None:
        with self.vault.database.writing() as session:
            telling.ring(Store(session, self.vault.runtime), SITE, compartment, is_urgent, self.now)

    def passes(self, minutes: float = 0) -> list[int]:
        """Time goes by; the chats of what is laid down then, which are emptied."""
        self.now += timedelta(minutes=minutes)
        self.store(lambda store: telling.tick(store, self.vault.trust, SITE, self.now))
        return self.sent()

    def sent(self) -> list[int]:
        chats: list[int] = []
        with self.vault.database.writing() as session:
            store = Store(session, self.vault.runtime)
            for waiting in outbox.due(session, self.now, 100):
                notice = outbox.opened(store, waiting.body, None, self.now)
                assert notice.kind == telling.KIND
                assert set(notice.facts) == {"at_once"}
                chats.append(notice.chat)
            outbox_rows.delete_all(session)
        return chats

    def looks(self, role: str = "caseworker", all: bool = True, due: datetime | None = None) -> None:
        unlocked = self.vault.unlock(role)
        with self.vault.database.writing() as session:
            look = Look(rows.serial(session), all, due)
            looks.note(session, self.vault.trust, unlocked, random_bytes(16), look)

    @property
    def bell(self) -> Bell:
        with self.vault.database.reading() as session:
            return bells.read(Store(session, self.vault.runtime))


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """That of an office with these hours: read once."""
    url = f"sqlite:///{tmp_path_factory.mktemp('content') / 'amana.db'}"
    migrations.upgrade(url)
    with closing(Database(url)) as database:
        read = contents.load(database, EXAMPLE, NOW)
    return replace(read, organisation=replace(read.organisation, office=HOURS, timezone="UTC"))


@pytest.fixture
def bot(vault: Vault, content: Content) -> Bot:
    made = Bot(vault, content, MORNING)
    made.passes()
    return made


def test_what_is_urgent_is_told_with_it_and_to_the_next_while_nobody_looks(bot: Bot) -> None:
    for chat in (1, 2):
        bot.enrol(chat)
    bot.comes(is_urgent=True)
    assert bot.sent() == [1]
    assert [bot.passes(14), bot.passes(1), bot.passes(14), bot.passes(1)] == [[], [2], [], [1]]
    bot.looks()
    assert [bot.passes(1), bot.passes(15), bot.passes(60)] == [[], [], []]


def test_nobody_is_asked_for_ever(bot: Bot) -> None:
    bot.enrol(1)
    bot.comes(is_urgent=True)
    assert bot.sent() + [chat for _ in range(9) for chat in bot.passes(15)] == [1] * telling.ROUNDS


def test_something_urgent_that_comes_later_is_told_anew(bot: Bot) -> None:
    bot.enrol(1)
    for _ in range(2):
        bot.comes(is_urgent=True)
        assert bot.sent() == [1]
        bot.looks()
        assert bot.passes(1) == []


def test_a_look_from_before_does_not_count(bot: Bot) -> None:
    bot.enrol(1)
    bot.looks()
    bot.comes(is_urgent=True)
    assert [bot.sent(), bot.passes(15)] == [[1], [1]]


def test_an_open_case_page_without_all_that_is_new_does_not_count(bot: Bot) -> None:
    bot.enrol(1)
    bot.comes(is_urgent=True)
    bot.looks(all=False)
    assert [bot.sent(), bot.passes(15)] == [[1], [1]]


def test_who_has_quiet_hours_is_passed_over_unless_everybody_has(bot: Bot) -> None:
    bot.enrol(1, Quiet(time(8), time(12)))
    bot.enrol(2)
    bot.comes(is_urgent=True)
    assert [bot.sent(), bot.passes(15)] == [[2], [2]]
    bot.store(lambda store: receivers.leave(store, 2))
    assert bot.passes(15) == [1]


def test_the_rest_is_told_to_everybody_together_and_once(bot: Bot) -> None:
    for chat in (1, 2):
        bot.enrol(chat)
    bot.comes()
    bot.comes()
    assert bot.sent() == []
    assert sorted(bot.passes(1)) == [1, 2]
    bot.comes()
    assert [bot.passes(59), sorted(bot.passes(1)), bot.passes(60)] == [[], [1, 2], []]


def test_at_night_only_what_is_urgent_is_told(bot: Bot) -> None:
    bot.enrol(1)
    bot.passes(12 * 60)
    bot.comes()
    assert bot.passes(1) == []
    bot.comes(is_urgent=True)
    assert bot.sent() == [1]


def test_gathered_news_waits_for_the_end_of_quiet_hours(bot: Bot) -> None:
    bot.enrol(1, Quiet(time(8), time(12)))
    bot.comes()
    with bot.vault.database.writing() as session:
        telling.tick(Store(session, bot.vault.runtime), bot.vault.trust, SITE, bot.now)
        assert outbox.due(session, bot.now, 9) == []
        assert len(outbox.due(session, bot.now.replace(hour=12), 9)) == 1


def test_at_each_call_everybody_is_told_whatever_has_come(bot: Bot) -> None:
    bot.enrol(1)
    day = [bot.passes(20) for _ in range(3 * 24)]
    assert sum(map(len, day)) == 2
    assert day[11] == [1]  # 13:00


def test_a_complaint_about_an_aid_worker_changes_nothing_that_anybody_could_see(bot: Bot, vault: Vault) -> None:
    """A caseworker who was called and found nothing would know, and so would who sits beside the focal point."""
    for chat in (1, 2):
        bot.enrol(chat)
    before = bot.bell
    for is_urgent in (False, True):
        bot.comes("psea", is_urgent)
    assert bot.sent() == [] and bot.bell == before
    for minutes in (1, 59, 15):
        assert bot.passes(minutes) == []
    for wanted in ("news", "urgent"):
        assert getattr(bot.bell, wanted) is None


def test_what_is_overdue_is_told_in_the_hours_of_the_office_until_it_is_answered(bot: Bot) -> None:
    bot.enrol(1)
    bot.looks(due=bot.now + timedelta(hours=1))
    assert [bot.passes(59), bot.passes(1), bot.passes(30), bot.passes(30)] == [[], [1], [], [1]]
    bot.looks()
    assert bot.passes(60) == []


@pytest.mark.parametrize("role", ["steward", "focal_point"])
def test_only_who_opens_these_reports_can_have_looked(bot: Bot, role: str) -> None:
    bot.enrol(1)
    bot.comes(is_urgent=True)
    bot.looks(role)
    assert [bot.sent(), bot.passes(15)] == [[1], [1]]


def test_a_number_from_the_future_does_not_silence_the_bell(bot: Bot) -> None:
    bot.enrol(1)
    with bot.vault.database.writing() as session:
        row = rows.bell(session)
        assert row is not None
        rows.put_bell(session, row._replace(serial=10**12))
    bot.looks()
    bot.passes()
    bot.comes(is_urgent=True)
    assert [bot.sent(), bot.passes(15)] == [[1], [1]]


def test_every_bell_is_of_one_size_and_its_number_counts_no_reports(bot: Bot) -> None:
    sizes = set()
    for is_urgent in (False, True, False):
        bot.comes(is_urgent=is_urgent)
        bot.passes(1)
        with bot.vault.database.reading() as session:
            row = rows.bell(session)
            assert row is not None
            sizes.add(len(row.body))
    assert len(sizes) == 1
    strides = [bells.stride(Bell(), MORNING, Random(each)).serial for each in range(100)]
    assert min(strides) > 1 and max(strides) > bells.STRIDE / 2


def test_receivers_are_asked_in_the_order_a_steward_gives_them(bot: Bot) -> None:
    for chat in (1, 2, 3):
        bot.enrol(chat)

    def reorder(store: Store) -> None:
        for chat in (1, 3, 2):
            found = receivers.of_chat(store, chat)
            assert found is not None
            receivers.put_first(store, found.number)

    bot.store(reorder)
    bot.comes(is_urgent=True)
    assert bot.sent() + bot.passes(15) + bot.passes(15) == [2, 3, 1]


def test_without_a_receiver_nothing_is_told_and_the_first_one_hears_of_it(bot: Bot) -> None:
    bot.comes(is_urgent=True)
    assert bot.sent() + bot.passes(1) == []
    bot.enrol(1)
    assert bot.passes(1) == [1]
