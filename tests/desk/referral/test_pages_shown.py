"""The pages of a referral on a wide screen and on a phone, in English and Arabic: nothing is cut off, all in reach."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.desk.conftest import Desk
from tests.desk.dictation.test_dictation import config
from tests.support.reports.referring import answers, asks

__all__ = ["config"]
SHOTS = os.environ.get("SHOTS", "")


async def shot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_nothing_is_cut_off_and_the_packet_is_saved_with_a_press(
    page: Page, desk: Desk, language: str, width: int
) -> None:
    case_id = desk.office.report(language="ar" if language == "en" else "en")
    terms = asks(desk.office, case_id)
    answers(desk.office, case_id, terms)
    await page.set_viewport_size({"width": width, "height": 800})
    await page.context.add_cookies([{"name": "amana_language", "value": language, "url": desk.url}])
    await page.goto(f"{desk.url}/unlock?next=/case/{case_id.hex()}/referral")
    await page.locator("#passphrase").fill(desk.office.passphrases["caseworker"])
    await page.locator("#passphrase").press("Enter")
    await page.wait_for_url("**/referral")
    for details in await page.locator("details").all():
        await details.evaluate("each => each.open = true")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await shot(page, f"referral-{language}-{width}")
    await page.locator("[value=packet]").click()
    await expect(page.locator(".passphrase")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await shot(page, f"packet-{language}-{width}")
    async with page.expect_download() as saving:
        await page.locator("a[download]").click()
    saved = await (await saving.value).path()
    assert saved.read_bytes().startswith(b"age-encryption.org/v1\n")
