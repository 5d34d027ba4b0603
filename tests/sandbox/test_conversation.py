"""A stock bot and a phone can talk, as they would through Telegram."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.constants import ChatAction
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from sandbox import NoSuchButton, Phone, Sandbox

Context = ContextTypes.DEFAULT_TYPE


async def greet(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    keyboard = ReplyKeyboardMarkup([["Report", "Mailbox"], [KeyboardButton("Help")]], resize_keyboard=True)
    await update.effective_message.reply_text(f"Welcome {context.args}", reply_markup=keyboard)


async def echo(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    button = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more:1")]])
    await update.effective_message.reply_text(f"You said {update.effective_message.text}", reply_markup=button)


async def more(update: Update, context: Context) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Coming", show_alert=True)
    await update.callback_query.edit_message_text(f"More of {update.callback_query.data}")


@pytest.fixture
async def application(sandbox: Sandbox, bot: Bot) -> AsyncIterator[None]:
    """A whole stock application, polling."""
    running = Application.builder().bot(bot).build()
    running.add_handler(CommandHandler("start", greet))
    running.add_handler(MessageHandler(filters.TEXT, echo))
    running.add_handler(CallbackQueryHandler(more))
    async with running:
        await running.start()
        assert running.updater is not None
        await running.updater.start_polling(timeout=5)
        yield
        sandbox.room.updates.close()
        await running.updater.stop()
        await running.stop()


@pytest.mark.usefixtures("application")
async def test_start_with_a_payload_is_answered_and_its_keyboard_shows(sandbox: Sandbox) -> None:
    phone = sandbox.phone("ar")
    await phone.start("forum-7")
    answer = await phone.next_message()
    assert answer.text == "Welcome ['forum-7']"
    assert phone.keyboard_rows == [["Report", "Mailbox"], ["Help"]]


@pytest.mark.usefixtures("application")
async def test_a_keyboard_press_is_heard_as_its_text(sandbox: Sandbox) -> None:
    phone = sandbox.phone()
    await phone.start()
    await phone.next_message()
    await phone.press("Mailbox")
    await phone.expects("You said Mailbox")
    with pytest.raises(NoSuchButton, match="Report"):
        await phone.press("A button nobody offered")


@pytest.mark.usefixtures("application")
async def test_an_inline_press_is_answered_and_the_message_changes(sandbox: Sandbox) -> None:
    phone = sandbox.phone()
    await phone.send("hello")
    await phone.expects("You said hello")
    query = await phone.press_inline("more:1")
    assert await phone.callback_answer(query) == {"text": "Coming", "show_alert": True}
    changed = await phone.expects("More of more:1")
    assert changed.edited
    assert changed.buttons == []


@pytest.mark.usefixtures("application")
async def test_phones_side_by_side_do_not_hear_each_other(sandbox: Sandbox) -> None:
    phones = [sandbox.phone() for _ in range(5)]
    await asyncio.gather(*(phone.send(f"I am {phone.chat}") for phone in phones))
    for phone in phones:
        assert (await phone.next_message()).text == f"You said I am {phone.chat}"
        assert len(phone.texts) == 1


@pytest.mark.usefixtures("application")
async def test_what_is_said_offline_goes_out_on_return_and_what_came_shows_then(sandbox: Sandbox) -> None:
    phone = sandbox.phone()
    await phone.send("first")
    await phone.next_message()
    await phone.go_offline()
    await phone.send("second")
    assert phone.unsent == ["second"]
    await phone.stays_quiet(0.1)
    await phone.go_online()
    assert (await phone.next_message()).text == "You said second"


async def test_a_keyboard_goes_when_told_or_when_its_message_is_deleted(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    board = ReplyKeyboardMarkup([["Yes"]])
    await bot.send_message(phone.chat, "?", reply_markup=board)
    await bot.send_message(phone.chat, "still there")
    assert phone.keyboard == ["Yes"]
    await bot.send_message(phone.chat, "gone", reply_markup=ReplyKeyboardRemove())
    assert phone.keyboard == []
    carrier = await bot.send_message(phone.chat, "?", reply_markup=board)
    await bot.delete_message(phone.chat, carrier.message_id)
    assert phone.keyboard == []


async def test_deleting_the_chat_on_the_phone_leaves_the_bot_able_to_write(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    await bot.send_message(phone.chat, "before", reply_markup=ReplyKeyboardMarkup([["Yes"]]))
    await phone.delete_chat()
    assert (phone.messages, phone.keyboard) == ([], [])
    await bot.send_message(phone.chat, "after")
    assert phone.texts == ["after"]


async def test_a_phone_sees_that_the_bot_is_typing(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    await bot.send_chat_action(phone.chat, ChatAction.TYPING)
    assert phone.actions == ["typing"]


async def test_commands_are_kept_by_language_and_the_phone_shows_its_own(
    sandbox: Sandbox, bot: Bot, http: aiohttp.ClientSession
) -> None:
    await bot.set_my_commands([BotCommand("report", "Report a concern")])
    await bot.set_my_commands([BotCommand("report", "الإبلاغ")], language_code="ar")
    assert [command.description for command in await bot.get_my_commands(language_code="ar")] == ["الإبلاغ"]
    shown = {}
    for language in ("ar", "ckb"):
        phone = sandbox.phone(language)
        async with http.get(f"/sandbox/phones/{phone.chat}") as response:
            shown[language] = (await response.json())["commands"][0]["description"]
    assert shown == {"ar": "الإبلاغ", "ckb": "Report a concern"}
    await bot.delete_my_commands(language_code="ar")
    assert await bot.get_my_commands(language_code="ar") == ()


async def test_the_bot_hears_of_being_blocked_and_of_the_return(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    await phone.block()
    await phone.unblock()
    updates = await bot.get_updates()
    assert [update.my_chat_member.new_chat_member.status for update in updates if update.my_chat_member] == [
        "kicked",
        "member",
    ]


async def test_an_edited_message_reaches_the_bot_as_one(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone()
    number = await phone.send("frist")
    await phone.edit(number, "first")
    edited = (await bot.get_updates())[1].edited_message
    assert edited is not None
    assert edited.text == "first"


async def test_a_group_has_a_negative_id_and_hears_the_bot(sandbox: Sandbox, bot: Bot) -> None:
    phone: Phone = sandbox.phone()
    group = sandbox.group("Organisers", [phone])
    await group.send(phone, "/meetings")
    message = (await bot.get_updates())[0].message
    assert message is not None
    assert (message.chat.id, message.chat.type, message.entities[0].type) == (group.chat, "group", "bot_command")
    await bot.send_message(group.chat, "Next: Tuesday")
    assert group.messages[-1].text == "Next: Tuesday"
