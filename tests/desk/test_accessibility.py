"""What a machine can find that shuts people out: names of fields, contrast, order of headings; on every page, in both
directions of writing and both schemes."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page

from bot.settings import CHECKOUT
from desk.config import DeskConfig
from services.content import content
from services.keys.keyring import CASEWORKER
from services.reports.deeds.incident import joined
from services.reports.deeds.notes import noted
from tests.desk.conftest import Desk
from tests.desk.test_browser import unlock
from tests.support.forms.surveying import home_form, put
from tests.support.offices import Office
from tests.support.pages.axe import axe, faults
from tests.support.reports.referring import answers, asks

__all__ = ["axe"]
SCREENS = [("en", 1280, "light"), ("ar", 390, "dark")]
INCIDENT = b"i" * 16
NOWHERE = "/nowhere"
OF_CASEWORKERS = (
    *("/", f"/incident/{INCIDENT.hex()}", "/journeys", "/me", "/surveys", "/survey/household/spring", "/dictation"),
    *("/picture", "/phones", "/buzzer", NOWHERE),
)
OF_STEWARDS = ("/", "/phones", "/audit", "/picture", "/buzzer", "/me")


@pytest.fixture
def config(config: DeskConfig, office: Office) -> DeskConfig:
    """A desk that has something to show on each page."""
    loaded = content.load(office.database, CHECKOUT / "content", office.now)
    return replace(config, content=loaded, organisation_name=loaded.organisation.name.said("en"))


@pytest.fixture(params=SCREENS, ids=["en", "ar"])
async def screen(request: pytest.FixtureRequest, page: Page) -> AsyncIterator[tuple[Page, str]]:
    """A page of one of these screens, and its language."""
    language, width, scheme = request.param
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": width, "height": 900})
    yield page, language


async def faults_of(page: Page, desk: Desk, axe: str, paths: Iterable[str]) -> list[str]:
    """What is wrong on the pages at these paths, each of which is there."""
    found = []
    for path in paths:
        answer = await page.goto(desk.url + path)
        assert answer is not None and answer.url == desk.url + path
        assert answer.status == (404 if path == NOWHERE else 200)
        found += await faults(page, axe)
    return found


async def speak(page: Page, desk: Desk, language: str) -> None:
    await page.context.add_cookies([{"name": "amana_language", "value": language, "url": desk.url}])


async def at_the_door(page: Page, desk: Desk, axe: str, language: str, who: str) -> list[str]:
    """What is wrong there, before a passphrase and after a wrong one; then they are in."""
    await speak(page, desk, language)
    await page.goto(f"{desk.url}/unlock")
    found = await faults(page, axe)
    await page.locator("#passphrase").fill("wrong")
    await page.locator("#passphrase").press("Enter")
    await page.locator("[role=alert]").wait_for()
    found += await faults(page, axe)
    await speak(page, desk, "en")
    await unlock(page, desk, who=who)
    await speak(page, desk, language)
    return found


async def where_texts_leave(page: Page, desk: Desk, axe: str, case_id: bytes) -> list[str]:
    """What is wrong where two people take the text of this case out, and on the sheet they print."""
    desk.office.colleague("second", "Sam Second", CASEWORKER)
    await page.goto(f"{desk.url}/")
    await page.locator(f".tick[value^='{case_id.hex()}']").check()
    await page.locator("[formaction='/narrative']").click()
    await page.locator("#purpose").fill("briefing of the example committee")
    found = await faults(page, axe)
    await page.locator("#second").fill(desk.office.passphrases["second"])
    await page.locator("#second").press("Enter")
    await page.locator(".told").wait_for()
    return found + await faults(page, axe)


async def in_the_referral(page: Page, axe: str, path: str) -> list[str]:
    """What is wrong there, with all that is folded open, before and after somebody has looked; then in the packet."""
    await page.goto(path)
    await page.locator("[name=to]").first.check()
    await page.locator("#summary").fill("Needs a doctor.")
    await page.locator("[value=look]").click()
    await page.locator("#look").wait_for()
    for details in await page.locator("details").all():
        await details.evaluate("each => each.open = true")
    found = await faults(page, axe)
    await page.locator("[value=packet]").click()
    await page.locator(".passphrase").wait_for()
    return found + await faults(page, axe)


async def test_no_page_of_a_caseworker_has_a_serious_fault(
    screen: tuple[Page, str], desk: Desk, axe: str, tmp_path: Path
) -> None:
    page, language = screen
    office = desk.office
    gate = "At the north gate two boys were taken from a bus."
    one, two, three = (office.report(gate, urgent=each) for each in (True, False, False))
    office.act("caseworker", one, noted("Called the committee."))
    for each in (two, three):
        office.act("caseworker", each, joined(office.case(each), INCIDENT))
    answers(office, two, asks(office, two))
    with office.database.writing() as session:
        given = [{"going": "yes", "why": "work"}] * 12 + [{"going": "no"}] * 9
        form = home_form(tmp_path)
        put(session, office.trust, form, *given, round="spring", now=office.now - timedelta(weeks=2))
    found = await at_the_door(page, desk, axe, language, "caseworker")
    case = f"/case/{two.hex()}"
    found += await faults_of(page, desk, axe, (*OF_CASEWORKERS, case, f"{case}/paper", f"{case}/referral"))
    found += await in_the_referral(page, axe, f"{desk.url}{case}/referral")
    found += await where_texts_leave(page, desk, axe, two)
    await page.goto(f"{desk.url}/case/{one.hex()}")
    await page.locator("#reply").fill("What is your name? www.example.org")
    await page.locator("#look").click()
    await page.locator("#preview").wait_for()
    assert found + await faults(page, axe) == []


async def test_no_page_of_a_steward_has_a_serious_fault(screen: tuple[Page, str], desk: Desk, axe: str) -> None:
    page, language = screen
    found = await at_the_door(page, desk, axe, language, "steward")
    assert found + await faults_of(page, desk, axe, OF_STEWARDS) == []
