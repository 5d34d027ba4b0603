"""People who answer a whole form at random: by its own rules, some answers much likelier than others."""

import random
from datetime import date

from services.forms import AnswerRefused, Form, Interview, Kind, Question

TODAY = date(2026, 3, 5)


def answered_at_random(form: Form, chance: random.Random) -> dict[str, str]:
    """What one person sends: each question is skipped now and then, and the first choices are the likeliest."""
    interview = Interview.begin(form, TODAY, form.languages[0]).nothing_compulsory()
    while isinstance(step := interview.current(), Question):
        try:
            interview = interview.answer(an_answer(step, chance))
        except AnswerRefused:
            interview = interview.skip()
    return interview.submission()


def an_answer(question: Question, chance: random.Random) -> str:
    """One that fits the kind of question; '' for none."""
    names = [choice.name for choice in question.choices]
    if chance.random() < 0.08:
        return ""
    match question.kind:
        case Kind.ONE | Kind.RANGE:
            return some(names, chance)
        case Kind.MANY | Kind.RANK:
            return " ".join({some(names, chance) for _ in range(chance.randint(1, 3))})
        case Kind.INTEGER:
            return str(min(40, int(chance.expovariate(1 / 5))))
        case Kind.TEXT:
            return "something"
        case _:
            return ""


def some(names: list[str], chance: random.Random) -> str:
    return names[min(len(names) - 1, int(chance.expovariate(1 / (1 + len(names) / 4))))]
