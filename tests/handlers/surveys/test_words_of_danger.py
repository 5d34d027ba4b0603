"""Words of danger in a survey: nobody can answer them there, and one press makes a report of them alone."""

from storage.engine import Database
from tests.support.phones import Phone
from tests.support.reports.told_reports import how_many, reports
from tests.support.vaults import Template

STORY = "soldiers took my son last night"
OFFER = "📝 Report with these words"


async def to_the_words(phone: Phone) -> None:
    await phone.send("/surveys")
    await phone.press("✍️ Answer · 💬 How was our answer", "Go on")
    while "better" not in phone.last:
        await phone.press("I would rather not")


async def test_a_report_of_them_alone_is_one_press_away(phone: Phone, database: Database, founded: Template) -> None:
    await to_the_words(phone)
    await phone.send(STORY)
    assert "Nobody can answer a survey" in phone.answer
    assert "In danger now? Call:" in phone.answer
    await phone.press(OFFER)
    assert "What is it about?" in phone.last
    await phone.press("Stopped, arrested", "North quarter", "🆘 Yes", "✅ Send")
    (body,) = reports(database, founded)
    assert body["answers"]["what_happened"] == STORY
    assert how_many(database) == (1, 1), "of the survey nothing is sent"


async def test_it_is_offered_to_the_end_of_the_survey_and_only_there(phone: Phone, database: Database) -> None:
    await to_the_words(phone)
    await phone.send(STORY)
    while "✅ Send" not in phone.buttons:
        assert OFFER in phone.buttons
        await phone.press("Next" if any("Next" in button for button in phone.buttons) else "I would rather not")
    assert OFFER in phone.buttons
    await phone.press("✅ Send")
    assert "Your answers are saved" in phone.last
    await phone.send(OFFER)
    assert "What is it about?" not in phone.last
    assert how_many(database) == (1, 0)


async def test_words_where_a_button_was_asked_for_are_not_lost_either(phone: Phone) -> None:
    await phone.send("/surveys")
    await phone.press("✍️ Answer · 💬 How was our answer", "Go on")
    await phone.send(STORY)
    await phone.press(OFFER, "Stopped, arrested", "North quarter", "🆘 Yes")
    assert STORY in phone.answer


async def test_other_words_are_answers_and_nothing_more(phone: Phone) -> None:
    await to_the_words(phone)
    await phone.send("The paper was hard to read.")
    assert "Nobody can answer" not in phone.answer
    assert OFFER not in phone.buttons
