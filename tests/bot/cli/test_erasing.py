"""Closed cases and the clock: kept longer by a command, and erased by the running bot and no one else."""

from datetime import UTC, datetime, timedelta

from bot import run
from bot.tick import Tick
from sandbox import Sandbox
from services.keys.keyring import unlock
from services.reports.case import case_name
from services.reports.deeds.status import set_to
from services.reports.erasure.clock import touched
from services.reports.erasure.leave import lay, tag_of
from storage import envelopes, erasures
from tests.support.clock_ahead import be_ahead
from tests.support.command_line import CommandLine
from tests.support.offices import Office
from tests.support.patience import becomes

LATER = timedelta(days=300)


def closed(amana: CommandLine, office: Office) -> bytes:
    """A closed case, and its caseworker at work."""
    with office.database.writing() as session:
        secret = amana.passphrase("caseworker")
        office.members["caseworker"] = unlock(session, secret, office.trust, office.now)
    case_id = office.report()
    office.act("caseworker", case_id, set_to("closed", "helped"))
    return case_id


def test_a_case_is_kept_longer_for_a_reason_and_its_clock_begins_anew(amana: CommandLine) -> None:
    secret = amana.passphrase("caseworker")
    with amana.office() as office:
        case_id = closed(amana, office)
        name, before = case_name(case_id), touched(office.case(case_id))
        settings = amana.settings | {"CLOCK_AHEAD": str(LATER.total_seconds())}
        in_a_while = CommandLine(amana.place, amana.secrets, settings, be_ahead)
        done, without, nobodys = in_a_while.at_once(
            ("cases", "keep", name, "The court asks for it.", "--json"),
            ("cases", "keep", name, "  "),
            ("cases", "keep", "nobody-00", "Because."),
            secrets=[secret] * 3,
        )
        assert (done.code, without.code, nobodys.code) == (0, 2, 2), done.err
        office.now += LATER
        case = office.case(case_id)
        assert [entry.text for entry in case.entries if entry.kind == "kept"] == ["The court asks for it."]
        assert timedelta(days=299) <= touched(case) - before <= timedelta(days=301)
        assert case.status == "closed"


async def test_the_running_bot_erases_what_is_due_and_nothing_else(amana: CommandLine) -> None:
    async with Sandbox() as telegram:
        amana.settings |= {"AMANA_TOKEN": telegram.token, "AMANA_API_URL": telegram.url}
        with amana.office() as office:
            due, early, without = (closed(amana, office) for _ in range(3))
            _give_leave(office, due, seen_days_ago=60)
            _give_leave(office, early, seen_days_ago=1)
            amana.before = _sweep_soon
            with amana.started("run"):
                await becomes(lambda: not _is_there(office, due), "the end of the case")
            assert _is_there(office, early) and _is_there(office, without)
            with office.database.reading() as session:
                assert len(erasures.everything(session)) == 1, "leave that is used is gone"


def _sweep_soon() -> None:
    """In the process of the bot: the sweep comes round each second, and is otherwise what it is."""
    setattr(run, "Tick", lambda name, seconds, work: Tick(name, 1, work))  # noqa: B010  made there


def _give_leave(office: Office, case_id: bytes, seen_days_ago: int) -> None:
    """As the desk lays it down for a case of long ago, and the bot has seen it since that day."""
    today, unlocked = datetime.now(UTC).date(), office.members["caseworker"]
    case = office.case(case_id)
    tag = tag_of(unlocked, case)
    assert tag is not None
    with office.database.writing() as session:
        lay(session, office.trust, unlocked, case, today - timedelta(days=500), today - timedelta(days=seen_days_ago))
        erasures.note_seen(session, tag, (today - timedelta(days=seen_days_ago)).isoformat())


def _is_there(office: Office, case_id: bytes) -> bool:
    with office.database.reading() as session:
        return envelopes.exists(session, case_id)
