"""A story of abuse by those who help reaches the focal points: whether it is one is asked, once, before it is sent."""

import pytest

from storage.engine import Database
from tests.support.phones import NewPhone, Phone
from tests.support.reports.told_reports import TO_QUESTIONS, reports
from tests.support.vaults import Template

STORY = "the aid worker asked me for sex for food"
DEMAND = "the volunteer wants money before he writes our name on the list"
ASKED = "Is it about an aid worker?"
DANGER = "Is anyone in danger right now?"


def times_asked(phone: Phone) -> int:
    """By the hint, which a review does not show."""
    return sum("If so, only the focal points" in text for text in phone.texts)


async def test_words_that_were_typed_first_are_asked_about_and_met_as_a_survivors(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.send(STORY)
    await phone.press("Report with these words", "I feel unsafe")
    assert ASKED in phone.last
    await phone.press("🦺 Yes")
    for said in ("Only the focal points", "not the fault", "Example health centre", "May a specialist contact you"):
        assert said in phone.answer
    await phone.press("🔕 No")
    assert "Please check" in phone.last
    await phone.press("✅ Send")
    assert reports(database, founded, "caseworker") == []
    (body,) = reports(database, founded, "focal_point")
    assert (body["compartment"], body["urgent"]) == ("psea", True)
    assert body["answers"]["what_happened"] == STORY


async def test_a_demand_for_money_is_no_violence_and_goes_to_the_focal_points_too(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.send(DEMAND)
    await phone.press("Report with these words", "Something else", "🦺 Yes")
    assert "not the fault" not in phone.answer
    assert "Example Complaints Office" in phone.answer
    await phone.press("North quarter", "👌 No", "✅ Send")
    (body,) = reports(database, founded, "focal_point")
    assert (body["compartment"], body["urgent"]) == ("psea", False)


@pytest.mark.parametrize("answer", ["👤 No", "🤐", "Skip"])
async def test_who_says_no_or_nothing_reaches_the_caseworkers_and_is_not_asked_again(
    phone: Phone, database: Database, founded: Template, answer: str
) -> None:
    await phone.send(DEMAND)
    await phone.press("Report with these words", "I feel unsafe", answer, "North quarter", "🤷", "More questions")
    while "✅ Send" not in phone.buttons:
        await phone.press("Skip")
    assert times_asked(phone) == 1
    await phone.press("✅ Send")
    assert len(reports(database, founded, "caseworker")) == 1


async def test_a_story_that_is_told_later_is_asked_about_before_it_can_be_sent(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "North quarter", "👌 No", "Today")
    assert times_asked(phone) == 0
    await phone.send(STORY)
    await phone.press("Check and send")
    assert ASKED in phone.last
    await phone.press("🦺 Yes")
    assert "not the fault" in phone.answer
    assert "Only the focal points" in phone.answer
    await phone.press("✅ Send")
    (body,) = reports(database, founded, "focal_point")
    assert (body["compartment"], body["urgent"]) == ("psea", True)


async def test_nor_is_it_passed_by_where_all_questions_are_answered(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "Something else", "North quarter", "👌 No", "Today")
    await phone.send(DEMAND)
    await phone.press("Next")
    assert ASKED in phone.last, "before anything else: what follows depends on it"
    await phone.press("👤 No")
    assert "Do you want an answer?" in phone.last
    await phone.press("No")
    assert "Please check" in phone.last


async def test_who_leaves_it_out_is_asked_once(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "Something else", "North quarter", "👌 No", "Today")
    await phone.send(DEMAND)
    await phone.press("Next")
    assert ASKED in phone.last
    await phone.press("Skip")
    assert "Do you want an answer?" in phone.last
    await phone.press("No")
    assert "Please check" in phone.last


async def test_words_written_at_the_review_are_asked_about(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "Something else", "Check and send")
    assert "Please check" in phone.last
    await phone.send(STORY)
    assert ASKED in phone.last


async def test_the_answer_stands_when_the_words_are_changed(
    phone: Phone, database: Database, founded: Template
) -> None:
    await phone.send(DEMAND)
    await phone.press("Report with these words", "Something else", "🦺 Yes", "North quarter", "👌 No")
    number = next(line for line in phone.answer.splitlines() if "What happened?" in line).strip("\u200e")[0]
    await phone.press(f"✏️ {number}")
    await phone.send("I would rather tell it myself.")
    await phone.press("Next", "✅ Send")
    assert reports(database, founded, "caseworker") == []
    (body,) = reports(database, founded, "focal_point")
    assert body["answers"]["what_happened"] == "I would rather tell it myself."


@pytest.mark.parametrize("doors", [("About an aid worker",), ("Sexual violence", "👤 No"), ("child in danger", "🦺")])
async def test_who_was_asked_or_said_it_by_the_way_in_is_not_asked(phone: Phone, doors: tuple[str, ...]) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, *doors)
    before = times_asked(phone)
    await phone.send(STORY)
    while "✅ Send" not in phone.buttons:
        await phone.press("Check and send")
    assert times_asked(phone) == before


@pytest.mark.parametrize(
    ("hint", "said", "asked"),
    [
        ("ar", "عامل الإغاثة طلب مني الجنس مقابل الطعام", "عامل أو عاملة إغاثة"),
        ("ckb", "کارمەندی ڕێکخراوەکە داوای سێکسی لێ کردم", "کارمەندێکی یارمەتیدانە"),
        ("fr", "un employé de l’ONG m’a demandé du sexe", "personnel humanitaire"),
    ],
)
async def test_in_every_language(new_phone: NewPhone, hint: str, said: str, asked: str) -> None:
    person = new_phone(hint=hint)
    await person.send(said)
    await person.press("📝", "✏️")
    assert asked in person.last


async def test_harmless_words_about_an_aid_worker_are_not_asked_about(phone: Phone) -> None:
    await phone.send("the aid worker gave us food and it was not enough")
    await phone.press("Report with these words", "Something else", "North quarter")
    assert "Please check" in phone.last


@pytest.mark.parametrize("category", ["I feel unsafe", "Stopped, arrested"])
async def test_who_hurries_is_asked_once_whether_anyone_is_in_danger(
    phone: Phone, database: Database, founded: Template, category: str
) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, category, "Check and send")
    assert DANGER in phone.last
    await phone.press("🆘 Yes")
    assert "go to a safe place first" in phone.last
    await phone.press("✅ Send")
    (body,) = reports(database, founded)
    assert body["urgent"] is True


async def test_who_has_seen_the_question_and_hurries_on_has_left_it_out(phone: Phone) -> None:
    await phone.start()
    await phone.press(*TO_QUESTIONS, "I feel unsafe", "North quarter")
    assert DANGER in phone.last
    await phone.press("Check and send")
    assert "Please check" in phone.last
    await phone.press("✏️ 1", "Someone was attacked")
    assert "Please check" in phone.last, "it is not asked again"


@pytest.mark.parametrize(("said", "is_asked"), [("soldiers came to our street", True), ("the well is dry", False)])
async def test_words_of_danger_are_asked_about_whatever_the_category(phone: Phone, said: str, is_asked: bool) -> None:
    await phone.send(said)
    await phone.press("Report with these words", "Something else", "North quarter")
    assert (DANGER in phone.last) is is_asked
    assert ("Please check" in phone.last) is not is_asked


async def test_a_report_on_an_agreement_asks_the_same(phone: Phone, database: Database, founded: Template) -> None:
    await phone.send("/agreements")
    await phone.press("Kept or broken?", "Go on", "Herders and farmers", "It was kept", "Skip", "Skip", "Skip")
    await phone.send(DEMAND)
    await phone.press("Check and send")
    assert ASKED in phone.last
    await phone.press("🦺 Yes", "✅ Send")
    assert reports(database, founded, "caseworker") == []
    assert len(reports(database, founded, "focal_point")) == 1


async def test_going_back_from_the_question_whether_it_was_one_of_those_who_help_keeps_the_story(
    phone: Phone, database: Database, founded: Template
) -> None:
    story = "the aid worker touched my daughter for food"
    await phone.send("/report")
    await phone.press("Go on", "I feel unsafe", "Along the river", "No", "Today")
    await phone.send(story)
    await phone.press("Next", "Back")
    assert "What happened?" in phone.last and "➡️ Next" in phone.buttons
    await phone.press("Next", "🦺 Yes", "Check and send", "✅ Send")
    (body,) = reports(database, founded, "focal_point")
    assert body["answers"]["what_happened"] == story
