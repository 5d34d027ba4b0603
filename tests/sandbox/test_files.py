"""Files go both ways and arrive whole."""

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError

from sandbox import Phone, Sandbox


async def received(bot: Bot, file_id: str) -> bytes:
    return bytes(await (await bot.get_file(file_id)).download_as_bytearray())


async def test_a_photo_from_a_phone_can_be_fetched_byte_for_byte(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone()
    await phone.photo(b"\xff\xd8 not quite a picture \xff\xd9", caption="here")
    message = (await bot.get_updates())[0].message
    assert message is not None
    assert message.caption == "here"
    assert await received(bot, message.photo[-1].file_id) == b"\xff\xd8 not quite a picture \xff\xd9"


async def test_every_kind_of_attachment_is_what_it_says(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone()
    for send in (phone.photo, phone.voice, phone.document, phone.video, phone.audio, phone.sticker):
        await send()
    await phone.location(33.3, 44.4)
    await phone.contact("+964000", "Amal")
    messages = [update.message for update in await bot.get_updates()]
    kinds = ["photo", "voice", "document", "video", "audio", "sticker", "location", "contact"]
    assert [kind for kind, message in zip(kinds, messages, strict=True) if getattr(message, kind)] == kinds
    assert [message.kind for message in phone.messages] == kinds


async def test_samples_are_real_enough(sandbox: Sandbox) -> None:
    phone = sandbox.phone()
    await phone.photo()
    await phone.voice()
    photo, voice = (message.file for message in phone.messages)
    assert photo is not None
    assert voice is not None
    assert photo[:3] == b"\xff\xd8\xff"
    assert voice[:4] == b"OggS"


async def test_a_document_from_the_bot_arrives_with_its_name(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    sent = await bot.send_document(phone.chat, b"BEGIN:VCALENDAR", filename="forum.ics", caption="Add it")
    assert (phone.last.file, phone.last.filename, phone.last.caption) == (b"BEGIN:VCALENDAR", "forum.ics", "Add it")
    assert sent.document is not None
    assert await received(bot, sent.document.file_id) == b"BEGIN:VCALENDAR"
    again = await bot.send_document(phone.chat, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_name == "forum.ics"


async def test_a_document_can_answer_a_message_that_is_there_and_no_other(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    asked = await bot.send_message(phone.chat, "The calendar follows.")
    sent = await bot.send_document(phone.chat, b"BEGIN:VCALENDAR", reply_to_message_id=asked.id)
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "The calendar follows."
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_document(phone.chat, b"BEGIN:VCALENDAR", reply_to_message_id=999)


async def test_photos_and_voices_from_the_bot_arrive(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    await bot.send_photo(phone.chat, b"jpeg", caption="map")
    await bot.send_voice(phone.chat, b"opus")
    assert [(message.kind, message.file) for message in phone.messages] == [("photo", b"jpeg"), ("voice", b"opus")]


async def test_a_caption_is_at_most_1024(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    await bot.send_photo(phone.chat, b"jpeg", caption="x" * 1024)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(phone.chat, b"jpeg", caption="x" * 1025)


async def test_what_is_too_big_is_refused(sandbox: Sandbox, bot: Bot) -> None:
    phone: Phone = sandbox.phone()
    await phone.document(bytes(20 * 2**20 + 1), "film.bin")
    message = (await bot.get_updates())[0].message
    assert message is not None
    assert message.document is not None
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(message.document.file_id)
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(phone.chat, bytes(52 * 2**20))


async def test_an_unknown_file_is_not_found(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("nothing")


async def test_a_copy_carries_the_words_but_no_sender_and_no_protected_message(sandbox: Sandbox, bot: Bot) -> None:
    phone, staff = sandbox.phone(name="Amal"), sandbox.phone(met=True)
    number = await phone.send("please help")
    await bot.copy_message(staff.chat, phone.chat, number)
    assert staff.last.text == "please help"
    assert "Amal" not in str(staff.last.as_json)
    secret = await bot.send_message(phone.chat, "123 456", protect_content=True, disable_notification=True)
    assert (phone.last.protected, phone.last.silent) == (True, True)
    with pytest.raises(BadRequest, match="Message can't be copied"):
        await bot.copy_message(staff.chat, phone.chat, secret.message_id)
