"""Promises at the door: welcome, languages, help, sweeping the chat, and kind words for everything else."""

from dataclasses import replace

import pytest

from handlers import routes
from handlers.chat import keyboards
from handlers.chat.refusals import apologise, not_now
from handlers.chat.routing import Handle, Switchboard
from handlers.chat.turn import Turn
from handlers.notices import UnknownNotice, word
from locales import LANGUAGES, Words
from services.errors import Refusal
from services.notices.outbox import Notice
from tests.support.phones import NewPhone, Phone
from tests.support.plain_text import plain

HELD = "✍️ I have your words. They are not sent. What shall I do?"
MENU = [
    "📝 Report a concern",
    "📬 My mailbox",
    "☎️ Services and help",
    "👥 Meetings and news",
    "🏠 Going back home",
    "🛡 Staying safe",
    "📋 Surveys",
    "🌐 Language",
    "❓ How it works",
    "🧹 Forget this chat",
]


async def test_start_welcomes_and_shows_the_menu(phone: Phone) -> None:
    await phone.start()
    assert "Example Town protection team" in phone.last
    assert phone.buttons == MENU


@pytest.mark.parametrize(
    ("hint", "language"), [("ar", "ar"), ("ar-IQ", "ar"), ("fr-FR", "fr"), ("ckb", "ckb"), ("zu", "en"), (None, "en")]
)
async def test_the_first_language_is_the_phones_where_it_is_offered(
    new_phone: NewPhone, hint: str | None, language: str
) -> None:
    person = new_phone(hint=hint)
    await person.start()
    words = Words(language)
    assert words("👇 Choose what you need. You need not give a name.") in person.last
    assert person.buttons[0] == words(keyboards.REPORT)


async def test_the_welcome_names_every_language_in_its_own_letters(phone: Phone) -> None:
    await phone.start()
    for code in phone.app.languages:
        assert LANGUAGES[code].native_name in phone.last


async def test_languages_are_chosen_by_their_own_names(phone: Phone) -> None:
    await phone.start()
    await phone.press("Language")
    assert phone.buttons[:-1] == [LANGUAGES[code].native_name for code in phone.app.languages]
    await phone.press("Français")
    assert phone.buttons[0] == Words("fr")(keyboards.REPORT)


async def test_a_language_that_is_not_offered_brings_the_names_back(phone: Phone) -> None:
    await phone.send("/language")
    await phone.send("Klingon")
    assert "Français" in phone.buttons


@pytest.mark.parametrize("command", [command for command, _ in routes.COMMANDS])
@pytest.mark.parametrize("hint", ["en", "ar"])
async def test_every_command_is_the_same_word_in_every_language(new_phone: NewPhone, command: str, hint: str) -> None:
    person = new_phone(hint=hint)
    await person.send(f"/{command}@practice_bot")
    assert person.texts
    assert Words(hint)(HELD) not in person.last


async def test_services_show_emergency_numbers_where_they_are_seen(phone: Phone) -> None:
    """Last: a small screen shows the end of a message."""
    await phone.start()
    await phone.press("Services")
    assert phone.last.index("Choose") < phone.last.index("In danger now?") < phone.last.index("Police")


async def test_words_that_belong_nowhere_are_met_kindly_and_honestly(phone: Phone) -> None:
    await phone.send("is somebody reading this, or are you a machine?")
    assert HELD in phone.last


async def test_an_edited_message_changes_nothing_and_the_person_hears_it(phone: Phone) -> None:
    await phone.start()
    chat = {"id": phone.chat, "type": "private"}
    await phone.deliver({"update_id": 5000, "edited_message": {"message_id": 1, "date": 0, "chat": chat, "text": "x"}})
    assert "cannot take changes" in phone.last


async def test_a_service_message_of_telegram_is_passed_over(phone: Phone) -> None:
    await phone.send(pinned_message={})
    await phone.send(message_auto_delete_timer_changed={"message_auto_delete_time": 86400})
    assert phone.texts == []


async def test_an_inline_press_is_answered_so_that_the_phone_stops_waiting(phone: Phone) -> None:
    chat = {"id": phone.chat, "type": "private"}
    press = {"id": "77", "from": {"id": 1}, "data": "old", "message": {"message_id": 3, "chat": chat}}
    await phone.deliver({"update_id": 6000, "callback_query": press})
    assert phone.telegram.answered_presses == ["77"]


async def test_in_a_group_it_is_said_once_that_only_private_chats_work(new_phone: NewPhone) -> None:
    group = new_phone(chat=-100500)
    for number, text in enumerate(("/start", "/report", "hello")):
        message = {"message_id": number, "date": 0, "chat": {"id": group.chat, "type": "supergroup"}, "text": text}
        await group.deliver({"update_id": 7000 + number, "message": message})
    assert len(group.texts) == 1
    assert "only work in a private chat" in group.last
    assert group.buttons == []


async def test_forget_removes_both_sides_messages_and_says_what_stays(phone: Phone) -> None:
    await phone.start()
    await phone.press("Services")
    await phone.send("something private")
    await phone.press("Menu", "Forget")
    assert phone.own_texts == []
    assert len(phone.texts) == 1
    assert "older messages" in phone.last
    assert "Telegram itself may keep" in phone.last
    assert "report" not in phone.last.lower()


async def test_forget_drops_what_was_under_way(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "I feel unsafe")
    await phone.send("/forget")
    await phone.send("🌊 Along the river (example)")
    assert "please start again" in phone.last


async def test_stop_with_nothing_under_way_leads_to_the_menu(phone: Phone) -> None:
    await phone.send("/stop")
    assert phone.buttons == MENU


async def test_the_apology_says_whether_anything_was_saved(phone: Phone) -> None:
    await phone.start()
    phone.switchboard = _Only(apologise)
    await phone.send("/report")
    assert "was not saved" in phone.last
    phone.switchboard = routes.switchboard()
    await phone.send("/report")
    phone.switchboard = _Only(apologise)
    await phone.repeat()
    assert "was saved" in phone.last


class _Only(Switchboard):
    """A switchboard with one handler."""

    def __init__(self, handle: Handle) -> None:
        super().__init__((), fallback=handle, elsewhere=handle)
        self._handle = handle

    async def answer(self, turn: Turn) -> None:
        await self._handle(turn)


async def test_a_refusal_nobody_worded_is_not_hidden(phone: Phone) -> None:
    class Unheard(Refusal):
        pass

    async def refuses(turn: Turn) -> None:
        not_now(turn, Unheard())

    phone.switchboard = _Only(refuses)
    with pytest.raises(Unheard):
        await phone.send("x")


@pytest.mark.parametrize("language", ["en", "ar", "ckb", "fr"])
def test_a_notice_says_nothing_of_a_report(language: str) -> None:
    words = Words(language)
    text = word(Notice("mailbox", 1, language), words).text
    forbidden = [
        "report",
        "mailbox",
        "case",
        "answer",
        words(keyboards.REPORT),
        words(keyboards.MAILBOX),
    ]
    assert not any(each.lower() in text.lower() for each in forbidden)
    assert text


def test_a_notice_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownNotice):
        word(Notice("surprise", 1, "en"), Words("en"))


async def test_every_button_reads_differently_in_every_language() -> None:
    """A press comes back as text, so two buttons with one text would be one."""
    labels = {name: label for name, label in vars(keyboards).items() if name.isupper() and isinstance(label, str)}
    for code in ("en", "ar", "ckb", "fr"):
        words = Words(code)
        seen = [words(label) for label in set(labels.values())]
        assert len(seen) == len(set(seen)), code


@pytest.mark.parametrize("place", ["/start", "/report"])
async def test_who_chose_a_language_that_is_offered_no_more_goes_on_in_another_and_may_choose(
    phone: Phone, place: str
) -> None:
    await phone.send("/language")
    await phone.press("Français")
    await phone.press(Words("fr")(keyboards.REPORT))
    phone.app = replace(phone.app, languages=("en", "ar"))
    before = len(phone.texts)
    await phone.send(place)
    assert plain(phone.texts[before]) == "🌐 English · العربية: /language"
    assert "Français" not in phone.last
    before = len(phone.texts)
    await phone.send("/report")
    assert "/language" not in phone.texts[before]
