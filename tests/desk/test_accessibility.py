"""No page of the desk has a serious fault for people who see, hear or move otherwise, as far as a program can tell.

What looks is axe-core, which is no part of this repository: `npm install --no-save axe-core` in the checkout, or its
`axe.min.js` named by the variable AXE. Without it the test says so and is passed over.
"""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page

from services.reports.deeds.incident import joined
from services.reports.deeds.notes import noted
from tests.desk.conftest import Desk
from tests.desk.test_browser import unlock

AXE = Path(os.environ.get("AXE", Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"))
SERIOUS = {"serious", "critical"}
LOOK = "axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)"


@pytest.fixture
def axe() -> str:
    if not AXE.exists():
        pytest.skip("NO AXE-CORE: the pages were not looked at (npm install --no-save axe-core)")
    return AXE.read_text(encoding="utf-8")


async def faults(page: Page, axe: str) -> list[str]:
    """What is serious on the page that is open: the rule, and where."""
    await page.evaluate(axe)
    found = await page.evaluate(LOOK)
    return [
        f"{page.url}: {each['id']} {[node['target'] for node in each['nodes']]}"
        for each in found
        if each["impact"] in SERIOUS
    ]


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 1280, "light"), ("ar", 390, "dark")])
async def test_no_page_has_a_serious_fault(
    page: Page, desk: Desk, axe: str, language: str, width: int, scheme: str
) -> None:
    office = desk.office
    gate = "At the north gate two boys were taken from a bus."
    one, two, three = (office.report(gate, urgent=each) for each in (True, False, False))
    office.act("caseworker", one, noted("Called the committee."))
    for each in (two, three):
        office.act("caseworker", each, joined(office.case(each), b"i" * 16))
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await page.set_viewport_size({"width": width, "height": 900})
    await page.context.add_cookies([{"name": "amana_language", "value": language, "url": desk.url}])
    await page.goto(f"{desk.url}/unlock")
    found = await faults(page, axe)
    await page.context.add_cookies([{"name": "amana_language", "value": "en", "url": desk.url}])
    await unlock(page, desk, f"/case/{one.hex()}")
    await page.context.add_cookies([{"name": "amana_language", "value": language, "url": desk.url}])
    await page.locator("#reply").fill("What is your name? www.example.org")
    await page.locator("#look").click()
    await page.locator("#preview").wait_for()
    found += await faults(page, axe)
    incident = f"/incident/{(b'i' * 16).hex()}"
    for path in (
        "/",
        f"/case/{two.hex()}",
        incident,
        "/journeys",
        "/me",
        "/surveys",
        "/dictation",
        "/phones",
        "/picture",
        "/buzzer",
    ):
        await page.goto(desk.url + path)
        found += await faults(page, axe)
    assert found == []
