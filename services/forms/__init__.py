"""Questionnaires: XLSForms read once, and people led through them one question at a time.

`load_form` reads a form, `Interview` runs it, `read_answers` shows what was kept. Talking is not done here.
"""

from services.forms.calendars import Calendar, OtherDay
from services.forms.definition.items import Kind, Steps
from services.forms.definition.model import Form
from services.forms.errors import (
    AnswerNotANumber,
    AnswerNotATime,
    AnswerRefused,
    AnswerRequired,
    AnswerTooLong,
    ConstraintBroken,
    DayOfAnotherCalendar,
    DayUnclear,
    FormUnknown,
    NoSuchQuestion,
    NotAChoice,
    NotAcknowledged,
    NotADate,
    NotAPlace,
    NotAWholeNumber,
    NothingBefore,
    NotInRange,
    OtherForm,
    StillRequired,
    TooManyRows,
    WrongKind,
    YearUnclear,
)
from services.forms.interview import Interview
from services.forms.problems import FormBroken, FormProblem, FormRule
from services.forms.review import read_answers
from services.forms.state import form_of, has_answers
from services.forms.steps import (
    Finished,
    Heading,
    Note,
    OfferedChoice,
    Proposal,
    Question,
    Review,
    ReviewRow,
    Step,
)
from services.forms.told_elsewhere import told_elsewhere, told_so_far
from services.forms.told_first import told_first
from services.forms.xlsform.loading import load_form, read_form
from services.forms.xlsform.other_words import OtherWords, OwnWords

__all__ = [
    "AnswerNotANumber",
    "AnswerNotATime",
    "AnswerRefused",
    "AnswerRequired",
    "AnswerTooLong",
    "Calendar",
    "ConstraintBroken",
    "DayOfAnotherCalendar",
    "DayUnclear",
    "Finished",
    "Form",
    "FormBroken",
    "FormProblem",
    "FormRule",
    "FormUnknown",
    "Heading",
    "Interview",
    "Kind",
    "NoSuchQuestion",
    "NotAChoice",
    "NotADate",
    "NotAPlace",
    "NotAWholeNumber",
    "NotAcknowledged",
    "NotInRange",
    "Note",
    "NothingBefore",
    "OfferedChoice",
    "OtherDay",
    "OtherForm",
    "OtherWords",
    "OwnWords",
    "Proposal",
    "Question",
    "Review",
    "ReviewRow",
    "Step",
    "Steps",
    "StillRequired",
    "TooManyRows",
    "WrongKind",
    "YearUnclear",
    "form_of",
    "has_answers",
    "load_form",
    "read_answers",
    "read_form",
    "told_elsewhere",
    "told_first",
    "told_so_far",
]
