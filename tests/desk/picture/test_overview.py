"""The picture at the desk: exact, for inside, of what is open to the member, whole on a phone and from the right."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import Page

from desk.picture.charts import HEIGHT, bars, shade
from tests.desk.conftest import Desk


def filled(desk: Desk) -> None:
    for weeks_ago in (0, 0, 1, 5):
        day = (desk.office.now - timedelta(weeks=weeks_ago)).date().isoformat()
        desk.office.report(answers={"zone": "<b>north</b>"}, day=day)
    desk.office.report(answers={"category": "sexual", "branch": "sexual_violence", "zone": "a hidden zone"})
    desk.office.report(compartment="psea", answers={"category": "aid_worker"})


async def test_a_caseworker_sees_what_is_open_to_them_and_that_it_is_for_inside(desk: Desk) -> None:
    filled(desk)
    seen = (await desk.inside(onward="/picture")).last
    assert "reports received 5" in seen.plain and "For inside only" in seen.plain
    assert "a hidden zone" not in seen.plain and "stands on no map" in seen.plain
    assert "<b>north</b>" in seen.plain and "<b>north" not in seen.text and "aid_worker" not in seen.text
    focal_point = await desk.inside("focal_point")
    assert "reports received 1" in (await focal_point.get("/picture?about=safety")).plain


async def test_a_concern_and_a_zone_lead_to_their_cases(desk: Desk) -> None:
    filled(desk)
    visitor = await desk.inside(onward="/picture")
    for link in re.findall(r'href="(/\?[^"]+)"', visitor.last.text):
        assert (await visitor.get(link.replace("&amp;", "&"))).text.count('class="row') >= 1


@pytest.mark.parametrize("asked", ["?weeks=26", "?weeks=0", "?weeks=%00&about=psea", "?about=surveys"])
async def test_whatever_is_asked_for_there_is_a_page(desk: Desk, asked: str) -> None:
    filled(desk)
    assert "reports received 5" in (await (await desk.inside()).get(f"/picture{asked}")).plain


async def test_what_is_out_of_the_ordinary_is_marked_in_the_queue_and_told_in_the_picture(desk: Desk) -> None:
    office = desk.office
    for weeks_ago in range(1, 16):
        office.report(day=(office.now - timedelta(weeks=weeks_ago)).date().isoformat())
    visitor = await desk.inside()
    assert "Out of the ordinary" not in visitor.last.plain
    for _ in range(12):
        office.report(answers={"zone": "<b>north</b>"})
    assert 'href="/picture?about=safety"' in (await visitor.get("/")).text
    seen = await visitor.get("/picture?about=safety")
    assert seen.plain.count("12 people. More than") == 3 and "<b>north" not in seen.text
    office.pass_days(21)
    assert "Out of the ordinary" not in (await visitor.get("/picture")).plain


async def test_the_places_say_how_many_they_leave_out_and_the_times_add_up(desk: Desk) -> None:
    filled(desk)
    desk.office.report(answers={"when": ""})
    seen = (await desk.inside(onward="/picture")).last.plain
    assert "reports received 6" in seen and "Where it was (5 of 6)" in seen
    assert "Not shown by place, since they are sensitive: 1." in seen
    [told] = re.findall(r"today (\d+), this week (\d+), earlier (\d+), not said (\d+)", seen)
    assert sum(map(int, told)) == 6 and told[-1] == "1"


async def test_without_reports_that_is_said(desk: Desk) -> None:
    assert "No report of these weeks is counted." in (await desk.inside(onward="/picture")).last.plain


async def test_nobody_sees_it_through_a_locked_desk(desk: Desk) -> None:
    filled(desk)
    assert "reports received" not in (await desk.visitor().get("/picture")).plain


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "ar")])
async def test_it_fits_the_screen(page: Page, desk: Desk, width: int, language: str) -> None:
    filled(desk)
    await page.set_viewport_size({"width": width, "height": 844})
    await page.context.add_cookies([{"name": "amana_language", "value": language, "url": desk.url}])
    await page.goto(f"{desk.url}/unlock?next=/picture")
    await page.locator("input[name=passphrase]").fill(desk.office.passphrases["caseworker"])
    await page.locator("main button").first.click()
    await page.wait_for_url(f"{desk.url}/picture")
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


def test_bars_are_as_high_as_their_numbers_and_the_last_may_grow() -> None:
    drawn = bars([1, 0, 4], most=4)
    assert [(bar.height, bar.unfinished) for bar in drawn] == [(HEIGHT / 4, False), (HEIGHT, True)]
    assert bars([0, 0], most=0) == []
    assert [shade(value, 9) for value in (0, 1, 5, 9)] == [0, 1, 3, 4] and shade(0, 0) == 0
