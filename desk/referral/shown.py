"""How the referrals of a case stand, and which buttons make sense now; and what is looked at before anybody is asked.

Terms are in the language of whoever is asked. Whoever sits at the desk reads names and labels in their own beside it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from desk.referral.choosing import other_than
from desk.referral.passing import passable, summary_label
from desk.words.case_words import STEP_WORDS
from desk.workspace import Workspace
from locales import Words
from services.content.partners import USUAL_DAYS
from services.reports.case import Case
from services.reports.referrals import NO, SUMMARY, WITHDRAWN, YES, PassedItem, Referral, Terms


class ReadItem(NamedTuple):
    """One thing that is passed on; `own`: what it is, in the words of whoever sits at the desk, '' where the same."""

    item: PassedItem
    own: str


@dataclass(frozen=True, slots=True)
class ReadTerms:
    """Terms as the desk reads them. `name` and `does` are in the words of whoever sits there, `theirs` is the name as
    the person reads it, '' where that is the same."""

    terms: Terms
    name: str
    theirs: str
    does: str
    items: tuple[ReadItem, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShownReferral:
    """One of them. `steps` are those that can be noted, each with its words; `overdue` the day until which the other
    side was to answer, where that is over; `days` within how many days of the office it usually answers."""

    referral: Referral
    read: ReadTerms
    days: int
    standing: str
    steps: tuple[tuple[str, str], ...]
    can_hand: bool
    overdue: date | None


def shown(words: Words, workspace: Workspace, case: Case) -> list[ShownReferral]:
    """All of a case, the newest first."""
    today = workspace.config.now().date()
    return [
        ShownReferral(
            each,
            looked_shown(words, workspace, case, each.terms),
            each.days or _usual_days(workspace, each.terms),
            _standing(words, each, today),
            tuple((step, words(STEP_WORDS[step])) for step in _steps(each)),
            each.can_be_handed_over(today) and not case.withdrawn,
            workspace.referral_overdue(each),
        )
        for each in reversed(case.referrals)
    ]


def looked_shown(words: Words, workspace: Workspace, case: Case, terms: Terms) -> ReadTerms:
    """These terms as the desk reads them."""
    known = workspace.recipient_known(terms.to)
    name, does = (known.name.said(words.code), known.does.said(words.code)) if known else (terms.name, terms.does)
    own = {SUMMARY: summary_label(words)} | {each.key: each.label for each in passable(workspace.labels, case, words)}
    items = (ReadItem(item, other_than(item.label, own.get(item.key, ""))) for item in terms.items)
    return ReadTerms(terms, name, other_than(name, terms.name), does, tuple(items))


def _usual_days(workspace: Workspace, terms: Terms) -> int:
    known = workspace.recipient_known(terms.to)
    return known.answer_days if known else USUAL_DAYS


def _standing(words: Words, referral: Referral, today: date) -> str:
    if referral.answer == WITHDRAWN:
        if referral.step == "stopped":
            return words("Taken back, and they were told to stop")
        return words("Taken back: tell them to stop") if referral.must_be_stopped else words("Taken back")
    if referral.answer == NO:
        return words("The person said no")
    if referral.step:
        return words(STEP_WORDS[referral.step])
    if referral.handed_on is not None:
        return words("Handed over on {day}", day=words.day(referral.handed_on))
    if referral.answer == YES:
        is_fresh = referral.is_agreed(today)
        return words("The person said yes") if is_fresh else words("The yes is more than 30 days old: ask again")
    return words("Asked on {day}, no answer yet", day=words.day(referral.asked_on))


def _steps(referral: Referral) -> tuple[str, ...]:
    if referral.must_be_stopped:
        return ("stopped",)
    if referral.is_over:
        return ()
    if referral.handed_on is None:
        return ("dropped",)
    return tuple(each for each in ("accepted", "declined", "done", "dropped") if each != referral.step)
