"""A survey from the invitation to the numbers at the desk, over real HTTP, with the real poll loop and sender."""

import pytest

from locales import Words
from sandbox import Phone, Sandbox
from services.disclosure.suppression import MOST
from services.notices.subscriptions import join
from services.store import Store
from services.surveys import surveys
from services.surveys.answers import AnswerBook, Round, RoundName
from services.surveys.counts import counted
from services.surveys.surveys import Everybody, SurveyAnswers
from tests.support.patience import PATIENCE
from tests.support.running_bot import Press, RunningBot

NAME = RoundName("answer", "example-1")
SAVED = {code: Words(code)("✅ Your answers are saved. Thank you.") for code in ("en", "ar", "ckb", "fr")}


def round_at_the_desk(bot: RunningBot) -> Round:
    """What a caseworker sees of the survey about answers."""
    book = AnswerBook()
    with bot.found.database.reading() as session:
        book.refresh(session, bot.founded.unlocked("caseworker"))
        return book.round(session, NAME)


def invite(bot: RunningBot, key: str) -> None:
    content = bot.found.content
    everybody = Everybody(content.audiences, content.languages, content.organisation.timezone)
    with bot.found.database.writing() as session:
        surveys.invite(Store(session, bot.found.runtime), content.survey(key), everybody, bot.clock())


async def answer_first_question(phone: Phone, press: Press) -> None:
    """Yes to the first question of the survey about answers, and nothing more."""
    await press(phone, "💬", "✅", "💬", "📨", "✅")


def answered_by_others(bot: RunningBot, people: int) -> None:
    """Yes as well, by the rule alone: a question is counted from 30 people on, and phones take their time."""
    form = bot.found.content.form(bot.found.content.survey("answer").form)
    filled = SurveyAnswers(NAME.survey, NAME.round, form.name, form.hash, {"got": "yes"})
    with bot.found.database.writing() as session:
        for chat in range(people):
            surveys.submit(Store(session, bot.found.runtime), bot.found.trust, filled, chat, bot.clock())


@pytest.mark.parametrize("language", ["en", "ar", "ckb", "fr"])
async def test_a_survey_is_answered_in_each_language_and_leaves_the_chat(
    bot: RunningBot, telegram: Sandbox, press: Press, language: str
) -> None:
    phone = telegram.phone(language=language)
    await phone.start()
    await press(phone, "📋")
    await answer_first_question(phone, press)
    await phone.expects(SAVED[language], PATIENCE)
    await phone.sees(lambda phone: len(phone.messages) == 1, PATIENCE)
    (answers,) = round_at_the_desk(bot).answers
    assert answers.answers == {"got": "yes"}
    assert telegram.complaints == []


async def test_who_follows_a_forum_is_invited_who_has_answered_is_not(
    bot: RunningBot, telegram: Sandbox, press: Press
) -> None:
    invited, has_answered = telegram.phone(language="en"), telegram.phone(language="fr")
    for phone, language in ((invited, "en"), (has_answered, "fr")):
        await phone.start()
        with bot.found.database.writing() as session:
            join(Store(session, bot.found.runtime), "forum:security", phone.chat, language, None)
    await press(has_answered, "📋")
    await answer_first_question(has_answered, press)
    await has_answered.expects(SAVED["fr"], PATIENCE)
    invite(bot, "answer")
    notice = await invited.expects("There are new questions for you", PATIENCE)
    assert "answer" not in notice.text.replace("Answering", "").replace("answered", "").lower()
    await invited.send("/surveys")
    await answer_first_question(invited, press)
    await invited.expects(SAVED["en"], PATIENCE)
    assert not any("/surveys" in text for text in has_answered.texts)


async def test_people_become_numbers_in_which_nobody_is_alone(bot: RunningBot, telegram: Sandbox, press: Press) -> None:
    for _ in range(11):
        phone = telegram.phone(language="en")
        await phone.start()
        await press(phone, "📋")
        await answer_first_question(phone, press)
        await phone.expects(SAVED["en"], PATIENCE)
    answered_by_others(bot, 20)
    got = next(each for each in counted(round_at_the_desk(bot), "en") if each.path == "got")
    assert {cell.name: cell.count for cell in got.cells}["yes"] == MOST
