"""Promises about invitations, groups and what is sent twice."""

import pytest

from services.forums import start_parameter
from tests.support.clocks import Clock
from tests.support.phones import Phone

LINK = f"/start {start_parameter('security', 'en')}"
JOIN = "➕ Join · Community security forum (example)"


@pytest.mark.parametrize("way", ["/stop", "⏹ Stop"])
async def test_an_invitation_that_stood_in_the_chat_is_there_after_stopping_a_report(phone: Phone, way: str) -> None:
    await phone.send(LINK)
    await phone.press("Report", "Go on", "Stopped, arrested")
    await phone.send(way)
    assert JOIN in phone.buttons and "Community security" in phone.last
    assert "↩️ Go on after all" in phone.buttons
    await phone.press("Go on after all", "⏹ Stop")
    assert JOIN in phone.buttons, "it comes again however often the chat is swept"
    await phone.press("Join ·", "☰ Menu", "Report", "Go on", "⏹ Stop")
    assert not any("Community security" in text for text in phone.texts), "who has joined needs no invitation"


async def test_an_invitation_that_waited_survives_a_second_stop(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on")
    await phone.send(LINK)
    await phone.send("/stop")
    await phone.press("Report", "Go on")
    await phone.send("/stop")
    assert JOIN in phone.buttons


@pytest.mark.parametrize("way", ["/stop", "⏹ Stop"])
async def test_one_that_waited_comes_in_the_language_of_its_poster_and_so_does_what_follows(
    phone: Phone, way: str
) -> None:
    await phone.start()
    await phone.press("Report", "Go on")
    await phone.send(f"/start {start_parameter('security', 'fr')}")
    assert "What your link leads to" in phone.texts[-2]
    await phone.send(way)
    assert "Appuyez" in phone.last and phone.buttons[0] == "➕ Rejoindre · Forum de sécurité (exemple)"
    await phone.send("/help")
    assert any("arrêter ce qui est en cours" in text for text in phone.texts), phone.texts


async def test_forgetting_the_chat_forgets_the_invitation_too(phone: Phone) -> None:
    await phone.send(LINK)
    await phone.send("/forget")
    assert JOIN not in phone.buttons and len(phone.texts) == 1


@pytest.mark.parametrize("group", ["women", "youth"])
async def test_one_to_a_discreet_group_goes_with_the_sweep_and_does_not_come_again(phone: Phone, group: str) -> None:
    await phone.send(f"/start {start_parameter(group, 'en')}")
    name = phone.buttons[0].partition("· ")[2]
    assert any(name in text for text in phone.texts)
    await phone.press("Report", "Go on", "Stopped, arrested", "⏹ Stop")
    assert not any(name in text for text in phone.texts)
    assert not any(name in button for button in phone.buttons)


async def test_one_to_a_discreet_group_that_waited_is_shown_once(phone: Phone) -> None:
    await phone.start()
    await phone.press("Report", "Go on")
    await phone.send(f"/start {start_parameter('women', 'en')}")
    await phone.send("/stop")
    assert phone.buttons[0].startswith("➕ Join · ")


async def test_no_invitation_comes_twice_where_nothing_was_swept(phone: Phone) -> None:
    await phone.send(LINK)
    await phone.send("/services")
    await phone.send("/start")
    assert sum("Community security" in text for text in phone.telegram.said) == 1


@pytest.mark.parametrize("text", ["community security forum", "Women's group", "join youth group", "Jugendgruppe"])
async def test_a_groups_name_that_is_typed_shows_the_group(phone: Phone, text: str) -> None:
    await phone.send("/forums")
    await phone.send(text)
    is_known = "Jugend" not in text
    assert any(button.startswith("➕ Join ·") for button in phone.buttons) == is_known
    await phone.send("/services")
    await phone.send(text)
    assert any(button.startswith("➕ Join ·") for button in phone.buttons) == is_known


@pytest.mark.parametrize("said", ["yes", "oui", "نعم", "بەڵێ"])
async def test_yes_to_an_invitation_shows_the_button_that_joins_once_more(phone: Phone, said: str) -> None:
    await phone.send(LINK)
    await phone.send("/services")
    await phone.send("/start")
    await phone.send(said)
    assert JOIN in phone.buttons
    await phone.send("no")
    assert "I have asked no yes-or-no question" in phone.last and JOIN not in phone.buttons


async def test_who_has_joined_sees_what_is_planned_when_they_type_the_groups_name(phone: Phone) -> None:
    await phone.send("/forums")
    await phone.press("Join · Community security")
    await phone.send("community security forum")
    assert "You have joined" in phone.last and JOIN not in phone.buttons


@pytest.mark.parametrize("text", ["we need food", "🍞 Food", "security forum", "bread"])
@pytest.mark.parametrize("where", ["/start", "/services"])
async def test_the_same_sent_twice_at_once_is_answered_once(phone: Phone, text: str, where: str) -> None:
    await phone.send(where)
    await phone.send(text)
    once = len(phone.telegram.said)
    phone.clock.pass_(minutes=1)
    await phone.send("/forget")
    await phone.send(where)
    before = len(phone.telegram.said)
    await phone.send_quickly(text, text)
    assert len(phone.telegram.said) - before <= once


@pytest.mark.parametrize("text", ["🍞 Food", "bread", "🍞 food"])
async def test_a_list_that_stands_there_is_not_shown_again_within_seconds(
    phone: Phone, clock: Clock, text: str
) -> None:
    await phone.send("/services")
    await phone.send(text)
    said = len(phone.telegram.said)
    clock.pass_(seconds=4)
    await phone.send(text)
    assert len(phone.telegram.said) == said
    clock.pass_(seconds=20)
    await phone.send(text)
    assert len(phone.telegram.said) > said, "after a while whoever asks again is answered again"
