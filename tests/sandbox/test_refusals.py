"""What Telegram refuses is refused here, with its code and its words."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from sandbox import FaultRule, Sandbox

Call = Callable[..., Awaitable[dict[str, Any]]]
HOUR = 3600


@pytest.fixture
def no_time_passes(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The room's clock moves only where a test moves it: what is asked quickly is quick on a slow machine too."""
    standing = sandbox.clock.monotonic() - sandbox.clock.offset
    monkeypatch.setattr(sandbox.clock, "monotonic", lambda: standing + sandbox.clock.offset)


def inline(*labels: str, data: str = "d") -> dict[str, object]:
    return {"inline_keyboard": [[{"text": label, "callback_data": data} for label in labels]]}


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🧹" * 2049}, "message is too long"),
        ({"text": "<b>x</i>", "parse_mode": "HTML"}, "can't parse entities: Unmatched end tag"),
        ({"text": "<h1>x</h1>", "parse_mode": "HTML"}, 'can\'t parse entities: Unsupported start tag "h1"'),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
        ({"text": "x", "parse_mode": "RTF"}, "unsupported parse_mode"),
        ({"text": "x", "reply_markup": inline("a", data="ر" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": inline(*["a"] * 101)}, "REPLY_MARKUP_TOO_LONG"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}}, "text buttons are unallowed"),
        ({"text": "x", "reply_markup": {"keyboard": [[" "]]}}, "keyboard button text must be non-empty"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
    ],
)
async def test_a_message_telegram_would_not_take_is_not_taken(
    sandbox: Sandbox, call: Call, parameters: dict[str, object], description: str
) -> None:
    phone = sandbox.phone(met=True)
    answer = await call("sendMessage", chat_id=phone.chat, **parameters)
    assert (answer["ok"], answer["error_code"]) == (False, 400)
    assert answer["description"].startswith(f"Bad Request: {description}")
    assert phone.messages == []


@pytest.mark.parametrize("text", ["x" * 4096, "🧹" * 2048, "ر" * 4096])
async def test_the_longest_text_is_still_taken(sandbox: Sandbox, bot: Bot, text: str) -> None:
    phone = sandbox.phone(met=True)
    await bot.send_message(phone.chat, text)
    assert phone.last.text == text


async def test_html_becomes_plain_text_with_entities(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    message = await bot.send_message(
        phone.chat, "🧹 <b>bold</b> &amp; <a href='https://x.org'>link</a>", parse_mode="HTML"
    )
    assert message.text == "🧹 bold & link"
    assert [(entity.type, entity.offset, entity.length) for entity in message.entities] == [
        ("bold", 3, 4),
        ("text_link", 10, 4),
    ]


async def test_who_never_wrote_cannot_be_written_to(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone()
    for chat in (phone.chat, 12345, "@somebody"):
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(chat, "hello")
    await phone.start()
    await bot.send_message(phone.chat, "hello")


async def test_who_has_blocked_the_bot_cannot_be_written_to(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    await phone.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(phone.chat, "hello")
    await phone.unblock()
    await bot.send_message(phone.chat, "hello")


async def test_an_edit_that_changes_nothing_is_refused(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="b")]])
    message = await bot.send_message(phone.chat, "same", reply_markup=markup)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await message.edit_text("same", reply_markup=markup)
    await message.edit_reply_markup(None)
    assert phone.last.buttons == []


async def test_what_cannot_be_edited_is_not(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone()
    own = await phone.send("mine")
    with_keyboard = await bot.send_message(phone.chat, "?", reply_markup=ReplyKeyboardMarkup([["Yes"]]))
    for number, why in ((999, "Message to edit not found"), (own, "Message can't be edited")):
        with pytest.raises(BadRequest, match=why):
            await bot.edit_message_text("x", phone.chat, number)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await with_keyboard.edit_text("x")


async def test_both_sides_messages_can_be_deleted_for_48_hours(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone()
    theirs = await phone.send("mine")
    ours = (await bot.send_message(phone.chat, "ours")).message_id
    sandbox.advance(47 * HOUR)
    assert await bot.delete_messages(phone.chat, [theirs, 998, ours])
    assert phone.messages == []
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(phone.chat, ours)


async def test_after_48_hours_a_message_stays_and_holds_up_the_others_of_its_call(sandbox: Sandbox, bot: Bot) -> None:
    phone = sandbox.phone(met=True)
    old = (await bot.send_message(phone.chat, "old")).message_id
    sandbox.advance(48 * HOUR)
    new = (await bot.send_message(phone.chat, "new")).message_id
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(phone.chat, old)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_messages(phone.chat, [new, old])
    assert phone.texts == ["old", "new"]


async def test_at_most_a_hundred_messages_are_deleted_at_once(sandbox: Sandbox, call: Call) -> None:
    phone = sandbox.phone(met=True)
    answer = await call("deleteMessages", chat_id=phone.chat, message_ids=list(range(1, 102)))
    assert answer["error_code"] == 400
    assert (await call("deleteMessages", chat_id=phone.chat, message_ids=list(range(1, 101))))["result"] is True


@pytest.mark.parametrize("late", [False, True])
async def test_a_callback_is_answered_once_and_in_time(sandbox: Sandbox, bot: Bot, late: bool) -> None:
    phone = sandbox.phone(met=True)
    await bot.send_message(
        phone.chat, "?", reply_markup=InlineKeyboardMarkup.from_button(InlineKeyboardButton("a", callback_data="b"))
    )
    query = await phone.press_inline("b")
    if late:
        sandbox.advance(151)
    else:
        await bot.answer_callback_query(query)
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await bot.answer_callback_query(query)


@pytest.mark.parametrize("code", ["ckb", "fil", "EN", "a"])
async def test_commands_take_two_letter_languages_only(call: Call, code: str) -> None:
    commands = [{"command": "report", "description": "Report"}]
    answer = await call("setMyCommands", commands=commands, language_code=code)
    assert answer["description"] == "Bad Request: invalid language code specified"


@pytest.mark.parametrize(
    ("commands", "description"),
    [
        ([{"command": "Report!", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "report", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "report", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_commands_telegram_would_not_take_are_not_taken(
    call: Call, commands: list[dict[str, str]], description: str
) -> None:
    assert (await call("setMyCommands", commands=commands))["description"] == f"Bad Request: {description}"


async def test_an_unknown_token_is_unauthorized(sandbox: Sandbox) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("123456:AnotherTokenThatNobodyGaveAway123456", base_url=f"{sandbox.url}/bot"):
            pass


async def test_an_unknown_method_is_not_found_and_noted(sandbox: Sandbox, call: Call) -> None:
    assert await call("sendPigeon") == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert sandbox.complaints == ["unknown method sendPigeon"]


async def test_an_unknown_parameter_passes_but_is_noted(sandbox: Sandbox, call: Call) -> None:
    phone = sandbox.phone(met=True)
    assert (await call("sendMessage", chat_id=phone.chat, text="x", colour="red"))["ok"]
    assert sandbox.complaints == ["unknown parameter colour of sendMessage"]


async def test_every_way_of_sending_parameters_is_understood(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    phone = sandbox.phone(met=True)
    address = f"/bot{sandbox.token}/sendmessage"
    values = {"chat_id": str(phone.chat), "text": "one & two"}
    form = aiohttp.FormData(values, default_to_multipart=True)
    for method, ways in (
        ("GET", {"params": values}),
        ("POST", {"data": values}),
        ("POST", {"json": values}),
        ("POST", {"data": form}),
    ):
        async with http.request(method, address, **ways) as response:
            assert response.status == 200
    assert phone.texts == ["one & two"] * 4


@pytest.mark.usefixtures("no_time_passes")
async def test_more_than_a_short_burst_to_one_chat_must_wait(sandbox: Sandbox, bot: Bot) -> None:
    phone, other = sandbox.phone(met=True), sandbox.phone(met=True)
    for number in range(5):
        await bot.send_message(phone.chat, str(number))
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(phone.chat, "too much")
    assert refused.value.retry_after == 1
    with pytest.raises(RetryAfter):
        await bot.send_message(phone.chat, "asked again too soon")
    assert len(sandbox.ledger.of("impatient")) == 1
    await bot.send_message(other.chat, "others may be written to")
    sandbox.advance(1.1)
    await bot.send_message(phone.chat, "after the wait")


@pytest.mark.usefixtures("no_time_passes")
async def test_the_whole_bot_sends_thirty_a_second_in_the_long_run(sandbox: Sandbox, bot: Bot) -> None:
    sent = 0
    for _ in range(80):
        try:
            await bot.send_message(sandbox.phone(met=True).chat, "x")
            sent += 1
        except RetryAfter:
            break
    assert 45 <= sent < 80
    sandbox.advance(1)
    await bot.send_message(sandbox.phone(met=True).chat, "x")


@pytest.mark.usefixtures("no_time_passes")
async def test_a_group_takes_twenty_a_minute(sandbox: Sandbox, bot: Bot) -> None:
    group = sandbox.group("Organisers", [])
    for _ in range(20):
        await bot.send_message(group.chat, "x")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(group.chat, "x")
    wait = refused.value.retry_after
    assert isinstance(wait, int)
    assert 55 <= wait <= 60
    sandbox.advance(61)
    await bot.send_message(group.chat, "x")


async def test_without_limits_nothing_is_held_back(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.limits = False
    phone = sandbox.phone(met=True)
    for _ in range(60):
        await bot.send_message(phone.chat, "x")
    assert len(phone.messages) == 60


async def test_a_network_error_is_what_a_502_becomes(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.faults.add(FaultRule("down"))
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.get_me()
