"""Takes the README's pictures: one conversation in the practice room, as it really looks.

    make pictures

Needs Chromium and a font with emoji. Overwrites the pictures in the folder.
"""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright

from handlers.chat import keyboards
from handlers.meetings.shown import buttons
from tests.journeys.practice_room import DeskPage, PhonePage, Room, practice_room
from tests.journeys.test_whole_conversation import ANSWER, STORY, answer_questions
from tests.support.pages.browsers import QUIET, chromium_path


async def settle_and_take(what: Locator | Page, path: Path) -> None:
    await asyncio.sleep(0.6)
    await what.screenshot(path=path)


async def talk(browser: Browser, room: Room, language: str, folder: Path) -> None:
    """One report and its answer, with a picture at each station."""
    phone = await PhonePage.open(browser, room, language)
    words, device = phone.words, phone.phone.locator(".device")
    await phone.start()
    await phone.press(words(keyboards.REPORT))
    await settle_and_take(device, folder / f"{language}-1-first.png")
    await phone.press(words(keyboards.GO_ON))
    await settle_and_take(device, folder / f"{language}-2-what.png")
    receipt = await answer_questions(phone, STORY[language])
    await settle_and_take(device, folder / f"{language}-3-receipt.png")
    await phone.press(words(keyboards.NOTED))
    await at_the_desk(browser, room, language, folder)
    await phone.is_told_of_an_answer()
    await settle_and_take(device, folder / f"{language}-6-notice.png")
    await phone.press(words(keyboards.MAILBOX))
    await phone.write(receipt)
    await phone.sees(ANSWER[language])
    await settle_and_take(device, folder / f"{language}-7-answer.png")


async def at_the_desk(browser: Browser, room: Room, language: str, folder: Path) -> None:
    desk = await DeskPage.unlock(browser, room, room.caseworker)
    await settle_and_take(desk.page, folder / f"{language}-4-queue.png")
    await desk.open_first_case()
    await desk.page.fill("#reply", ANSWER[language])
    await desk.page.click("#look")
    await desk.page.locator("#preview").wait_for()
    await settle_and_take(desk.page, folder / f"{language}-5-reply.png")
    await desk.page.click("#send")
    await desk.page.locator("li.entry.reply").last.wait_for()


async def organise(browser: Browser, room: Room, language: str, folder: Path) -> None:
    """A meeting on a phone that has sent the organiser's code, with a picture before it is published."""
    phone = await PhonePage.open(browser, room, language)
    words, device = phone.words, phone.phone.locator(".device")
    await phone.start()
    await phone.write(room.organiser)
    await phone.press(words(keyboards.ORGANISE))
    await phone.press(words(buttons.NEW_MEETING))
    await phone.press_first()  # the first group
    await phone.phone.locator(".keys button").nth(3).click()  # a day this week
    await phone.press("15:00")
    await phone.sees("15:00")
    await settle_and_take(device, folder / f"{language}-8-meeting.png")
    await phone.press(words(buttons.PREVIEW))
    few = "👥 Under 10 people in each language hear about this so far, or nobody (counted once a day)."
    await phone.sees(words(few))
    await settle_and_take(device, folder / f"{language}-9-preview.png")


async def main(folder: Path, languages: list[str]) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        for language in languages:
            async with practice_room() as room:
                await talk(browser, room, language, folder)
            async with practice_room() as room:
                await organise(browser, room, language, folder)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2:] or ["en", "ar"]))
