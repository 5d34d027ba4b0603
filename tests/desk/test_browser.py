"""The desk in a real browser: by keyboard, on a phone, without script, and with the worst a report can hold."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, Route, ViewportSize, expect

from desk.drafts import CaseDraft
from services.reports.replies import open_replies
from tests.desk.conftest import Desk
from tests.support.patience import PATIENCE, becomes

HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    "'\"><svg onload=\"document.title='owned'\"> {{ 7 * 7 }} \u202etxet desrever\u202c \u2066open isolate "
    "Z\u0351\u0346\u0348\u0323\u0320\u0330\u034d\u0316\u0349\u0310\u035aalgo \x00\x07 "
)
LONG_WORD = "W" * 2000
PHONE: ViewportSize = {"width": 360, "height": 740}


async def unlock(page: Page, desk: Desk, path: str = "/", who: str = "caseworker") -> None:
    await page.goto(f"{desk.url}/unlock?next={path}")
    await page.get_by_label("Passphrase").fill(desk.office.passphrases[who])
    await page.get_by_role("button", name="Unlock").click()
    await page.wait_for_url(f"{desk.url}{path}")


def replies(desk: Desk, case_id: bytes) -> list[str]:
    with desk.office.database.reading() as session:
        return [
            reply.text for reply in open_replies(session, desk.office.trust, desk.office.mailboxes[case_id]).replies
        ]


def drafts(desk: Desk) -> list[CaseDraft]:
    """What the desk has kept of texts that are being written."""
    workspaces = [session.workspace for session in desk.sessions.unlocked()]
    return [draft for workspace in workspaces if workspace is not None for draft in workspace.drafts._of.values()]


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[Page]:
    """A narrow phone, in the dark scheme."""
    context = await browser.new_context(viewport=PHONE, color_scheme="dark")
    context.set_default_timeout(PATIENCE * 1000)
    yield await context.new_page()
    await context.close()


@pytest.fixture
async def bare(browser: Browser) -> AsyncIterator[Page]:
    """A browser that runs no script."""
    context = await browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE * 1000)
    yield await context.new_page()
    await context.close()


async def test_a_case_is_answered_by_keyboard_alone(page: Page, desk: Desk) -> None:
    case_id = desk.office.report()
    await page.goto(desk.url)
    await expect(page.get_by_label("Passphrase")).to_be_focused()
    await page.keyboard.type(desk.office.passphrases["caseworker"])
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{desk.url}/")
    await page.keyboard.press("Tab")
    await expect(page.get_by_text("Go to the content")).to_be_focused()
    await page.keyboard.press("Enter")
    for _ in range(100):
        if await page.locator(".cover").evaluate("element => element === document.activeElement"):
            break
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/case/{case_id.hex()}")
    await page.get_by_label("Reply to the person").focus()
    await page.keyboard.type("We heard you.")
    await page.keyboard.press("Control+Enter")
    await page.wait_for_url("**#preview")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Send this reply")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").first).to_contain_text("Your reply is in their mailbox")
    assert replies(desk, case_id) == ["We heard you."]


async def test_everything_works_without_script(bare: Page, desk: Desk) -> None:
    case_id = desk.office.report()
    await unlock(bare, desk)
    await bare.locator(".cover").click()
    await bare.get_by_label("Reply to the person").fill("We heard you.")
    await bare.get_by_label("Note for colleagues").fill("half a note")
    await bare.get_by_role("button", name="See what they will read").click()
    await bare.get_by_role("button", name="Send this reply").click()
    await expect(bare.get_by_role("status").first).to_contain_text("Your reply is in their mailbox")
    assert replies(desk, case_id) == ["We heard you."]
    await bare.get_by_role("button", name="Lock").click()
    await expect(bare.get_by_role("heading")).to_have_text("Unlock your desk")
    await unlock(bare, desk, f"/case/{case_id.hex()}")
    await expect(bare.get_by_label("Note for colleagues")).to_have_value("half a note")


async def test_a_hostile_report_is_inert(page: Page, desk: Desk) -> None:
    case_id = desk.office.report(HOSTILE + LONG_WORD, answers={"zone": "<b onclick=alert(1)>", "category": HOSTILE})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(f"the report opened a dialog: {dialog.message}"))
    await unlock(page, desk)
    await expect(page.locator(".row script, .row img, .row svg, .row b")).to_have_count(0)
    await page.goto(f"{desk.url}/case/{case_id.hex()}")
    words = page.locator(".report .words")
    await expect(words).to_contain_text("<script>document.title='owned'</script>")
    await expect(words).to_contain_text("{{ 7 * 7 }}")
    shown = await words.inner_text()
    assert not any(sign in shown for sign in "\u202e\u202c\u2066\x00\x07")
    assert "owned" not in await page.title()
    assert all(url.startswith(desk.url) for url in asked), "nothing is asked of anybody else"


async def test_sixty_kilobytes_are_shown_and_break_nothing(phone: Page, desk: Desk) -> None:
    case_id = desk.office.report("سطر طويل " * 3000 + LONG_WORD)
    await unlock(phone, desk, f"/case/{case_id.hex()}")
    words = phone.locator(".report .words")
    assert await words.evaluate("element => element.clientHeight <= innerHeight * 0.62")
    assert await words.evaluate("element => getComputedStyle(element).direction") == "rtl"
    assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


async def test_no_page_is_wider_than_a_narrow_phone_and_every_field_has_its_label(phone: Page, desk: Desk) -> None:
    office = desk.office
    case_id = office.report("They came again.", urgent=True, route={"chat": 5, "language": "ar"}, language="ar")
    office.do("caseworker", "note", case_id, "A note.")
    office.do("caseworker", "reply", case_id, "An answer.")
    office.later(case_id, text="Thank you.")
    await phone.goto(f"{desk.url}/unlock")
    await check_page(phone)
    await unlock(phone, desk)
    await check_page(phone)
    await phone.goto(f"{desk.url}/case/{case_id.hex()}")
    await check_page(phone)
    await phone.get_by_label("Reply to the person").fill("شكرا " * 30 + "https://example.org/" + "x" * 80)
    await phone.get_by_role("button", name="See what they will read").click()
    await phone.wait_for_url("**#preview")
    await check_page(phone)
    await phone.set_viewport_size({"width": 1280, "height": 800})
    await phone.goto(f"{desk.url}/")
    await check_page(phone)


async def check_page(page: Page) -> None:
    wide = "[document.documentElement, ...document.querySelectorAll('nav')].filter(e => e.scrollWidth > e.clientWidth)"
    assert await page.evaluate(f"{wide}.map(e => e.outerHTML)") == [], page.url
    unlabelled = "fields => fields.filter(field => !field.labels?.length).map(field => field.outerHTML)"
    assert await page.eval_on_selector_all("input:not([type=hidden]), select, textarea", unlabelled) == []
    assert await page.locator("main, header, h1").count() == 3, "one of each landmark"


async def test_the_page_counts_down_keeps_the_text_and_leaves_the_screen_bare(page: Page, desk: Desk) -> None:
    case_id = desk.office.report("a sentence for nobody passing by")
    path = f"/case/{case_id.hex()}"
    await unlock(page, desk, path)
    for minutes in (14, 14, 14, 14):
        desk.ticks.now += minutes * 60
        await page.goto(desk.url + path)
    desk.ticks.now += 3 * 60
    await page.clock.install()  # the page's minute passes only when told to
    await page.goto(desk.url + path)
    await expect(page.locator("#countdown")).to_have_class("countdown soon")
    await page.get_by_label("Reply to the person").fill("half a reply")
    await page.clock.run_for(2_000)
    await becomes(lambda: "half a reply" in [draft.reply for draft in drafts(desk)])
    await expect(page.locator("#saved")).not_to_be_empty()
    desk.ticks.now += 58
    await page.clock.fast_forward(61_000)
    await page.wait_for_url("**/unlock?why=idle**")
    assert "nobody passing by" not in await page.content()
    assert list(desk.sessions.unlocked()) == []
    await page.get_by_label("Passphrase").fill(desk.office.passphrases["caseworker"])
    await page.get_by_role("button", name="Unlock").click()
    await expect(page.get_by_label("Reply to the person")).to_have_value("half a reply")


async def test_what_was_typed_before_the_script_ran_is_kept(page: Page, desk: Desk) -> None:
    """Over a slow line the page is there long before its script."""
    case_id = desk.office.report("The pump is broken.")
    await unlock(page, desk)
    is_typed = asyncio.Event()

    async def comes_late(route: Route) -> None:
        await is_typed.wait()
        await route.continue_()

    await page.route("**/static/desk.js", comes_late)
    await page.goto(f"{desk.url}/case/{case_id.hex()}", wait_until="commit")
    await page.get_by_label("Note for colleagues").fill("half a note")
    is_typed.set()
    await expect(page.locator("#saved")).not_to_be_empty()
    assert [draft.note for draft in drafts(desk)] == ["half a note"]


async def test_leaving_the_page_keeps_what_was_typed(page: Page, desk: Desk) -> None:
    case_id = desk.office.report()
    await unlock(page, desk, f"/case/{case_id.hex()}")
    await page.get_by_label("Note for colleagues").fill("typed and left at once")
    await page.goto(f"{desk.url}/?status=all")
    await becomes(
        lambda: "typed and left at once" in [draft.note for draft in drafts(desk)]
    )  # the browser sends it when it likes
    await page.goto(f"{desk.url}/case/{case_id.hex()}")
    await expect(page.get_by_label("Note for colleagues")).to_have_value("typed and left at once")


async def test_going_back_after_a_lock_shows_nothing(page: Page, desk: Desk) -> None:
    desk.office.report("a sentence for nobody passing by")
    await unlock(page, desk)
    await expect(page.get_by_text("nobody passing by")).to_be_visible()
    await page.get_by_role("button", name="Lock").click()
    await page.wait_for_url("**/unlock?why=locked")
    await page.go_back()
    await expect(page.get_by_role("heading")).to_have_text("Unlock your desk")
    assert "nobody passing by" not in await page.content()


async def test_letters_are_counted_while_writing(page: Page, desk: Desk) -> None:
    case_id = desk.office.report()
    await unlock(page, desk, f"/case/{case_id.hex()}")
    await page.get_by_label("Reply to the person").fill("z" * 3007)
    await expect(page.locator("#reply-count")).to_contain_text("7")
    await expect(page.locator("#reply-count")).to_have_class("over")
