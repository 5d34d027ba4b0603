"""What a resident does with forums: joining, leaving, areas, quiet hours, stopping everything; what stays unseen."""

from typing import Protocol

import pytest

from handlers.chat import keyboards
from handlers.chat.app import App
from locales import LANGUAGES, Words
from services.forums import start_parameter
from services.notices import subscriptions
from services.notices.quiet_hours import Quiet
from services.store import Store
from storage.engine import Database
from tests.support.meetings.planning import meeting, plan
from tests.support.phones import NewPhone, Phone
from tests.support.vaults import Template

LANGUAGES_OFFERED = ("en", "ar", "ckb", "fr")


class Joined(Protocol):
    """What a chat hears about."""

    def __call__(self, chat: int = ...) -> list[str]: ...


@pytest.fixture
def joined(founded: Template, database: Database, app: App) -> Joined:
    def read(chat: int = 700) -> list[str]:
        with database.reading() as session:
            return subscriptions.joined(Store(session, founded.runtime), app.content.audiences, chat)

    return read


async def test_two_taps_from_the_menu_join_a_forum(phone: Phone, joined: Joined) -> None:
    await phone.start()
    phone.taps = 0
    await phone.press("Meetings and news", "Join · Community security")
    assert phone.taps == 2
    assert joined() == ["forum:security"]
    assert "Done" in phone.last
    assert "➖ Leave a group" in phone.buttons
    assert phone.answer.count("joined") == phone.answer.count("I write to you about") - 1 == 0, "said once"
    await phone.send("/forums")
    assert "✅ You have joined" in phone.last


async def test_leaving_asks_which_group_and_joins_again_the_same_way(phone: Phone, joined: Joined) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community security", "Leave a group")
    await phone.press("Leave · Community security")
    assert joined() == []
    assert "no longer" in phone.last
    assert "➕ Join · Community security forum (example)" in phone.buttons


async def test_a_repeated_press_changes_nothing(phone: Phone, joined: Joined) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community security")
    await phone.repeat()
    assert joined() == ["forum:security"]


async def test_before_joining_it_is_said_who_sees_what(phone: Phone) -> None:
    await phone.send("/forums")
    assert "Nobody here can see a list" in phone.last
    assert "Telegram itself can see" in phone.last
    assert "Everyone may come" in phone.answer


@pytest.mark.parametrize("forum", ["Women’s group", "Youth group"])
async def test_a_group_others_should_not_read_about_is_named_nowhere_in_the_chat(
    phone: Phone, joined: Joined, founded: Template, database: Database, forum: str
) -> None:
    key = {"Women’s group": "women", "Youth group": "youth"}[forum]
    plan(database, founded.runtime, meeting(key, title={"en": f"{forum} tea"}))
    await phone.send(f"/start f_{key}_en")
    assert forum in phone.last
    await phone.press(f"Join · {forum}")
    assert len(phone.texts) == 1
    assert joined() == [f"forum:{key}"]
    await phone.press("About the meeting", "I will come", "Calendar")
    await phone.send("/forums")
    assert not any(forum in text for text in [*phone.texts, *phone.own_texts, *phone.buttons])
    [(_, file, _)] = phone.telegram.handed
    assert forum.encode() not in file
    await phone.press("Leave a group", f"Leave · {forum}")
    assert not any(forum in text for text in phone.own_texts)


@pytest.mark.parametrize("asks", ["Join a group", "Leave a group"])
async def test_which_groups_somebody_has_joined_cannot_be_told_from_the_buttons(phone: Phone, asks: str) -> None:
    """Neither by a name that stands there, nor by one that is missing."""
    shown = []
    for forum in ("Women’s group", "Youth group", "Community security forum"):
        await phone.send("/forums")
        await phone.press(f"Join · {forum}")
        below = list(phone.buttons)
        assert not any(each in label for each in ("Women", "Youth", "Community") for label in below)
        await phone.press(asks)
        shown.append((below, list(phone.buttons), phone.answer))
        await phone.press(f"{asks.partition(' ')[0]} · {forum}", *(["Leave a group"] if "Join" in asks else []))
        if "Join" in asks:
            await phone.press(f"Leave · {forum}")
    assert shown[0] == shown[1] == shown[2]


@pytest.mark.parametrize("has_joined", [True, False])
async def test_a_name_others_should_not_read_that_is_typed_goes_from_the_chat_and_tells_nothing(
    phone: Phone, has_joined: bool
) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community security", "Join a group", f"Join · {'Women' if has_joined else 'Youth'}")
    await phone.send("women's group")
    assert not any("women" in text.lower() for text in [*phone.texts, *phone.own_texts, *phone.buttons])
    assert "You have joined" in phone.answer


async def test_join_and_leave_that_are_typed_ask_which_group(phone: Phone, joined: Joined) -> None:
    await phone.send("join a group")
    await phone.press("Join · Women")
    await phone.send("leave")
    await phone.press("Leave · Women")
    assert joined() == []


async def test_an_old_button_that_names_the_group_still_leaves_it(phone: Phone, joined: Joined) -> None:
    await phone.send("/forums")
    await phone.press("Join · Women")
    await phone.send("➖ Leave · Women’s group (example)")
    assert joined() == []
    assert not any("Women" in text for text in phone.own_texts)


async def test_an_old_button_of_another_language_still_joins_in_that_language(phone: Phone, joined: Joined) -> None:
    name = phone.app.content.forum("security").name.said("ckb")
    await phone.send(f"{Words('ckb')(keyboards.JOIN)} · {name}")
    assert joined() == ["forum:security"]


async def test_a_group_that_is_gone_is_said_kindly(phone: Phone, joined: Joined) -> None:
    await phone.send("⬜ Join · Chess club")
    assert "no group of this name" in phone.last
    assert joined() == []


async def test_a_posters_link_joins_with_one_tap(new_phone: NewPhone, joined: Joined) -> None:
    person = new_phone(hint="en")
    await person.send(f"/start {start_parameter('security', 'fr')}")
    assert "Forum de sécurité" in person.last
    name = person.app.content.forum("security").name.said("fr")
    assert person.buttons[0].endswith(f" · {name}")
    await person.send(person.buttons[0])
    assert joined() == ["forum:security"]


async def test_a_link_to_a_group_that_is_gone_leads_to_the_menu(phone: Phone) -> None:
    await phone.send("/start f_chess_en")
    assert "does not meet any more" in phone.last
    assert "📝 Report a concern" in phone.buttons


async def test_a_posters_link_waits_for_an_unfinished_report(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on")
    await phone.send("/start f_security_en")
    assert "not sent yet" in phone.last


async def test_areas_are_chosen_by_ticks(phone: Phone, joined: Joined) -> None:
    await phone.send("/forums")
    await phone.press("Safety advice", "North quarter", "Along the river")
    assert joined() == ["zone:north", "zone:river"]
    await phone.press("Warn me no more · 🏡 North quarter")
    assert joined() == ["zone:river"]


async def test_quiet_hours_are_chosen_by_one_button_and_a_newcomer_sleeps_at_night(
    phone: Phone, founded: Template, database: Database, app: App
) -> None:
    def quiet() -> Quiet | None:
        with database.reading() as session:
            return subscriptions.quiet_of(Store(session, founded.runtime), app.content.audiences, 700)

    await phone.send("/forums")
    await phone.press("Join · Community security", "Quiet hours")
    assert "21:00 to 07:00" in phone.last
    await phone.press("20:00")
    assert "20:00 to 06:00" in phone.last
    await phone.press("At any hour")
    assert quiet() is None
    await phone.send("/forums")
    await phone.press("Join a group", "Join · Youth")
    assert quiet() is None


async def test_quiet_hours_of_nobody_are_nothing_to_choose(phone: Phone) -> None:
    await phone.send(Words("en")(keyboards.QUIET))
    assert "join a group first" in phone.last


async def test_one_tap_stops_everything(phone: Phone, joined: Joined) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community", "Safety advice", "North quarter")
    await phone.press("Stop all messages")
    assert joined() == []
    assert "no longer write to you" in phone.last


async def test_stop_with_nothing_under_way_offers_to_stop_everything(phone: Phone, joined: Joined) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community")
    await phone.send("/stop")
    await phone.press("Stop all messages")
    assert joined() == []
    await phone.send("/stop")
    assert "🔕 Stop all messages" not in phone.buttons


async def test_stopping_everything_leaves_an_unfinished_report_where_it_is(phone: Phone, joined: Joined) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community")
    await phone.send("/report")
    await phone.press("Go on")
    question = phone.last
    await phone.send("🔕 Stop all messages")
    assert joined() == []
    assert phone.last == question


async def test_forgetting_the_chat_says_what_stays_without_naming_it_and_offers_to_end_it(
    phone: Phone, joined: Joined
) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community")
    await phone.send("/forget")
    assert not phone.own_texts
    assert "I removed the messages" in phone.texts[0]
    assert "I go on writing to you" in phone.last
    assert not any(word in phone.answer.lower() for word in ("forum", "meeting", "group"))
    await phone.press("Stop all messages")
    assert joined() == []


async def test_forgetting_the_chat_of_somebody_who_joined_nothing_speaks_of_nothing(phone: Phone) -> None:
    await phone.start()
    await phone.send("/forget")
    assert "I go on writing" not in phone.last
    assert "🔕 Stop all messages" not in phone.buttons


async def test_who_changes_language_hears_in_the_new_one(phone: Phone, founded: Template, database: Database) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community")
    await phone.send("/language")
    await phone.press(LANGUAGES["ckb"].native_name)
    with database.reading() as session:
        counted = subscriptions.sizes(Store(session, founded.runtime), "forum:security", LANGUAGES_OFFERED)
    assert counted == {"en": 0, "ar": 0, "ckb": 1, "fr": 0}


@pytest.mark.parametrize("code", ["en", "ar", "ckb", "fr"])
async def test_an_old_button_that_read_like_a_state_shows_how_it_is_and_ends_nothing(
    phone: Phone, joined: Joined, code: str
) -> None:
    words, name = Words(code), phone.app.content.forum("security").name.said(code)
    await phone.send(f"{words(keyboards.OLD_JOIN)} · {name}")
    await phone.send(f"{words(keyboards.OLD_JOINED)} · {name}")
    await phone.send(f"{words(keyboards.OLD_WARNED)} · {name}")
    assert joined() == ["forum:security"]


@pytest.mark.parametrize("code", ["en", "ar", "ckb", "fr"])
def test_no_button_that_ends_something_says_how_it_is(code: str) -> None:
    """What acts has the picture of an act in front; a tick says how something is."""
    words = Words(code)
    for label in (keyboards.JOIN, keyboards.WARN, keyboards.LEAVE, keyboards.WARN_NO_MORE):
        assert {*words(label)} & {*"➕➖"}
        assert not {*words(label)} & {*"✅⬜☑"}


UNFINISHED = {
    "a report": (("Report", "Go on", "I feel unsafe"), ("Stop",)),
    "a report that is sent": (
        ("Report", "Go on", "I feel unsafe", "Check and send", "👌 No"),
        ("✅ Send", "I noted it"),
    ),
    "a receipt that is shown": (
        ("Report", "Go on", "I feel unsafe", "Check and send", "👌 No", "✅ Send"),
        ("I noted it",),
    ),
    "a survey": (("Surveys", "Answer", "Go on"), ("Stop",)),
}


@pytest.mark.parametrize("what", UNFINISHED)
async def test_a_posters_link_opened_in_the_middle_of_something_is_taken_up_when_it_has_ended(
    phone: Phone, joined: Joined, what: str
) -> None:
    begin, end = UNFINISHED[what]
    await phone.start()
    await phone.press(*begin)
    await phone.send("/start f_security_en")
    assert any("What your link leads to comes after this" in text for text in phone.texts)
    if any("Go on" in label for label in phone.buttons):
        await phone.press("Go on")
    await phone.press(*end)
    assert "Community security forum" in phone.last
    await phone.press("Join · Community security")
    assert joined() == ["forum:security"]
    await phone.send("/start")
    assert "Community security forum" not in phone.last


async def test_a_link_with_a_code_opened_in_the_middle_of_something_is_asked_for_again(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "I feel unsafe")
    await phone.send("/start o_ABCDEFGHJKLM")
    await phone.press("Stop")
    assert "open it once more" in phone.last


async def test_a_link_that_waited_is_forgotten_with_the_chat(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on", "I feel unsafe")
    await phone.send("/start f_women_en")
    await phone.send("/forget")
    assert not any("Women" in text for text in phone.texts)
