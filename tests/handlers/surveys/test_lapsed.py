"""Promises of an answer that comes when its survey is forgotten: which one it was, and that nothing was sent."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.incoming.turn_store import DatabaseTurnStore
from handlers.chat import keyboards
from locales import Words
from services.forms.definition.items import plain as plain_label
from tests.handlers.surveys.test_surveys import begin, pass_to_the_review
from tests.support.clocks import Clock
from tests.support.phones import Phone
from tests.support.plain_text import plain

SLOW = "🐢 It took too long"
AGAIN = "✍️ Answer · 💬 How was our answer?"
NOTHING_SENT = "nothing of them was sent"
GENERAL = "I no longer know what it was"


async def lapsed(phone: Phone, clock: Clock) -> None:
    await begin(phone)
    await phone.press("💬 Yes")
    clock.pass_(hours=2)


async def test_who_is_silent_for_hours_reads_which_survey_it_was_and_begins_anew_with_one_press(
    phone: Phone, clock: Clock
) -> None:
    await lapsed(phone, clock)
    await phone.press(SLOW)
    assert "How was our answer?" in plain(phone.last)
    assert NOTHING_SENT in phone.last
    assert GENERAL not in phone.last
    assert phone.buttons[0] == AGAIN
    await phone.press(AGAIN, "Go on")
    assert "Did you get an answer from us?" in phone.last


async def test_so_does_who_was_forgotten_with_a_start(phone: Phone, turns: DatabaseTurnStore, clock: Clock) -> None:
    await begin(phone)
    await phone.press("💬 Yes")
    await turns.forget_old(clock.now, heard=clock.now + timedelta(hours=2))
    await phone.press(SLOW)
    assert NOTHING_SENT in phone.last


@pytest.mark.parametrize("code", ["ar", "ckb", "fr"])
async def test_it_is_said_in_every_language(phone: Phone, clock: Clock, code: str) -> None:
    words = Words(code)
    await lapsed(phone, clock)
    await phone.send("/language")
    await phone.press(words.language.native_name)
    clock.pass_(minutes=30)
    await phone.send(SLOW)
    form = phone.app.content.form("answer_survey")
    assert plain(form.title_in(code)) in plain(phone.last)
    assert phone.buttons[0].startswith(words(keyboards.ANSWER_SURVEY))


async def test_who_has_answered_meanwhile_is_not_told_that_nothing_was_sent(phone: Phone, clock: Clock) -> None:
    await begin(phone)
    await pass_to_the_review(phone)
    await phone.press("✅ Send")
    clock.pass_(hours=2)
    await phone.send(SLOW)
    assert "You have answered already" in phone.last


async def test_an_answer_that_stands_in_several_forms_says_nothing_of_a_survey(phone: Phone, clock: Clock) -> None:
    await lapsed(phone, clock)
    shared = shared_label(phone)
    await phone.send(shared)
    assert GENERAL in phone.last


async def test_a_survey_that_is_over_or_for_others_is_not_named(phone: Phone, clock: Clock) -> None:
    changes: tuple[dict[str, Any], ...] = ({"closes": date(2026, 3, 1)}, {"audience": "forum:youth"})
    for changed in changes:
        await lapsed(phone, clock)
        content = phone.app.content
        others = tuple(each for each in content.surveys if each.key != "answer")
        whole = phone.app
        phone.app = replace(
            whole, content=replace(content, surveys=(*others, replace(content.survey("answer"), **changed)))
        )
        await phone.send(SLOW)
        assert GENERAL in phone.last
        assert "How was our answer" not in phone.last
        phone.app = whole


def shared_label(phone: Phone) -> str:
    """The label of an answer that two forms have."""
    seen: set[str] = set()
    for form in phone.app.content.forms.values():
        labels = {str(plain_label(each.label["en"])) for choices in form.choices.values() for each in choices}
        if shared := sorted(seen & labels):
            return shared[0]
        seen |= labels
    raise AssertionError
