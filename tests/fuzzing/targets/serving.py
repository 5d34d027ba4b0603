"""A desk with a browser that is inside, on files in a folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from desk.access.unlocking import TRIES
from desk.application import make_application
from desk.config import DeskConfig
from desk.pages import SESSIONS
from tests.desk.conftest import Answer, Desk, Ticks, Visitor
from tests.support.offices import Founded, Office, copied


@dataclass
class Counter:
    """The office, its desk, and who sits there."""

    office: Office
    desk: Desk
    visitor: Visitor
    pages: list[str]
    """Every address the desk knows, with `{…}` where one is filled in."""

    def judge(self, answer: Answer) -> None:
        """Raises where the desk fell over, whatever it was asked."""
        assert answer.status < 500, f"{answer.status} at {answer.path}"
        assert "Traceback" not in answer.text, answer.path


def _pages_of(application: web.Application) -> list[str]:
    resources = (route.resource for route in application.router.routes())
    return sorted({resource.canonical for resource in resources if resource is not None})


@asynccontextmanager
async def a_counter(founded: Founded, file: Path) -> AsyncIterator[Counter]:
    with copied(founded, file) as office:
        application = make_application(
            DeskConfig(
                database=office.database,
                trust=office.trust,
                site_salt=office.site_salt,
                languages=("en", "ar"),
                clock=lambda: office.now,
                runtime=office.runtime,
                ticks=Ticks(),
            )
        )
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        desk = Desk(office, url, application[SESSIONS], Ticks(), application[TRIES])
        yield Counter(office, desk, await desk.inside(), _pages_of(application))
        for http in desk.visitors:
            await http.close()
        await runner.cleanup()
