"""The desk shows surveys in numbers nobody can be recognised by, texts one at a time, and hands out files on demand."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.async_api import Page

from desk.config import DeskConfig
from desk.surveys import FileChoice, _facts_of_round, _file, texts_of
from desk.workspace import Workspace
from locales import Words
from services.forms import Form
from tests.desk.conftest import Desk, Visitor
from tests.support.forms.surveying import NAME, home_form, put, round_of
from tests.support.offices import Office

ROUND = "/survey/household/spring"
GOING = [{"going": "yes", "why": "work"}] * 12 + [{"going": "no"}] * 7 + [{"going": "not_say"}] * 2


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return home_form(tmp_path)


def answer(desk: Desk, form: Form, *answers: Mapping[str, str], round: str = "spring", weeks_ago: int = 2) -> None:
    with desk.office.database.writing() as session:
        put(session, desk.office.trust, form, *answers, round=round, now=desk.office.now - timedelta(weeks=weeks_ago))


async def file_of(visitor: Visitor, do: str, **fields: str) -> tuple[int, str, bytes]:
    """Ask for a file of the round that is open: the status of the answer, how it names the file, and its content."""
    sent = {"form_token": visitor.form_token, "do": do} | fields
    async with visitor.http.post(visitor.url + ROUND, data=sent, headers={"Origin": visitor.url}) as answer:
        return answer.status, answer.headers.get("Content-Disposition", ""), await answer.read()


async def test_rounds_are_listed_with_how_many_answered(desk: Desk, form: Form) -> None:
    answer(desk, form, *GOING)
    answer(desk, form, {"going": "yes"}, round="autumn")
    visitor = await desk.inside(onward="/surveys")
    assert "21 answers" in visitor.last.plain
    assert "not enough answers yet" in visitor.last.plain
    assert "2026-W45" in visitor.last.plain
    assert ROUND in visitor.last.text


async def test_without_answers_the_page_says_what_will_appear(desk: Desk) -> None:
    visitor = await desk.inside(onward="/surveys")
    assert "No answer to a survey has come yet" in visitor.last.plain


async def test_counts_are_shown_and_small_ones_are_not(desk: Desk, form: Form) -> None:
    answer(desk, form, *GOING)
    visitor = await desk.inside(onward=ROUND)
    rows = re.findall(r"<tr.*?</tr>", visitor.last.text, re.DOTALL)
    shown = [" ".join(re.sub(r"<meter.*?</meter>|<[^>]+>", " ", row).split()) for row in rows]
    assert shown[:4] == ["Yes 12", "No –", "Rather not –", "No answer, or another one –"]


async def test_what_nearly_all_answered_is_most_people_and_no_number(desk: Desk, form: Form) -> None:
    answer(desk, form, *[{"going": "yes"}] * 20)
    visitor = await desk.inside(onward=ROUND)
    row = re.search(r"<tr.*?</tr>", visitor.last.text, re.DOTALL)
    assert row and "Most people" in row[0] and "20" not in row[0]


async def test_a_question_that_is_not_shown_says_why_and_not_which_of_the_reasons(desk: Desk, tmp_path: Path) -> None:
    more = [("select_one why", "first", "Why first?", "لماذا أولًا؟", "${going} = 'yes'", "")]
    papers = [{"going": "yes", "first": "work"}] * 6 + [{"going": "yes", "first": "land"}] * 5
    answer(desk, home_form(tmp_path, more=more), *papers, *[{"going": "no"}] * 40, *[{"going": "not_say"}] * 3)
    visitor = await desk.inside(onward=ROUND)
    reason = "too few gave one answer or another, or where together with another question it would tell"
    assert visitor.last.plain.count(reason) == 1, "once for all"
    shown, _, hidden = visitor.last.text.partition("Questions that are not shown")
    assert hidden.count('<li dir="auto">') == 3, "two that nobody answered, and this one"
    assert "Why first?" in hidden and "Why first?" not in shown


@pytest.mark.parametrize(("people", "is_shown"), [(10, False), (11, True)])
async def test_it_is_said_from_how_many_on_a_question_is_shown(
    desk: Desk, form: Form, people: int, is_shown: bool
) -> None:
    answer(desk, form, *[{"going": "yes"}] * people)
    visitor = await desk.inside(onward=ROUND)
    assert "counted of 11 people, and of 5 for each of its answers, “no answer” among them (40" in visitor.last.plain
    assert f"taken in at {people + 10} people at the earliest" in visitor.last.plain
    assert (
        "Most people" in visitor.last.plain.partition("Questions that are not shown")[0].rpartition("“Most")[2]
    ) is (is_shown)


async def test_a_round_of_few_shows_no_count_and_no_file(desk: Desk, form: Form) -> None:
    answer(desk, form, *[{"going": "yes"}] * 4)
    visitor = await desk.inside(onward=ROUND)
    assert "Nothing is counted yet" in visitor.last.plain
    assert (
        "It takes 10 answers of weeks that are over, or 5 once nobody has answered for a whole week."
        in visitor.last.plain
    )
    assert "of 11 people, and of 5 for each of its answers" in visitor.last.plain, "ten are no promise of numbers"
    assert "<table" not in visitor.last.text and "Files" not in visitor.last.plain
    answered = await visitor.post(ROUND, {"do": "xlsx"}, token=visitor.field("form_token"))
    assert "Too few people have answered for a file" in answered.plain


async def test_the_first_answer_of_a_new_week_changes_nothing_that_is_told(
    office: Office, form: Form, config: DeskConfig, tmp_path: Path
) -> None:
    """It is in no number, text, week, column or file; nor is it seen that its form is a new one."""
    workspace = Workspace(config, office.members["caseworker"])
    newer = home_form(tmp_path, "2", [("text", "hope", "What do you hope?", "ماذا تأمل؟", "", "")])
    written = [{**paper, "words": "help"} for paper in GOING[:12]] + GOING[12:]
    looks = []
    for each, papers, now in ((form, written, office.now - timedelta(weeks=2)), (newer, [{"hope": "x"}], office.now)):
        with office.database.writing() as session:
            put(session, office.trust, each, *papers, now=now)
        looks.append(_facts_of_round(workspace, NAME, Words("en")))
    assert looks[0] == looks[1]
    assert looks[1]["people"] == 21
    assert [each.path for each in looks[1]["texts"]] == ["words"]
    assert b"hope" not in _file(workspace, NAME, FileChoice("csv", False, True, "en", "None")).content


async def test_texts_that_only_few_wrote_are_not_told_by_a_line(desk: Desk, form: Form) -> None:
    answer(desk, form, *GOING, {"words": "one"}, {"words": "two"})
    visitor = await desk.inside(onward=ROUND)
    assert "What people wrote" not in visitor.last.plain
    assert (await visitor.get(f"{ROUND}/words?question=words")).status == 404


async def test_answers_are_open_to_caseworkers_only(desk: Desk, form: Form) -> None:
    answer(desk, form, *GOING)
    visitor = await desk.inside("focal_point", onward="/surveys")
    assert "open to caseworkers only" in visitor.last.plain
    assert 'href="/surveys"' not in visitor.last.text
    for path in (ROUND, f"{ROUND}/words?question=words"):
        assert (await visitor.get(path)).status == 404
    stranger = desk.visitor()
    assert "passphrase" in (await stranger.get(ROUND)).text


async def test_texts_are_read_one_at_a_time_and_alone(desk: Desk, form: Form) -> None:
    answer(desk, form, *GOING, *({"going": "yes", "words": f"text {number}"} for number in range(6)))
    visitor = await desk.inside()
    await visitor.get(f"{ROUND}/words?question=words")
    seen = set()
    for number in range(1, 7):
        shown = await visitor.get(f"{ROUND}/words?question=words&number={number}")
        found = re.findall(r"text \d", shown.plain)
        assert len(found) == 1
        seen.add(found[0])
        assert "of 6" not in shown.plain, "how many wrote is told on the page of counts, where it may be"
    assert seen == {f"text {number}" for number in range(6)}
    again = await visitor.get(f"{ROUND}/words?question=words&number=7")
    assert again.plain == (await visitor.get(f"{ROUND}/words?question=words&number=1")).plain
    for path in ("going", "nowhere", ""):
        assert (await visitor.get(f"{ROUND}/words?question={path}")).status == 404


@pytest.mark.parametrize("early", [0, 1, 2, 15])
@pytest.mark.parametrize("late", [20, 24])
async def test_only_the_texts_are_read_that_are_counted(desk: Desk, form: Form, early: int, late: int) -> None:
    """Those of few who wrote early are in no number, so they are not read one by one either."""
    first = [{"words": f"early {number}"} if number < early else {} for number in range(20)]
    then = [{"words": f"late {number}"} if number < 12 else {} for number in range(late)]
    answer(desk, form, *first)
    answer(desk, form, *then, weeks_ago=1)
    visitor = await desk.inside(onward=ROUND)
    told = re.search(r"Wrote something.*?<meter[^>]*>(\d+)<", visitor.last.text, re.DOTALL)
    counted = 12 if early < 5 else 12 + early
    assert told and int(told[1]) == counted
    read = set()
    for number in range(1, 2 * counted + 1):
        shown = await visitor.get(f"{ROUND}/words?question=words&number={number}")
        assert shown.status == 200
        read |= set(re.findall(r"(?:early|late) \d+", shown.plain))
    assert read == {each["words"] for each in (*(first if early >= 5 else ()), *then) if each}


def test_the_order_of_texts_to_two_questions_does_not_join_them(tmp_path: Path) -> None:
    form = home_form(tmp_path, "2", [("text", "hope", "What do you hope?", "ماذا تأمل؟", "", "")])
    round = round_of(form, *({"words": str(number), "hope": str(number)} for number in range(20)))
    assert texts_of(round, "words") != texts_of(round, "hope")
    assert set(texts_of(round, "words")) == set(texts_of(round, "hope"))


async def test_what_people_wrote_is_words_on_the_page(desk: Desk, form: Form) -> None:
    answer(desk, form, *[{"words": "<script>alert(1)</script>\u202eevil"}] * 6, *GOING)
    visitor = await desk.inside()
    await visitor.get(f"{ROUND}/words?question=words")
    assert "&lt;script&gt;" in visitor.last.text and "<script>alert" not in visitor.last.text
    assert "\u202e" not in visitor.last.text


async def test_files_are_handed_out_in_the_shape_of_kobo(desk: Desk, form: Form) -> None:
    answer(desk, form, *GOING, {"words": "=1+1", "child[1]/age": "4"})
    visitor = await desk.inside(onward=ROUND)
    status, name, content = await file_of(visitor, "xlsx", hashtags="1")
    assert status == 200 and name == 'attachment; filename="household-spring.xlsx"'
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == ["home", "child", "labels en", "labels en child", "labels ar", "labels ar child"]
    assert workbook["home"]["A2"].value == "#indicator+going"
    assert "words" not in [cell.value for cell in workbook["home"][1]]
    _, name, content = await file_of(visitor, "csv", texts="1")
    packed = zipfile.ZipFile(io.BytesIO(content))
    assert packed.namelist() == ["home.csv", "child.csv"]
    assert b"'=1+1" in packed.read("home.csv")


async def test_labels_are_handed_out_in_the_readers_language_repeats_too(desk: Desk, form: Form) -> None:
    answer(desk, form, *[{"going": "yes", "child[1]/age": "4"}] * 10)
    visitor = await desk.inside(onward=ROUND)
    _, name, content = await file_of(visitor, "labels")
    assert name.endswith('household-spring-en.zip"')
    packed = zipfile.ZipFile(io.BytesIO(content))
    assert packed.read("home.csv").decode("utf-8-sig").startswith('"Are you going?";"Why?"')
    assert packed.read("child.csv").decode("utf-8-sig").startswith('"How old?"')


async def test_the_counts_that_may_be_passed_on_hide_what_the_page_hides(desk: Desk, form: Form) -> None:
    answer(desk, form, *GOING)
    visitor = await desk.inside(onward=ROUND)
    _, name, content = await file_of(visitor, "counts")
    assert name.endswith('household-spring-counts.csv"')
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert [row[4] for row in rows[1:5]] == ["12", "", "", ""]
    assert rows[4][3] == "No answer, or another one"


async def test_a_file_is_handed_out_only_to_the_page_that_was_given(desk: Desk, form: Form) -> None:
    answer(desk, form, *GOING)
    visitor = await desk.inside(onward=ROUND)
    answered = await visitor.post(ROUND, {"do": "xlsx"}, token="forged")
    assert "Please try once more" in answered.plain
    assert (await visitor.post(ROUND, {"do": "xlsx"}, Origin="http://elsewhere.example")).status == 403


async def test_answers_disturb_neither_the_queue_nor_the_lock(desk: Desk, form: Form) -> None:
    case_id = desk.office.report()
    answer(desk, form, *GOING)
    visitor = await desk.inside()
    assert case_id.hex() in visitor.last.text and "could not be trusted" not in visitor.last.plain
    await visitor.post("/lock", {})
    assert "passphrase" in (await visitor.get("/surveys")).text


async def test_the_pages_fit_a_phone_and_need_no_script(desk: Desk, form: Form, page: Page) -> None:
    """360 pixels wide: nothing is cut off, in a language written from right to left as well."""
    answer(desk, form, *GOING, *({"words": f"كلمات {number}"} for number in range(6)))
    await page.set_viewport_size({"width": 360, "height": 700})
    await page.goto(f"{desk.url}/unlock?next=/surveys")
    await page.fill("#passphrase", desk.office.passphrases["caseworker"])
    await page.press("#passphrase", "Enter")
    await page.wait_for_url("**/surveys")
    for language in ("en", "ar"):
        await page.context.add_cookies([{"name": "amana_language", "value": language, "url": desk.url}])
        for path in ("/surveys", ROUND, f"{ROUND}/words?question=words"):
            await page.goto(desk.url + path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= 360
