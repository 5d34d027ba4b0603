"""What came of a referral is offered to its person: one press puts it into the reply, until somebody has written."""

import pytest

from desk.referral.outcome import ready_outcome
from services.content.replies import FILE, OUTCOMES, read_reply_words
from services.reports.deeds.following_up import followed_up
from services.reports.deeds.undoing import undone
from tests.desk.conftest import Desk
from tests.desk.dictation.test_dictation import config
from tests.support.contents import EXAMPLE, LANGUAGES, change
from tests.support.offices import Office
from tests.support.reports.referring import answers, asks, hands_over

__all__ = ["config"]
TOLD = read_reply_words(EXAMPLE, LANGUAGES)[0].outcomes


def with_outcome(office: Office, step: str = "accepted", language: str = "ar") -> tuple[bytes, bytes]:
    """A case of which something was handed over, and the deed that says what came of it."""
    case_id = office.report(language=language)
    terms = asks(office, case_id)
    answers(office, case_id, terms)
    hands_over(office, case_id, terms)
    return case_id, office.act("caseworker", case_id, followed_up(office.case(case_id), terms.digest, step))


@pytest.mark.parametrize("page", ["", "/referral"])
async def test_one_press_puts_it_into_the_reply_in_the_readers_language_and_two_put_it_once(
    desk: Desk, page: str
) -> None:
    case_id, _ = with_outcome(desk.office)
    path = f"/case/{case_id.hex()}"
    visitor = await desk.inside(onward=path + page)
    assert TOLD["accepted"].said("en") in visitor.last.plain
    for _ in range(2):
        await visitor.post(path + page, {"do": "outcome"})
        assert visitor.last.path == path and visitor.area("reply") == TOLD["accepted"].said("ar")
    reply = visitor.area("reply")
    await visitor.work(case_id, "preview", reply=reply)
    await visitor.work(case_id, "send", reply=reply)
    assert desk.office.case(case_id).entries[-1].text == reply
    assert "does not know yet" not in visitor.last.plain
    assert "does not know yet" not in (await visitor.get(f"{path}/referral")).plain


@pytest.mark.parametrize("step", OUTCOMES)
def test_each_outcome_has_its_sentence_in_every_language(desk: Desk, step: str) -> None:
    for language in LANGUAGES:
        ready = ready_outcome(
            desk.office.case(with_outcome(desk.office, step, language)[0]), desk.sessions.config.content, "en"
        )
        assert ready is not None and (ready.own, ready.theirs) == (TOLD[step].said("en"), TOLD[step].said(language))


def test_nothing_is_offered_of_what_was_undone_taken_back_told_already_or_has_no_sentence(desk: Desk) -> None:
    office, content = desk.office, desk.sessions.config.content
    gone, deed = with_outcome(office)
    office.act("caseworker", gone, undone(office.case(gone), deed, office.members["caseworker"].member))
    back, _ = with_outcome(office)
    answers(office, back, office.case(back).referrals[0].terms, "withdrawn")
    told, _ = with_outcome(office)
    office.do("caseworker", "reply", told, "We told you.")
    dropped, _ = with_outcome(office, "dropped")
    assert [ready_outcome(office.case(each), content, "en") for each in (gone, back, told, dropped)] == [None] * 4
    assert ready_outcome(office.case(with_outcome(office)[0]), None, "en") is None


def test_a_file_from_before_is_used_and_told_of_and_a_gap_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("content")
    text = (EXAMPLE / FILE).read_text(encoding="utf-8")
    (folder / FILE).write_text(text.replace("[outcomes.", "[other."), encoding="utf-8")
    read, problems = read_reply_words(folder, LANGUAGES)
    assert read.outcomes == {} and [each.key for each in problems if each.is_warning] == ["outcomes"]
    (folder / FILE).write_text(text, encoding="utf-8")
    change(folder / FILE, "[outcomes.declined]", "[outcomes.refused]")
    said = [problem.sentence for problem in read_reply_words(folder, LANGUAGES)[1]]
    assert any("outcomes.declined: is missing" in each for each in said)
    assert any("outcomes.refused: nothing of this name is known" in each for each in said)
