"""From what a person pressed or wrote to the interview's next state. Pure: refusals come out as they are."""

import unicodedata
from collections.abc import Callable

from handlers.chat import keyboards
from handlers.chat.keyboards import CHANGE, pressed, stands_after, without_tick
from handlers.chat.turn import Turn
from handlers.forms.choice_words import choice_written
from handlers.forms.offering import TICKED, chosen_by, offers
from handlers.forms.wording import proposal_button
from handlers.pickers.any_day import days_meant, moments_meant
from handlers.pickers.digits import with_thousands
from handlers.pickers.spoken import is_clear, spoken_numbers
from handlers.pickers.time import NOON, NotATime, WhichHalf, read_time, shown
from locales import Message, normal_label
from services.errors import Refusal
from services.forms import (
    AnswerNotANumber,
    AnswerNotATime,
    Calendar,
    DayUnclear,
    Interview,
    Kind,
    NoSuchQuestion,
    NotAChoice,
    NotADate,
    NotAWholeNumber,
    OtherDay,
    Question,
    Review,
    Step,
)

NUMBER_REFUSALS = (NotAWholeNumber, AnswerNotANumber, NotAChoice)


class SeveralNumbers(Refusal):
    """One number was asked for, and the words hold several."""


Move = Callable[[Interview], Interview]
MOVES: dict[Message, Move] = {
    keyboards.GO_ON: lambda interview: interview,
    keyboards.BACK: Interview.back,
    keyboards.SKIP: Interview.skip,
    keyboards.RATHER_NOT: Interview.skip,
    keyboards.NEXT: Interview.done,
    keyboards.SEND_NOW: Interview.hurry,
    keyboards.OLD_SEND_NOW: Interview.hurry,
}
REVIEW_MOVES: dict[Message, Move] = {
    keyboards.GO_ON: lambda interview: interview,
    keyboards.BACK: Interview.back,
    keyboards.MORE_QUESTIONS: Interview.carry_on,
}


def step(turn: Turn, interview: Interview, current: Step) -> Interview:
    """The interview after this turn. Raises services.forms' refusals; then nothing has changed."""
    if isinstance(current, Review):
        return _at_review(turn, interview, current)
    assert isinstance(current, Question)
    chosen = choice_named(turn, current)
    if chosen and current.kind in TICKED:
        return _ticked(interview, current, chosen, turn.text or "")
    if chosen:
        return interview.choose(chosen)
    if is_proposal(turn, current):
        return interview.take_proposal()
    move = pressed(turn, tuple(MOVES))
    if move is not None:
        return MOVES[move](interview)
    return _by_kind(turn, interview, current)


def is_proposal(turn: Turn, question: Question) -> bool:
    """Whether the button was pressed that takes what the form proposes."""
    button = proposal_button(question)
    return bool(button) and normal_label(turn.text or "") == normal_label(button)


def choice_named(turn: Turn, question: Question) -> str:
    """The name of the choice whose button was pressed, as it was drawn or without its tick, or that was written;
    '' for other words."""
    text, offered = turn.text or "", turn.app.languages
    chosen = chosen_by(question, offers(turn, question), text)
    if chosen or pressed(turn, (keyboards.STOP, *MOVES)):
        return chosen
    return choice_written(text, question.choices, offered)


def _by_kind(turn: Turn, interview: Interview, question: Question) -> Interview:
    text = turn.text or ""
    match question.kind:
        case Kind.GEOPOINT if turn.arrival.position is not None:
            latitude, longitude = turn.arrival.position
            return interview.answer(f"{latitude:.6f}, {longitude:.6f}")
        case Kind.ACKNOWLEDGE:
            return interview.answer("OK" if pressed(turn, (keyboards.ACCEPT,)) else text)
        case Kind.ANOTHER:
            said = pressed(turn, (keyboards.YES, keyboards.NO))
            return interview.answer({keyboards.YES: "yes", keyboards.NO: "no"}.get(said, text) if said else text)
        case Kind.INTEGER | Kind.DECIMAL | Kind.RANGE:
            return _number(turn, interview, text)
        case Kind.TIME:
            return _time(turn, interview, text)
        case Kind.DATE | Kind.DATE_TIME:
            return _day(turn, interview, question, text)
        case _:
            return _answer(interview, question, text)


def _number(turn: Turn, interview: Interview, text: str) -> Interview:
    """A number as forms read it, else the one number there is among words. Raises SeveralNumbers."""
    try:
        return interview.answer(text)
    except NUMBER_REFUSALS:
        text = with_thousands(text)
        found = spoken_numbers(text, turn.app.languages) if is_clear(text, turn.app.languages) else []
        if len(found) > 1:
            raise SeveralNumbers from None
        if not found:
            raise
    return interview.answer(str(found[0]))


def may_mean(unclear: DayUnclear | WhichHalf) -> list[str]:
    """The answers that may be meant, as they are written."""
    if isinstance(unclear, WhichHalf):
        return [shown(each) for each in unclear.times]
    return [each.written for each in unclear.days]


def _time(turn: Turn, interview: Interview, text: str) -> Interview:
    """A time as forms read it, else as people say it: nine may have been at night. Raises WhichHalf."""
    try:
        return interview.answer(text)
    except AnswerNotATime:
        try:
            said = read_time(text, turn.app.languages, asked_before=NOON + 1)
        except NotATime:
            said = None
        if said is None:
            raise
    return interview.answer(shown(said))


def _day(turn: Turn, interview: Interview, question: Question, text: str) -> Interview:
    """A day, or a day with its time, as forms read it, else as people say it: "yesterday". Raises DayUnclear."""
    try:
        return interview.answer(text)
    except DayUnclear:
        raise
    except (NotADate, AnswerNotATime):
        found = _days_said(turn, question.kind, text)
        if len(found) > 1:
            raise DayUnclear(question.path, found) from None
        if not found:
            raise
    return interview.answer(found[0].written)


def _days_said(turn: Turn, kind: Kind, text: str) -> tuple[OtherDay, ...]:
    offered, today = turn.app.languages, turn.today
    if kind is Kind.DATE:
        days = [(day, day.isoformat()) for day in days_meant(text, offered, today)]
    else:
        moments = moments_meant(text, offered, today)
        days = [(day, f"{day.isoformat()} {shown(at)}") for day, at in moments]
    return tuple(OtherDay(Calendar.GREGORIAN, day, written) for day, written in days)


def _answer(interview: Interview, question: Question, text: str) -> Interview:
    if question.kind in TICKED:
        return interview.toggle(without_tick(text))
    if question.multiline:
        return interview.add_text(text)
    return interview.answer(text)


def _ticked(interview: Interview, question: Question, name: str, text: str) -> Interview:
    """A label that says a direction does what it says, however often it is pressed."""
    stands = any(choice.chosen for choice in question.choices if choice.name == name)
    return interview if stands_after(text, stands) == stands else interview.choose(name)


def _at_review(turn: Turn, interview: Interview, review: Review) -> Interview:
    move = pressed(turn, tuple(REVIEW_MOVES))
    if move is not None:
        return REVIEW_MOVES[move](interview)
    return interview.change(_path_of(turn.text or "", review))


def _path_of(text: str, review: Review) -> str:
    """The question whose number was pressed or typed, in any digits. Words with a number in them are no press."""
    signs = normal_label(text).replace(normal_label(CHANGE), "").replace(" ", "")
    digits = "".join(str(unicodedata.decimal(sign)) for sign in signs) if signs.isdecimal() else ""
    number = int(digits[:6] or "0")
    if not 1 <= number <= len(review.rows):
        raise NoSuchQuestion(text if CHANGE in text else "")
    return review.rows[number - 1].path
