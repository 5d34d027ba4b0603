"""Forms of others: refused with every problem, or asked to their end."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

from services.errors import Refusal
from services.forms import ConstraintBroken, FormBroken, Interview, Question, Review, load_form
from tests.fuzzing.bending import WORDS, bent_words, torn
from tests.fuzzing.campaign import Strike
from tests.support.clocks import NOW
from tests.support.forms.answering import an_answer

TODAY = NOW.date()
MOST_STEPS = 60
COLUMNS = ("type", "name", "label::English (en)", "relevant", "constraint", "calculation", "choice_filter", "required")
SURVEY = (
    ("select_one area", "zone", "Which area?", "", "", "", "", "yes"),
    ("integer", "people", "How many people?", "", ". >= 0 and . <= 50", "", "", ""),
    ("calculate", "twice", "", "", "", "${people} * 2 + count-selected(${needs})", "", ""),
    (
        "select_multiple need",
        "needs",
        "What is needed?",
        "${people} > 0",
        "",
        "",
        "starts-with(name, 'w') or true()",
        "",
    ),
    ("begin_repeat", "person", "Person", "${people} < 4", "", "", "", ""),
    ("text", "who", "Who is it?", "", "regex(., '^[a-z]+$')", "", "", ""),
    ("date", "since", "Since when?", "", ". <= today()", "", "", ""),
    ("end_repeat", "", "", "", "", "", "", ""),
    ("note", "thanks", "Thank you, ${people} people, ${twice}", "if(${people} = '', false(), true())", "", "", "", ""),
)
CHOICES = (
    ("area", "north", "North"),
    ("area", "south", "South"),
    ("need", "water", "Water"),
    ("need", "food", "Food"),
    ("need", "other", "Something else"),
)
EXPRESSIONS = (
    *("${people} > 1 and ${zone} = 'north'", "count(${person}) > 2", "sum(${person}/since)", "position(..)", "."),
    *(
        "selected(${needs}, 'water')",
        "string-length(${who}) < 3",
        "date(${since}) + 1",
        "number('x') div 0",
        "../people",
    ),
    *(
        "coalesce(${twice}, 0)",
        "indexed-repeat(${who}, ${person}, 1)",
        "((((((1))))))",
        "-" * 60 + "1",
        "jr:choice-name",
    ),
    *(
        "jr:choice-name(${zone}, '${zone}')",
        "concat('a', ${twice}, 'b')",
        "once(random())",
        "uuid()",
        "pulldata('a','b')",
    ),
    *(
        "format-date(${since}, '%Y-%n')",
        "regex(${who}, '(a+)+$')",
        "if(1, 2",
        "${nothing}",
        "${}",
        "'",
        "substr('a', -9)",
    ),
)


def a_form(chance: Random) -> bytes:
    survey, choices = [list(row) for row in SURVEY], [list(row) for row in CHOICES]
    for _ in range(chance.randint(1, 4)):
        row = chance.choice(chance.choice((survey, survey, choices)))
        column = chance.randrange(len(row))
        is_rule = len(row) == len(COLUMNS) and 3 <= column <= 6
        row[column] = (
            chance.choice(EXPRESSIONS) if is_rule and chance.random() < 0.7 else bent_words(row[column], chance)
        )
    if chance.random() < 0.3:
        survey.insert(chance.randrange(len(survey)), list(chance.choice(survey)))
    if chance.random() < 0.2:
        del survey[chance.randrange(len(survey))]
    text = "\n".join(
        [_sheet("survey", COLUMNS, survey), _sheet("choices", ("list_name", "name", "label::English (en)"), choices)]
    )
    data = text.encode("utf-8", "surrogatepass")
    return torn(data, chance) if chance.random() < 0.15 else data


def _sheet(name: str, columns: tuple[str, ...], rows: list[list[str]]) -> str:
    lines = [f"| {name} |", f"|  | {' | '.join(columns)} |"]
    return "\n".join([*lines, *(f"|  | {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)])


def walk(interview: Interview, chance: Random) -> None:
    """To its end; where a rule is broken there that had waited for later answers, back to that question."""
    for _ in range(MOST_STEPS):
        step = interview.current()
        if isinstance(step, Review):
            try:
                interview.finish()
            except ConstraintBroken as broken:
                interview = interview.change(broken.path)
                continue
            return
        assert isinstance(step, Question)
        interview = _onward(interview, step, chance)
        interview = Interview.resume(interview.form, interview.to_json(), TODAY, interview.form.languages[-1])


def _onward(interview: Interview, question: Question, chance: Random) -> Interview:
    said = an_answer(question, random.Random(chance.random())) if chance.random() < 0.7 else chance.choice(WORDS)
    try:
        if chance.random() < 0.1 and interview.can_go_back:
            return interview.back()
        return interview.answer(said) if said else interview.skip()
    except Refusal:
        try:
            return interview.skip()
        except Refusal:
            return interview


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Strike]:
    async def strike(chance: Random) -> None:
        path = folder / "form.md"
        path.write_bytes(a_form(chance))
        try:
            form = load_form(path)
        except FormBroken as broken:
            assert broken.problems
            return
        walk(Interview.begin(form, TODAY, form.languages[-1], seed="1"), chance)

    yield strike
