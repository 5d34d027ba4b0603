"""Questionnaires: XLSForms read once, and people led through them one question at a time.

`load_form` reads a form, `Interview` runs it, `read_answers` shows what was kept. Talking is not done here.
"""

from services.forms.errors import (
    AnswerRefused,
    AnswerRequired,
    ConstraintBroken,
    FormBroken,
    FormUnknown,
    NoSuchQuestion,
    NotAChoice,
    NotAcknowledged,
    NotADate,
    NotANumber,
    NotAPlace,
    NotATime,
    NotAWholeNumber,
    NothingBefore,
    OtherForm,
    Problem,
    Rule,
    StillRequired,
    TooLong,
    TooManyRows,
    WrongKind,
)
from services.forms.interview import Interview
from services.forms.items import Kind
from services.forms.model import Form
from services.forms.review import read_answers
from services.forms.state import form_of
from services.forms.steps import Choice, Finished, Note, Question, Review, ReviewRow, Step
from services.forms.xlsform.loading import load_form

__all__ = [
    "AnswerRefused",
    "AnswerRequired",
    "Choice",
    "ConstraintBroken",
    "Finished",
    "Form",
    "FormBroken",
    "FormUnknown",
    "Interview",
    "Kind",
    "NoSuchQuestion",
    "NotAChoice",
    "NotADate",
    "NotANumber",
    "NotAPlace",
    "NotATime",
    "NotAWholeNumber",
    "NotAcknowledged",
    "Note",
    "NothingBefore",
    "OtherForm",
    "Problem",
    "Question",
    "Review",
    "ReviewRow",
    "Rule",
    "Step",
    "StillRequired",
    "TooLong",
    "TooManyRows",
    "WrongKind",
    "form_of",
    "load_form",
    "read_answers",
]
