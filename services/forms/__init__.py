"""Questionnaires: XLSForms read once, and people led through them one question at a time.

`load_form` reads a form, `Interview` runs it, `read_answers` shows what was kept. Talking is not done here.
"""

from services.forms.errors import (
    AnswerNotANumber,
    AnswerNotATime,
    AnswerRefused,
    AnswerRequired,
    AnswerTooLong,
    ConstraintBroken,
    FormBroken,
    FormProblem,
    FormRule,
    FormUnknown,
    NoSuchQuestion,
    NotAChoice,
    NotAcknowledged,
    NotADate,
    NotAPlace,
    NotAWholeNumber,
    NothingBefore,
    OtherForm,
    StillRequired,
    TooManyRows,
    WrongKind,
)
from services.forms.interview import Interview
from services.forms.items import Kind
from services.forms.model import Form
from services.forms.review import read_answers
from services.forms.state import form_of, has_answers
from services.forms.steps import Finished, Note, OfferedChoice, Question, Review, ReviewRow, Step
from services.forms.told_elsewhere import told_elsewhere
from services.forms.xlsform.loading import load_form

__all__ = [
    "AnswerNotANumber",
    "AnswerNotATime",
    "AnswerRefused",
    "AnswerRequired",
    "AnswerTooLong",
    "ConstraintBroken",
    "Finished",
    "Form",
    "FormBroken",
    "FormProblem",
    "FormRule",
    "FormUnknown",
    "Interview",
    "Kind",
    "NoSuchQuestion",
    "NotAChoice",
    "NotADate",
    "NotAPlace",
    "NotAWholeNumber",
    "NotAcknowledged",
    "Note",
    "NothingBefore",
    "OfferedChoice",
    "OtherForm",
    "Question",
    "Review",
    "ReviewRow",
    "Step",
    "StillRequired",
    "TooManyRows",
    "WrongKind",
    "form_of",
    "has_answers",
    "load_form",
    "read_answers",
    "told_elsewhere",
]
