"""What holds for every way through a form: the phone may go off at any moment, and any text may arrive."""

import json
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import Refusal
from services.forms import Finished, Form, Interview, Kind, Question, Review

TODAY = date(2026, 3, 5)
HOSTILE = [
    "",
    " ",
    "\x00",
    "'",
    '"',
    "${consent}",
    "../../etc/passwd",
    "' or '1'='1",
    "<script>alert(1)</script>",
    "%s%n{0}{consent}",
    "\u202eRTL\u202c",
    "🧒🏽\u200d👩🏽\ufe0f",
    "\ud800",
    "١٢٣",
    "NaN",
    "-1e309",
    "yes no",
    "Yes",
    "no",
    "[1]",
    "home/person[1]",
    "A" * 5000,
    "ﷺ" * 400,
    "medicine none",
    "2026-02-31",
    "0",
    "7",
    "2026-03-01",
    "OK",
]
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))
FITTING = {
    Kind.ONE: ["yes", "no"],
    Kind.MANY: ["water", "medicine", "water medicine", "none"],
    Kind.INTEGER: ["0", "7", "١٩"],
    Kind.DATE: ["2026-03-05", "1.2.2020"],
    Kind.ANOTHER: ["yes", "no"],
    Kind.TEXT: ["Ava", "it happened"],
}
FREELY = ["answer", "skip", "back", "toggle", "add_text", "done", "hurry", "carry_on", "change"]
MOVE_NAMES = st.sampled_from(["fit"] * 5 + FREELY)
MOVES = st.lists(st.tuples(MOVE_NAMES, st.integers(0, 7), TEXTS), max_size=30)
Move = tuple[str, int, str]
"""What is done, a number to choose by, and a text to do it with."""


def moved(interview: Interview, move: str, number: int, text: str) -> Interview:
    """The interview after a move, or as it was when the move is refused."""
    step = interview.current()
    try:
        match move:
            case "fit" if isinstance(step, Question):
                possible = FITTING[step.kind]
                return interview.answer(possible[number % len(possible)])
            case "answer" | "toggle" | "add_text":
                return Interview.__dict__[move](interview, text)  # type: ignore[no-any-return]
            case "change" if isinstance(step, Review) and step.rows:
                return interview.change(step.rows[number % len(step.rows)].path)
            case "skip" | "back" | "done" | "hurry" | "carry_on":
                return Interview.__dict__[move](interview)  # type: ignore[no-any-return]
    except Refusal:
        pass
    return interview


def again(interview: Interview) -> Interview:
    """The interview after the phone was off: through JSON text and back."""
    stored: dict[str, Any] = json.loads(json.dumps(interview.to_json()))
    return Interview.resume(interview.form, stored, TODAY, interview.moment.language)


@given(MOVES)
@settings(max_examples=300, deadline=None)
def test_resuming_at_any_moment_asks_the_same_and_goes_on_the_same(household: Form, moves: list[Move]) -> None:
    steady = resumed = Interview.begin(household, TODAY, "default")
    for move in moves:
        steady, resumed = moved(steady, *move), moved(again(resumed), *move)
        assert resumed.current() == steady.current()
        assert again(resumed).to_json() == steady.to_json()


@given(MOVES, st.integers(0, 7))
@settings(max_examples=200, deadline=None)
def test_back_undoes_an_answer(household: Form, moves: list[Move], number: int) -> None:
    interview = Interview.begin(household, TODAY, "default")
    for move in moves:
        interview = moved(interview, *move)
    step = interview.current()
    if not isinstance(step, Question) or step.path in interview.state.answers or interview.state.drafts:
        return
    after = moved(interview, "fit", number, "")
    if after is not interview:
        asked = after.back().current()
        assert isinstance(asked, Question) and (asked.path, asked.notes) == (step.path, step.notes)
        assert after.back().state.answers == interview.state.answers


@given(MOVES)
@settings(max_examples=200, deadline=None)
def test_a_submission_never_holds_what_does_not_apply_or_is_empty(household: Form, moves: list[Move]) -> None:
    interview = Interview.begin(household, TODAY, "default")
    for move in moves:
        interview = moved(interview, *move)
    try:
        sent = interview.submission()
    except Refusal:
        return
    assert all(sent.values())
    if sent["consent"] == "no":
        assert not any(path.startswith("home") for path in sent)
    if "medicine" not in sent.get("home/needs", "").split():
        assert "home/which" not in sent
    for path in sent:
        assert interview.value(path) == sent[path]


@given(st.lists(TEXTS, max_size=12), st.sampled_from(["default", "ar", "", "xx"]))
@settings(max_examples=200, deadline=None)
def test_any_text_at_any_question_is_taken_or_refused(safety_report: Form, texts: list[str], language: str) -> None:
    interview = Interview.begin(safety_report, TODAY, language).answer("other")
    for text in texts:
        try:
            interview = again(interview).answer(text)
        except Refusal:
            interview = interview.skip()
        step = interview.current()
        assert isinstance(step, Question | Review)
        if isinstance(step, Review):
            break
    assert isinstance(interview.hurry().finish().current(), Finished)
    json.dumps(interview.submission()).encode()
