"""What stands around a question: where in the form it is, and how an order or a number of a long range is given."""

from handlers.chat import keyboards
from locales import Words
from services.forms import Heading, Kind, Question, Steps


def to_order_or_count(question: Question, words: Words) -> list[str]:
    """The lines under such a question; none where its buttons say it all."""
    if question.kind is Kind.RANK:
        press = words(
            "Press what comes first, then what comes second. Then press {button}.", button=words(keyboards.NEXT)
        )
        return [press, *in_their_order(question, words)]
    return [_how_far(question.steps, words)] if question.steps else []


def in_their_order(question: Question, words: Words) -> list[str]:
    """What was chosen so far, in its order."""
    chosen = sorted((choice for choice in question.choices if choice.place), key=lambda choice: choice.place)
    return [words.aligned(f"{choice.place}. {choice.label}") for choice in chosen]


def _how_far(steps: Steps, words: Words) -> str:
    if steps.step in ("1", "-1"):
        return words("Write a number from {start} to {end}.", start=steps.start, end=steps.end)
    return words(
        "Write a number from {start} to {end}, in steps of {step}.", start=steps.start, end=steps.end, step=steps.step
    )


def heading_line(part: Heading, words: Words) -> str:
    """The name of a part of the form; of rows that are counted beforehand also which of them it is."""
    if not part.rows:
        return part.label
    which = words("{number} of {total}", number=str(part.row), total=str(part.rows))
    return f"{part.label} · {which}" if part.label else which
