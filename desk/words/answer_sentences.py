"""What is said where an answer to a form does not fit."""

from collections.abc import Callable

from locales import Words
from services.errors import Refusal
from services.forms import errors


def said_of_answer(words: Words, refusal: Refusal) -> str:
    """What the form itself says of it, else one sentence for its kind. Of another kind it is raised again."""
    own = refusal.message(words.code) if isinstance(refusal, errors.AnswerRefused) else ""
    for kind in type(refusal).__mro__:
        if kind in SENTENCES:
            return own or SENTENCES[kind](words)
    raise refusal


SENTENCES: dict[type, Callable[[Words], str]] = {
    errors.AnswerRequired: lambda words: words("This question has to be answered."),
    errors.ConstraintBroken: lambda words: words("This answer does not fit. Look at it once more."),
    errors.NotAWholeNumber: lambda words: words("Write a whole number."),
    errors.AnswerNotANumber: lambda words: words("Write a number."),
    errors.NotInRange: lambda words: words("Write a number of the range that is asked for."),
    errors.NotADate: lambda words: words("Write a day that exists, with all four digits of the year."),
    errors.AnswerNotATime: lambda words: words("Write the time with two dots: 14:30."),
    errors.NotAPlace: lambda words: words("Write the place as two numbers: {example}.", example="36.19, 44.01"),
    errors.AnswerTooLong: lambda words: words("This text is too long. It was not taken; shorten it."),
    errors.TooManyRows: lambda words: words("That is too many for one form."),
    errors.StillRequired: lambda words: words("Some questions still need an answer. Nothing was sent."),
    errors.NothingBefore: lambda words: words("There is no question before this one."),
    errors.AnswerRefused: lambda words: words("Choose one of the answers that are shown."),
}
"""The nearest kind counts."""
