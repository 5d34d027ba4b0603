"""Who else is on a case is seen before writing; of complaints only by those who open them, and for seconds only."""

import pytest
from playwright.async_api import Page, expect

from desk.presence import LASTS, Presence
from services.keys.members import CASEWORKER, FOCAL_POINT
from tests.desk.conftest import Desk, Visitor
from tests.desk.test_browser import unlock

ALSO = "Also on this case now: "


async def news(visitor: Visitor, case: str) -> str:
    """What a page of that case is told."""
    async with visitor.http.get(f"{visitor.url}/news?case={case}") as answer:
        return str((await answer.json())["here"]).translate({0x2068: None, 0x2069: None})


@pytest.mark.parametrize("path", ["", "/referral"])
async def test_two_on_one_case_see_each_other_and_a_window_that_is_closed_is_gone_within_a_minute(
    desk: Desk, path: str
) -> None:
    desk.office.colleague("nadia", "Nadia", CASEWORKER)
    case_id, other = desk.office.report(), desk.office.report()
    first = await desk.inside(onward=f"/case/{case_id.hex()}{path}")
    assert ALSO not in first.last.plain
    second = await desk.inside("nadia", f"/case/{case_id.hex()}{path}")
    assert f"{ALSO}Carla Casey" in second.last.plain
    assert await news(first, case_id.hex()) == f"{ALSO}Nadia"
    assert await news(first, other.hex()) == ""
    desk.ticks.now += LASTS + 1
    assert await news(second, case_id.hex()) == ""
    assert await news(first, case_id.hex()) == f"{ALSO}Nadia"


async def test_of_a_complaint_only_those_who_open_it_know_who_is_on_it(desk: Desk) -> None:
    desk.office.colleague("nadia", "Nadia", FOCAL_POINT)
    case_id = desk.office.report(compartment="psea")
    caseworker, farid = await desk.inside(), await desk.inside("focal_point", f"/case/{case_id.hex()}")
    assert await news(caseworker, case_id.hex()) == ""
    assert await news(farid, case_id.hex()) == ""
    nadia = await desk.inside("nadia", f"/case/{case_id.hex()}")
    assert f"{ALSO}Farid Focal" in nadia.last.plain
    assert await news(farid, case_id.hex()) == f"{ALSO}Nadia"
    assert await news(caseworker, case_id.hex()) == ""


async def test_whoever_is_not_unlocked_and_whoever_asks_for_no_case_is_told_nothing(desk: Desk) -> None:
    case_id = desk.office.report()
    await desk.inside(onward=f"/case/{case_id.hex()}")
    stranger = desk.visitor()
    async with stranger.http.get(f"{desk.url}/news?case={case_id.hex()}") as answer:
        assert await answer.json() == {"locks_in": 0, "fresh": 0, "heard": 0}
    inside = await desk.inside()
    for asked in ("", "00", "0" * 32, "../x"):
        assert await news(inside, asked) == ""


def test_nothing_stays_of_who_has_left() -> None:
    presence, left, still = Presence(), b"left", b"still"
    presence.be_there(b"case", left, 0.0)
    assert presence.be_there(b"case", still, LASTS) == [left]
    assert presence.be_there(b"another", still, LASTS + 1) == []
    assert "left" not in repr(vars(presence))


async def test_the_page_says_it_above_the_reply_by_itself_and_takes_it_back(page: Page, desk: Desk) -> None:
    desk.office.colleague("nadia", "Nadia", CASEWORKER)
    case_id = desk.office.report()
    await page.clock.install()
    await unlock(page, desk)
    await page.goto(f"{desk.url}/case/{case_id.hex()}")
    await expect(page.locator("#here")).to_be_hidden()
    await desk.inside("nadia", f"/case/{case_id.hex()}")
    await page.clock.fast_forward(16_000)
    await expect(page.locator("#here")).to_have_text("Also on this case now: \u2068Nadia\u2069")
    desk.ticks.now += LASTS + 1
    await page.clock.fast_forward(16_000)
    await expect(page.locator("#here")).to_be_hidden()
