"""From a rule's refusal to a sentence. What failed and whether anything was saved is always said.

Each family words its own refusals in a table, `SENTENCES` in its file `refusals`; `routes.REFUSALS` is all of them.
"""

import logging
from collections.abc import Callable, Mapping
from math import ceil
from typing import Any, Concatenate, ParamSpec, TypeVar

from handlers.chat.held_words import TooManyWords
from handlers.chat.keyboards import NotOffered
from handlers.chat.turn import OneRunATurn, Turn
from locales import Message, sentence
from services.conversation.quotas import QuotaSpent
from services.conversation.turns import AlreadySettled, DecisionInDoubt
from services.enrolment import CodeUnknown
from services.errors import Refusal
from services.keys.keyring import NoTrustedKey
from services.keys.sealing import NoMemory, NotTrusted, TooLarge
from services.request import Request
from services.store import StorageAway

Given = ParamSpec("Given")
Facts = TypeVar("Facts")


Sentence = Message | Callable[[Turn, Any], str]
"""What is said to a refusal: always the same, or what comes of the turn and of the refusal (of the kind it stands by).
"""
Sentences = Mapping[type[Refusal], Sentence]


class NotSaved(Refusal):
    """Storage failed while something was to be saved; it was not."""


async def run_or_say_not_saved(
    turn: Turn, rule: Callable[Concatenate[Request, Given], Facts], *args: Given.args, **kwargs: Given.kwargs
) -> Facts:
    """`turn.run`, with any failure that is not a refusal turned into NotSaved. (Storage that is away may have saved it:
    that is found out first.)

    For the few steps where three silent tries and a general apology would leave a person in doubt.
    """
    try:
        return await turn.run(rule, *args, **kwargs)
    except (Refusal, OneRunATurn, AlreadySettled, DecisionInDoubt, StorageAway):  # of the last nobody knows yet
        raise
    except Exception as failure:
        # The class only: what an exception carries may be what the person wrote.
        counts = {"counts": {"error": type(failure).__name__}}
        logging.getLogger("amana").log(logging.ERROR, "storage_failed", extra=counts)
        raise NotSaved from failure


def not_now(turn: Turn, refusal: Refusal) -> str:
    """What to tell the person about a refusal. A refusal nobody worded is raised again."""
    for kind in type(refusal).__mro__:
        said = turn.app.refusals.get(kind)
        if said is not None:
            return said(turn, refusal) if callable(said) else turn.words(said)
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


def _no_key(turn: Turn, _refusal: Any) -> str:
    first = turn.words(
        "🔒 I cannot keep reports safe at the moment, so I take none. Nothing was saved."
        " Please try again later, or go to the team in person."
    )
    return "\n\n".join((first, turn.words("🆘 In danger now? Call:") + "\n" + emergency_lines(turn)))


def _quota(turn: Turn, refusal: Any) -> str:
    minutes = max(1, ceil((refusal.until - turn.now).total_seconds() / 60))
    if refusal.shared:
        why = turn.words("⏳ Very many people are writing at this moment. This was not saved.")
    else:
        why = turn.words("⏳ That was very often in a short time, so I have to pause. This was not saved.")
    wait = turn.words.plural("Please try again in {n} minute.", "Please try again in {n} minutes.", n=minutes)
    return f"{why}\n{wait}\n\n" + turn.words("🆘 In danger now? Call:") + "\n" + emergency_lines(turn)


SENTENCES: Sentences = {
    NoTrustedKey: _no_key,
    NotTrusted: _no_key,
    NotSaved: sentence(
        "⚠️ It was NOT saved and NOT sent: something failed on our side. Please press the same button again in a minute."
    ),
    NoMemory: sentence(
        "⚠️ I could not do that: our computer has too much to do just now. Nothing was saved and nothing was sent."
        " Please do the same again in a minute."
    ),
    TooLarge: sentence("⚠️ It was NOT saved: it is too long. Please make the long answer shorter and send it again."),
    QuotaSpent: _quota,
    TooManyWords: sentence("✋ That is more than I can hold. Your last message was not kept; the words before it are."),
    CodeUnknown: sentence(
        "🔑 This code opens nothing. Each code works once, within two days. Please check it, or ask for a new one."
    ),
    NotOffered: sentence("👇 Please press one of the buttons below. I could not use what you wrote."),
}
