"""From a rule's refusal to a sentence: the one place. What failed and whether anything was saved is always said."""

import logging
from collections.abc import Callable
from math import ceil
from typing import Any, Concatenate, ParamSpec, TypeVar

from handlers.chat import examples, keyboards
from handlers.chat.turn import OneRunATurn, Turn
from handlers.directory import failures
from handlers.meetings import failures as meeting_failures
from locales import Words
from services.conversation.quotas import QuotaSpent
from services.enrolment import CodeUnknown
from services.errors import Refusal
from services.forms import errors as forms
from services.keys.keyring import NoTrustedKey
from services.keys.sealing import NotTrusted, TooLarge
from services.meetings.meeting import MeetingGone, MeetingOver
from services.meetings.topics import TopicTooLong
from services.reports import mailbox
from services.request import Request

Given = ParamSpec("Given")
Facts = TypeVar("Facts")


class NotSaved(Refusal):
    """Storage failed while something was to be saved; it was not."""


async def run_or_say_not_saved(
    turn: Turn, rule: Callable[Concatenate[Request, Given], Facts], *args: Given.args, **kwargs: Given.kwargs
) -> Facts:
    """`turn.run`, with any failure that is not a refusal turned into NotSaved.

    For the few steps where three silent tries and a general apology would leave a person in doubt.
    """
    try:
        return await turn.run(rule, *args, **kwargs)
    except (Refusal, OneRunATurn):
        raise
    except Exception as failure:
        # The class only: what an exception carries may be what the person wrote.
        counts = {"counts": {"error": type(failure).__name__}}
        logging.getLogger("amana").log(logging.ERROR, "storage_failed", extra=counts)
        raise NotSaved from failure


def not_now(turn: Turn, refusal: Refusal) -> str:
    """What to tell the person about a refusal. A refusal nobody worded is raised again."""
    for kind in type(refusal).__mro__:
        worded = _SENTENCES.get(kind)
        if worded is not None:
            return worded(turn, turn.words, refusal)
    raise refusal


async def apologise(turn: Turn) -> None:
    """Said once, when answering failed again and again."""
    words = turn.words
    if turn.was_decided:
        await turn.say(
            words("🙏 Something went wrong on our side. What you sent was saved, but I could not answer it.")
        )
    else:
        await turn.say(
            words(
                "🙏 Something went wrong on our side. What you sent last was not saved."
                " Please try again in a few minutes."
            )
        )


def emergency_lines(turn: Turn) -> str:
    """Whom to call, one line each, in the person's language."""
    lines = turn.app.content.organisation.emergency
    return "\n".join(turn.words.aligned(f"☎️ {line.name.said(turn.language)}: {line.number}") for line in lines)


def _press_a_button(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("👇 Please press one of the buttons below. I could not use what you wrote.")


def _required(turn: Turn, words: Words, refusal: Any) -> str:
    said = refusal.message(turn.language)
    return words.aligned(said) if said else words("✋ The form cannot go on without an answer to this one.")


def _constraint(turn: Turn, words: Words, refusal: Any) -> str:
    said = refusal.message(turn.language)
    return words.aligned(said) if said else words("✋ This answer does not fit. Please check it and try again.")


def _still_required(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("✋ Some questions still need an answer before this can be sent. Nothing was sent.")


def _number(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("🔢 Please write a number, for example 3.")


def _whole_number(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("🔢 Please write a whole number, for example 3.")


def _date(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("📅 Please write the day like this: {example}. It has to be a day that exists.", example=examples.DAY)


def _time(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words(
        "🕑 Please write the time like this: {example}. If a day is asked for, write it first: {longer}.",
        example=examples.TIME,
        longer=examples.DAY_AND_TIME,
    )


def _place(_turn: Turn, words: Words, _refusal: Any) -> str:
    # NOTE: The example is a latitude and a longitude.
    return words(
        "📍 Please press the button to send where you are, or write it like this: {example}.", example=examples.PLACE
    )


def _too_long(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("✋ This is too long. Your last message was not kept; what you wrote before it is kept.")


def _too_many_rows(_turn: Turn, words: Words, refusal: Any) -> str:
    return words("✋ That is too many. At most {limit} are possible.", limit=refusal.limit)


def _no_key(turn: Turn, words: Words, _refusal: Any) -> str:
    first = words(
        "🔒 I cannot keep reports safe at the moment, so I take none. Nothing was saved."
        " Please try again later, or go to the team in person."
    )
    return "\n\n".join((first, words("🆘 In danger now? Call:") + "\n" + emergency_lines(turn)))


def _not_saved(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words(
        "⚠️ It was NOT saved and NOT sent: something failed on our side. Please press the same button again in a minute."
    )


def _too_large(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("⚠️ It was NOT saved: it is too long. Please make the long answer shorter and send it again.")


def _quota(turn: Turn, words: Words, refusal: Any) -> str:
    minutes = max(1, ceil((refusal.until - turn.now).total_seconds() / 60))
    if refusal.shared:
        why = words("⏳ Very many people are writing at this moment. This was not saved.")
    else:
        why = words("⏳ That was very often in a short time, so I have to pause. This was not saved.")
    wait = words.plural("Please try again in {n} minute.", "Please try again in {n} minutes.", n=minutes)
    return f"{why}\n{wait}\n\n" + words("🆘 In danger now? Call:") + "\n" + emergency_lines(turn)


def _no_mailbox(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("🔒 This mailbox no longer exists. Nothing was sent.")


def _form_gone(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words(
        "🙏 These questions have changed meanwhile. Nothing was sent. Please press {button} to start again.",
        button=words(keyboards.STOP),
    )


def _code_unknown(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words(
        "🔑 This code opens nothing. Each code works once, within two days. Please check it, or ask for a new one."
    )


def _topic_too_long(_turn: Turn, words: Words, refusal: Any) -> str:
    return words("✋ This is too long and was not kept. Please say it in at most {limit} letters.", limit=refusal.limit)


def _meeting_gone(_turn: Turn, words: Words, _refusal: Any) -> str:
    return words("🙏 This meeting has changed, or it is over.")


_SENTENCES: dict[type, Callable[[Turn, Words, Any], str]] = {
    forms.AnswerRequired: _required,
    forms.ConstraintBroken: _constraint,
    forms.NotAWholeNumber: _whole_number,
    forms.AnswerNotANumber: _number,
    forms.NotADate: _date,
    forms.AnswerNotATime: _time,
    forms.NotAPlace: _place,
    forms.AnswerTooLong: _too_long,
    forms.TooManyRows: _too_many_rows,
    forms.StillRequired: _still_required,
    forms.NothingBefore: _press_a_button,
    forms.AnswerRefused: _press_a_button,
    forms.FormUnknown: _form_gone,
    NoTrustedKey: _no_key,
    NotTrusted: _no_key,
    NotSaved: _not_saved,
    TooLarge: _too_large,
    QuotaSpent: _quota,
    mailbox.NoSuchMailbox: _no_mailbox,
    mailbox.MessageTooLong: _too_long,
    CodeUnknown: _code_unknown,
    MeetingGone: _meeting_gone,
    MeetingOver: _meeting_gone,
    TopicTooLong: _topic_too_long,
    **meeting_failures.SENTENCES,
    **failures.SENTENCES,
}
