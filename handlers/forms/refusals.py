"""What is said where an answer to a form does not fit."""

from typing import Any

from handlers.chat import keyboards
from handlers.chat.refusals import Sentences
from handlers.chat.turn import Turn
from handlers.forms import examples
from handlers.forms.phone_numbers import NumberDoubtful
from handlers.forms.steps import SeveralNumbers
from handlers.pickers.time import WhichHalf
from locales import sentence
from services.forms import Calendar, errors


def _required(turn: Turn, refusal: Any) -> str:
    said = refusal.message(turn.language)
    return turn.words.aligned(said) if said else turn.words("✋ The form cannot go on without an answer to this one.")


def _constraint(turn: Turn, refusal: Any) -> str:
    said = refusal.message(turn.language)
    return (
        turn.words.aligned(said) if said else turn.words("✋ This answer does not fit. Please check it and try again.")
    )


def _range(turn: Turn, refusal: Any) -> str:
    steps = refusal.steps
    if steps.step in ("1", "-1"):
        return turn.words("🔢 Please write a number from {start} to {end}.", start=steps.start, end=steps.end)
    return turn.words(
        "🔢 Please write a number from {start} to {end}, in steps of {step}.",
        start=steps.start,
        end=steps.end,
        step=steps.step,
    )


def _date(turn: Turn, _refusal: Any) -> str:
    return turn.words(
        "📅 Please write the day like this: {example}. It has to be a day that exists.", example=examples.DAY
    )


def _year(turn: Turn, _refusal: Any) -> str:
    return turn.words("📅 Please write the year with all four digits, like this: {example}.", example=examples.DAY)


def _either_day(turn: Turn, refusal: Any) -> str:
    words = turn.words
    told = [words.aligned(f"📅 {one.written} ({words.day(one.day)})") for one in refusal.days]
    return "\n".join([*told, words("Press the day you mean, or write it like this: {example}", example=examples.DAY)])


def _other_calendar(turn: Turn, refusal: Any) -> str:
    words = turn.words
    told = [words("📅 This looks like a day of another calendar. I keep days of the Gregorian one:")]
    for one in refusal.days:
        day, long = one.written, words.day(one.day)
        if one.calendar is Calendar.SOLAR_HIJRI:
            told.append(words("{day} ({long}), if you count in Solar Hijri years.", day=day, long=long))
        else:
            counted = words("{day} ({long}), if you count in Hijri years.", day=day, long=long)
            told.append(counted + " " + words("There it can be a day earlier or later."))
    told.append(words("Press the day you mean, or write it like this: {example}", example=examples.DAY))
    return "\n".join(told)


def _time(turn: Turn, _refusal: Any) -> str:
    return turn.words(
        "🕑 Please write the time like this: {example}. If a day is asked for, write it first: {longer}.",
        example=examples.TIME,
        longer=examples.DAY_AND_TIME,
    )


def _place(turn: Turn, _refusal: Any) -> str:
    # NOTE: The example is a latitude and a longitude.
    return turn.words(
        "📍 Please press the button to send where you are, or write it like this: {example}.", example=examples.PLACE
    )


def _too_many_rows(turn: Turn, refusal: Any) -> str:
    if refusal.limit is None:
        return turn.words("✋ That is too many for one form. A smaller number is possible.")
    return turn.words("✋ That is too many. At most {limit} are possible.", limit=refusal.limit)


def _form_gone(turn: Turn, _refusal: Any) -> str:
    return turn.words(
        "🙏 These questions have changed meanwhile. Nothing was sent. Please press {button} to start again.",
        button=turn.words(keyboards.STOP),
    )


SENTENCES: Sentences = {
    errors.AnswerRequired: _required,
    errors.ConstraintBroken: _constraint,
    errors.NotAWholeNumber: sentence("🔢 Please write a whole number, for example 3."),
    errors.AnswerNotANumber: sentence("🔢 Please write a number, for example 3."),
    NumberDoubtful: sentence(
        "📞 This does not look like a telephone number that can be called. Please check it and write it once more; then"
        " I keep it as you write it."
    ),
    SeveralNumbers: sentence("🔢 I see more than one number. Please write only the one that is asked for."),
    errors.NotInRange: _range,
    errors.DayOfAnotherCalendar: _other_calendar,
    errors.DayUnclear: _either_day,
    errors.YearUnclear: _year,
    errors.NotADate: _date,
    errors.AnswerNotATime: _time,
    WhichHalf: sentence("🕒 Which one do you mean?"),
    errors.NotAPlace: _place,
    errors.AnswerTooLong: sentence(
        "✋ This is too long. Your last message was not kept; what you wrote before it is kept."
    ),
    errors.TooManyRows: _too_many_rows,
    errors.StillRequired: sentence("✋ Some questions still need an answer before this can be sent. Nothing was sent."),
    errors.NothingBefore: sentence("👇 Please press one of the buttons below. I could not use what you wrote."),
    errors.AnswerRefused: sentence("👇 Please press one of the buttons below. I could not use what you wrote."),
    errors.FormUnknown: _form_gone,
}
