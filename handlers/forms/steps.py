"""From what a person pressed or wrote to the interview's next state. Pure: refusals come out as they are."""

import unicodedata
from collections.abc import Callable

from handlers.chat import keyboards
from handlers.chat.keyboards import CHANGE, meant, pressed, without_tick
from handlers.chat.turn import Turn
from locales import Message, normal_label
from services.forms import Interview, Kind, NoSuchQuestion, Question, Review, Step

Move = Callable[[Interview], Interview]
MOVES: dict[Message, Move] = {
    keyboards.GO_ON: lambda interview: interview,
    keyboards.BACK: Interview.back,
    keyboards.SKIP: Interview.skip,
    keyboards.RATHER_NOT: Interview.skip,
    keyboards.NEXT: Interview.done,
    keyboards.SEND_NOW: Interview.hurry,
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
    chosen = _choice(current, turn.text or "")
    if chosen and current.kind is Kind.MANY:
        return _ticked(interview, current, turn.text or "")
    if chosen:
        return _answer(interview, current, chosen)
    move = pressed(turn, tuple(MOVES))
    if move is not None:
        return MOVES[move](interview)
    return _by_kind(turn, interview, current)


def _choice(question: Question, text: str) -> str:
    """The name of the choice whose button was pressed, as it was drawn or without its tick; '' for other words."""
    wanted = {normal_label(text), normal_label(without_tick(text))}
    return next((choice.name for choice in question.choices if normal_label(choice.label) in wanted), "")


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
        case _:
            return _answer(interview, question, text)


def _answer(interview: Interview, question: Question, text: str) -> Interview:
    if question.kind is Kind.MANY:
        return _ticked(interview, question, text)
    if question.multiline:
        return interview.add_text(text)
    return interview.answer(text)


def _ticked(interview: Interview, question: Question, text: str) -> Interview:
    """A label that says a direction does what it says, however often it is pressed."""
    name = _choice(question, text)
    stands = any(choice.chosen for choice in question.choices if choice.name == name)
    return interview if name and meant(text, stands) == stands else interview.toggle(without_tick(text))


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
