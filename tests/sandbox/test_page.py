"""The phone page, in a real browser: a person can do with it what they can do with a phone."""

import re

import pytest
from playwright.async_api import Locator, Page, expect
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup

from sandbox import Phone, Sandbox
from tests.support.pages.axe import axe, faults
from tests.support.patience import becomes

__all__ = ["axe"]

TRAINING = re.compile("Practice room: not Telegram, nothing here is real")


def on_page(page: Page, phone: Phone) -> Locator:
    return page.locator(f"#phone-{phone.chat}")


async def test_every_phone_says_that_this_is_practice(sandbox: Sandbox, page: Page) -> None:
    for language in ("ar", "ckb", "en"):
        sandbox.phone(language)
    await page.goto(sandbox.url)
    await expect(page.locator(".phone")).to_have_count(3)
    await expect(page.locator(".training").nth(2)).to_have_text(TRAINING)
    for banner in await page.locator(".training").all():
        await expect(banner).to_be_visible()
        await expect(banner).not_to_be_empty()
    await expect(page.locator(".training").nth(0)).to_have_attribute("lang", "ar")


async def test_a_conversation_by_mouse(sandbox: Sandbox, bot: Bot, page: Page) -> None:
    phone = sandbox.phone()
    await page.goto(sandbox.url)
    screen = on_page(page, phone)
    await screen.get_by_role("button", name="START").click()
    await expect(screen.locator(".own .bubble")).to_contain_text("/start")
    more = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])
    await bot.send_message(phone.chat, "Hello", reply_markup=ReplyKeyboardMarkup([["Report", "Mailbox"]]))
    await bot.send_message(phone.chat, "Read on?", reply_markup=more)
    await screen.get_by_role("button", name="Mailbox").click()
    await expect(screen.locator(".own .bubble").last).to_contain_text("Mailbox")
    await screen.get_by_role("button", name="More").click()
    await phone.sees(lambda seen: len(seen.messages) == 4)
    updates = await bot.get_updates()
    assert [update.message.text for update in updates if update.message] == ["/start", "Mailbox"]
    assert updates[-1].callback_query is not None
    await bot.delete_messages(phone.chat, [message.id for message in phone.messages])
    await expect(screen.locator(".message")).to_have_count(0)
    await expect(screen.get_by_role("button", name="Mailbox")).to_have_count(0)


async def test_a_conversation_by_keyboard_alone(sandbox: Sandbox, bot: Bot, page: Page) -> None:
    phone = sandbox.phone(met=True)
    await bot.set_my_commands([BotCommand("report", "Report a concern")])
    await bot.send_message(phone.chat, "What happened?")
    await page.goto(sandbox.url)
    field = on_page(page, phone).get_by_role("textbox", name="Message")
    await field.focus()
    await page.keyboard.type("They came")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("at night")
    await page.keyboard.press("Enter")
    await phone.sees(lambda seen: seen.messages[-1].text == "They came\nat night")
    await expect(field).to_have_value("")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="/report")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="/report")).to_be_hidden()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await phone.sees(lambda seen: seen.messages[-1].text == "/report")


async def test_each_paragraph_finds_its_own_direction(sandbox: Sandbox, bot: Bot, page: Page) -> None:
    phone = sandbox.phone("ar", met=True)
    await bot.send_message(phone.chat, "مرحبا بك\nWelcome")
    await page.goto(sandbox.url)
    lines = on_page(page, phone).locator(".bubble p")
    await expect(lines.nth(0)).to_have_css("direction", "rtl")
    await expect(lines.nth(1)).to_have_css("direction", "ltr")


async def test_own_bubbles_stand_on_the_other_side(sandbox: Sandbox, bot: Bot, page: Page) -> None:
    phone = sandbox.phone("ar")
    await phone.send("أنا")
    await bot.send_message(phone.chat, "نحن")
    await page.goto(sandbox.url)
    own = await on_page(page, phone).locator(".own .bubble").bounding_box()
    other = await on_page(page, phone).locator(".message:not(.own) .bubble").bounding_box()
    assert own is not None
    assert other is not None
    assert own["x"] > other["x"] + other["width"] / 2


async def test_what_is_said_is_shown_and_never_run(sandbox: Sandbox, bot: Bot, page: Page) -> None:
    phone = sandbox.phone(met=True)
    await bot.send_message(phone.chat, "<img src=x onerror=alert(1)>")
    await bot.send_message(phone.chat, "<b>bold</b> https://example.org", parse_mode="HTML")
    await page.goto(sandbox.url)
    bubbles = on_page(page, phone).locator(".bubble")
    await expect(bubbles.nth(0)).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(bubbles.locator("img")).to_have_count(0)
    await expect(bubbles.nth(1).locator("b")).to_have_text("bold")


async def test_a_blocked_and_an_offline_phone(sandbox: Sandbox, page: Page) -> None:
    phone = sandbox.phone(met=True)
    await phone.send("hello")
    await page.goto(sandbox.url)
    screen = on_page(page, phone)
    await screen.get_by_label("Offline").check()
    await screen.get_by_role("textbox", name="Message").fill("later")
    await page.keyboard.press("Enter")
    await expect(screen.locator(".unsent")).to_contain_text("waits for the network")
    assert phone.offline
    await screen.get_by_label("Offline").uncheck()
    await phone.sees(lambda seen: seen.messages[-1].text == "later")
    await screen.get_by_label("Blocked").check()
    await screen.get_by_role("button", name="UNBLOCK").click()
    await phone.sees(lambda seen: not seen.blocked)


@pytest.mark.parametrize("kind", ["photo", "voice", "document", "location"])
async def test_samples_can_be_attached(sandbox: Sandbox, page: Page, kind: str) -> None:
    phone = sandbox.phone(met=True)
    await phone.send("hello")
    await page.goto(sandbox.url)
    screen = on_page(page, phone)
    await screen.get_by_role("button", name="Attach").click()
    await screen.get_by_role("button", name=kind.capitalize()).click()
    await phone.sees(lambda seen: seen.messages[-1].kind == kind)
    await expect(screen.locator(".own .bubble")).to_have_count(2)


async def test_phones_can_be_added_changed_cleared_and_put_away(sandbox: Sandbox, page: Page) -> None:
    await page.goto(sandbox.url)
    await page.get_by_role("button", name="Add a phone").click()
    await expect(page.locator(".phone")).to_have_count(1)
    phone = sandbox.phones[0]
    await phone.send("hello")
    screen = on_page(page, phone)
    await screen.get_by_label("Language of this phone").select_option("ckb")
    await phone.sees(lambda seen: seen.language == "ckb")
    await expect(screen.locator(".training")).to_have_attribute("lang", "ckb")
    await screen.get_by_role("button", name="Delete chat").click()
    await expect(screen.locator(".message")).to_have_count(0)
    await screen.get_by_role("button", name="Put away").click()
    await expect(page.locator(".phone")).to_have_count(0)


async def test_faults_limits_and_clock_are_switches(sandbox: Sandbox, page: Page) -> None:
    await page.goto(sandbox.url)
    switches = page.get_by_label("Switches")
    for name in ("Telegram is down", "Answers get lost", "Too many requests", "Everything comes twice", "Slow network"):
        await switches.get_by_label(name).check()
    await switches.get_by_label("Telegram's limits").uncheck()
    before = sandbox.clock.offset
    await switches.get_by_role("button", name="+1 h").click()
    await expect(page.locator("#moved")).to_have_text("(1 h ahead)")
    assert sandbox.clock.offset - before == 3600
    await becomes(lambda: not sandbox.limits)
    kinds = ("down", "lost_answer", "too_many_requests", "duplicates")
    await becomes(lambda: all(sandbox.faults.as_json()[kind] for kind in kinds))
    await becomes(lambda: sandbox.faults.latency == 0.6)
    await switches.get_by_label("Telegram is down").uncheck()
    await expect(switches.get_by_label("Answers get lost")).to_be_checked()
    await becomes(lambda: not sandbox.faults.as_json()["down"])


async def test_a_small_screen_shows_one_whole_phone_and_nothing_spills(sandbox: Sandbox, bot: Bot, page: Page) -> None:
    phone = sandbox.phone(met=True)
    sandbox.phone("ar")
    await bot.send_message(phone.chat, "A long unbroken word: " + "x" * 200)
    await page.set_viewport_size({"width": 400, "height": 720})
    await page.goto(sandbox.url)
    await expect(on_page(page, phone).locator(".bubble")).to_contain_text("A long unbroken word")
    device = await on_page(page, phone).locator(".device").bounding_box()
    assert device is not None
    assert 360 <= device["width"] <= 400
    assert await page.evaluate("document.documentElement.scrollWidth") == 400
    await page.get_by_role("button", name="Switches").click()
    await expect(page.get_by_label("Telegram is down")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_label("Telegram is down")).to_be_hidden()


TWO_VIEWS_IN_ONE_FRAME = """async (view) => {
  const { PhoneView } = await import("/phone.js");
  const frames = async () => { for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame); };
  const phone = new PhoneView(view.id, async () => ({}));
  document.querySelector(".phone").replaceWith(phone.element);
  const rows = (count) => Array.from({ length: count }, (_, number) => [`key ${number}`]);
  const shown = (count, keys) =>
    phone.show({ ...view, messages: view.messages.slice(0, count), keyboard: rows(keys) });
  shown(28, 4);
  await frames();
  shown(29, 1);
  shown(30, 4);
  await frames();
  const chat = phone.parts.chat;
  return chat.scrollHeight - chat.scrollTop - chat.clientHeight;
}"""


async def test_the_newest_message_stays_in_view_where_two_keyboards_come_in_one_frame(
    sandbox: Sandbox, bot: Bot, page: Page
) -> None:
    sandbox.limits = False
    phone = sandbox.phone(met=True)
    for number in range(30):
        await bot.send_message(phone.chat, f"message {number}")
    await page.goto(sandbox.url)
    await expect(on_page(page, phone).locator(".bubble").last).to_contain_text("message 29")
    response = await page.request.get(f"{sandbox.url}/sandbox/phones/{phone.chat}")
    assert await page.evaluate(TWO_VIEWS_IN_ONE_FRAME, await response.json()) < 2


async def test_the_newest_message_stays_in_view(sandbox: Sandbox, bot: Bot, page: Page) -> None:
    sandbox.limits = False
    phone = sandbox.phone(met=True)
    await page.goto(sandbox.url)
    for number in range(30):
        await bot.send_message(
            phone.chat, f"message {number}", reply_markup=ReplyKeyboardMarkup([["Yes"]] * (number % 4 + 1))
        )
    await expect(on_page(page, phone).locator(".bubble").last).to_contain_text("message 29")
    await expect(on_page(page, phone).locator(".bubble").last).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_on_it_shuts_people_out(sandbox: Sandbox, bot: Bot, page: Page, axe: str, scheme: str) -> None:
    """Each phone has been written to and writes, in both directions; the switches stand beside them."""
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    more = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])
    await bot.set_my_commands([BotCommand("report", "Report a concern")])
    for language in ("ar", "en"):
        phone = sandbox.phone(language, met=True)
        await bot.send_message(phone.chat, "*Hello*", reply_markup=ReplyKeyboardMarkup([["Report", "Mailbox"]]))
        await bot.send_message(phone.chat, "Read on? https://example.org", reply_markup=more)
        await phone.send("They came")
    sandbox.phone("ckb")
    await page.goto(sandbox.url)
    await expect(page.locator(".own .bubble")).to_have_count(2)
    assert await faults(page, axe) == []
