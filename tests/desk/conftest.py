"""What these tests share: a founded office, its desk served over real HTTP, and browsers at it."""

import gc
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

import aiohttp
import pytest
from aiohttp import web
from multidict import CIMultiDictProxy, MultiDict

from desk.access.sessions import Sessions
from desk.access.unlocking import TRIES, Try
from desk.application import make_application
from desk.config import DeskConfig
from desk.pages import SESSIONS
from tests.support.offices import Office, founded, office
from tests.support.pages.browsers import browser, page
from tests.support.patience import PATIENCE

__all__ = ["browser", "founded", "office", "page"]


@dataclass
class Ticks:
    """Seconds that pass only when a test says so."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Answer:
    """A page as it came."""

    status: int
    text: str
    headers: CIMultiDictProxy[str]
    path: str

    @property
    def plain(self) -> str:
        """The page's words, without marks and direction signs."""
        text = unescape(re.sub(r"<[^>]+>", " ", self.text))
        return " ".join(re.sub("[\u2066-\u2069\u200f]", "", text).split())


@dataclass
class Visitor:
    """A browser without script or style: keeps cookies, follows pages, fills in forms."""

    url: str
    http: aiohttp.ClientSession
    _last: Answer | None = None

    @property
    def last(self) -> Answer:
        """The page that stands in the browser; there must be one."""
        assert self._last is not None, "no page was opened yet"
        return self._last

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        async with self.http.get(self.url + path, headers=headers) as answer:
            return self._note(answer, await answer.text())

    async def post(self, path: str, fields: Mapping[str, str], token: str | None = None, **headers: str) -> Answer:
        """Send a form with the token of the last page (or another), from our own origin unless told otherwise."""
        sent = MultiDict(fields)
        sent.setdefault("form_token", self.form_token if token is None else token)
        headers = {"Origin": self.url} | headers
        async with self.http.post(self.url + path, data=sent, headers=headers) as answer:
            return self._note(answer, await answer.text())

    def _note(self, answer: aiohttp.ClientResponse, text: str) -> Answer:
        self._last = Answer(answer.status, text, answer.headers, answer.url.path_qs)
        return self._last

    @property
    def form_token(self) -> str:
        return self.field("form_token")

    def field(self, name: str) -> str:
        """The value of a hidden field on the last page, '' without one."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.last.text)
        return unescape(found.group(1)) if found else ""

    def area(self, name: str) -> str:
        """The text in a text area on the last page."""
        found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', self.last.text, re.DOTALL)
        assert found is not None
        return unescape(found.group(1))

    async def unlock(self, passphrase: str, onward: str = "/") -> Answer:
        await self.get(f"/unlock?next={onward}")
        return await self.post("/unlock", {"passphrase": passphrase, "next": onward})

    async def work(self, case_id: bytes, do: str, **fields: str) -> Answer:
        """Press a button of the case page that is open."""
        return await self.post(f"/case/{case_id.hex()}", {"do": do} | self.typed(**fields))

    def typed(self, **fields: str) -> dict[str, str]:
        """All that the case page that is open would send, once that was typed into it."""
        hidden = ("version", "reply_was", "note_was", "then_was")
        return {name: self.field(name) for name in hidden} | {"reply": "", "note": ""} | fields


@dataclass
class Desk:
    """A running desk."""

    office: Office
    url: str
    sessions: Sessions
    ticks: Ticks
    tries: dict[str, Try]
    """Passphrases that are being tried."""
    visitors: list[aiohttp.ClientSession] = field(default_factory=list)

    def visitor(self) -> Visitor:
        http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.visitors.append(http)
        return Visitor(self.url, http)

    async def inside(self, who: str = "caseworker", onward: str = "/") -> Visitor:
        """A browser that was unlocked by that member."""
        visitor = self.visitor()
        answer = await visitor.unlock(self.office.passphrases[who], onward)
        assert answer.status == 200, answer.plain
        return visitor


@pytest.fixture(autouse=True, scope="module")
def what_was_loaded_stays() -> Iterator[None]:
    """Pages, content and catalogues stay for the run: each lock searches for what nothing holds any more, and need not
    look through them (tests.conftest does the same with modules)."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine: an unlock answers when it is done. Whoever tests the waiting sets it back."""
    monkeypatch.setattr("desk.access.unlocking.PATIENCE", PATIENCE)


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def config(office: Office, ticks: Ticks) -> DeskConfig:
    """What the desk is given to work with; override it to change a setting."""
    return DeskConfig(
        database=office.database,
        trust=office.trust,
        site_salt=office.site_salt,
        languages=("en", "ar"),
        clock=lambda: office.now,
        runtime=office.runtime,
        ticks=ticks,
    )


@pytest.fixture
async def desk(office: Office, config: DeskConfig, ticks: Ticks) -> AsyncIterator[Desk]:
    application = make_application(config)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    running = Desk(office, url, application[SESSIONS], ticks, application[TRIES])
    yield running
    for http in running.visitors:
        await http.close()
    await runner.cleanup()
