"""The main job, whole, as people do it: in a browser, on a phone page and at the desk, started by `amana try`."""

from playwright.async_api import Browser, expect

from handlers.chat import keyboards
from tests.journeys.practice_room import DeskPage, PhonePage, Room, practice_room

STORY = {
    "en": "Two men waited at the water point again and asked for money.",
    "ar": "انتظر رجلان عند نقطة المياه مرة أخرى وطلبا نقودا.",
    "ckb": "دوو پیاو دیسان لەلای خاڵی ئاو چاوەڕێ بوون و داوای پارەیان کرد.",
}
ANSWER = {
    "en": "Thank you. From tomorrow two of us walk with people to the water point, morning and evening.",
    "ar": "شكرا لك. ابتداء من الغد يرافق اثنان منا الناس إلى نقطة المياه صباحا ومساء.",
    "ckb": "سوپاس. لە سبەینێوە دوو کەسمان بەیانی و ئێوارە لەگەڵ خەڵک دەچینە خاڵی ئاو.",
}


async def report(phone: PhonePage, story: str) -> str:
    """From Start to the receipt, with a story and the wish to be told of an answer; the receipt."""
    await phone.start()
    await phone.press(phone.words(keyboards.REPORT))
    await phone.press(phone.words(keyboards.GO_ON))
    return await answer_questions(phone, story)


async def answer_questions(phone: PhonePage, story: str) -> str:
    """From the first question to the receipt."""
    words = phone.words
    await phone.press_first()  # what it is about
    await phone.press_first()  # where
    await phone.press(words(keyboards.SKIP))  # danger now
    await phone.press(words(keyboards.SKIP))  # when
    await phone.write(story)
    await phone.press(words(keyboards.NEXT))
    await phone.press_first()  # an answer, please
    await phone.press_first()  # and a sign when it has come
    await phone.press(words(keyboards.SEND))
    return await phone.receipt()


async def read_answer(phone: PhonePage, receipt: str, answer: str) -> None:
    """Open the mailbox with the receipt, read, and leave nothing behind."""
    words = phone.words
    await phone.press(words(keyboards.MAILBOX))
    await phone.write(receipt)
    await phone.sees(answer)
    await phone.press(words(keyboards.READ))


async def converse(browser: Browser, room: Room, language: str) -> None:
    story, answer = STORY[language], ANSWER[language]
    phone = await PhonePage.open(browser, room, language)
    receipt = await report(phone, story)
    await expect(phone.phone.locator(".bubble").filter(has_text=story)).to_have_count(0)
    await phone.press(phone.words(keyboards.NOTED))
    await expect(phone.phone.locator(".bubble").filter(has_text=receipt)).to_have_count(0)
    desk = await DeskPage.unlock(browser, room, room.caseworker)
    await desk.open_first_case()
    await expect(desk.page.locator("ol.thread")).to_contain_text(story)
    await desk.reply(answer)
    await phone.is_told_of_an_answer()
    await read_answer(phone, receipt, answer)
    await expect(phone.phone.locator(".bubble").filter(has_text=answer)).to_have_count(0)
    await desk.lock()


async def test_in_every_language_of_the_room_a_report_is_made_answered_and_read(browser: Browser) -> None:
    async with practice_room() as room:
        for language in STORY:
            await converse(browser, room, language)
