"""Words that somebody writes where a button was asked for: a form that tells of something keeps them for its story."""

from handlers.chat.keyboards import FORM_BUTTONS, is_passing, pressed, without_tick
from handlers.chat.turn import Turn
from handlers.pickers.spoken import in_digits
from locales import normal_label
from services.errors import Refusal
from services.forms import Form, Interview, Kind, NoSuchQuestion, NotAChoice, Question, told_elsewhere
from services.forms.definition.items import plain

REFUSED_WORDS = (NotAChoice, NoSuchQuestion)
"""What a question with buttons, or the review, says to words it cannot use."""


def with_these_words(turn: Turn, interview: Interview, story: str, refusal: Refusal) -> Interview | None:
    """The interview with what was written added to the text question `story`; None where it is nothing to keep: the
    label of some button, a number, or no such question applies. Raises AnswerTooLong."""
    text = turn.text or ""
    if not (story and isinstance(refusal, REFUSED_WORDS)) or _is_no_story(turn, interview.form, text):
        return None
    current = interview.current()
    if isinstance(current, Question) and current.kind not in (Kind.ONE, Kind.MANY):
        return None
    try:
        return told_elsewhere(interview, story, text)
    except NoSuchQuestion:
        return None


def _is_no_story(turn: Turn, form: Form, text: str) -> bool:
    """A button pressed too late or twice says nothing, and neither does a lone sign, or a number alone, however it is
    written."""
    bare = normal_label(without_tick(text))
    labels = (
        plain(label) for choices in form.choices.values() for choice in choices for label in choice.label.values()
    )
    return (
        not any(sign.isalpha() for sign in in_digits(text, turn.app.languages))
        or pressed(turn, FORM_BUTTONS) is not None
        or is_passing(turn)
        or any(bare == normal_label(label) for label in labels)
    )
