"""How the referrals of a case stand, and which buttons make sense now."""

from dataclasses import dataclass
from datetime import date

from desk.case_words import STEP_WORDS
from desk.workspace import Workspace
from locales import Words
from services.reports.case import Case
from services.reports.referrals import NO, WITHDRAWN, YES, Referral


@dataclass(frozen=True, slots=True)
class ShownReferral:
    """One of them. `steps` are those that can be noted, each with its words; `overdue` the day until which the other
    side was to answer, where that is over."""

    referral: Referral
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
            _standing(words, each, today),
            tuple((step, words(STEP_WORDS[step])) for step in _steps(each)),
            each.can_be_handed_over(today) and not case.withdrawn,
            workspace.referral_overdue(each),
        )
        for each in reversed(case.referrals)
    ]


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
