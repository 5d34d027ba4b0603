"""What of a case can be passed on, field by field, in the language of its person; and the terms that this makes.

The way to the person and the receipt are no fields, so they cannot be chosen.
"""

from dataclasses import dataclass, field

from desk.drafts import as_sent
from desk.referral.recipients import chosen
from desk.workspace import Workspace
from locales import LANGUAGES, Words
from services.reports.case import Case
from services.reports.referrals import SUMMARY, TERMS_LIMIT, PassedItem, Terms, TooMuchToPassOn, terms

LABEL_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Passable:
    """One field of a report, as its person reads it."""

    key: str
    label: str
    text: str = field(repr=False)


def language_of(case: Case) -> str:
    """The language in which the person is asked."""
    return case.language if case.language in LANGUAGES else "en"


def passable(workspace: Workspace, case: Case) -> list[Passable]:
    """Every field that says something."""
    words = Words(language_of(case))
    said = workspace.labels.of(case, words.code)
    fields = [
        Passable("category", words("Concern"), said.category),
        Passable("zone", words("Zone"), said.zone),
        Passable("what_happened", words("Your own words"), said.text),
        *(Passable(row.path, row.label or row.path, row.shown) for row in said.rows),
    ]
    return [each for each in fields if each.text.strip()]


def terms_of(workspace: Workspace, case: Case) -> Terms:
    """What is chosen now, the summary first; the very terms that were looked at, where nothing has changed since.

    Raises NobodyChosen, NothingToPassOn, TooMuchToPassOn, HoldsAReceipt.
    """
    choice, words = workspace.referring[case.id], Words(language_of(case))
    summary = as_sent(workspace.draft(case.id).summary)
    fields = [Passable(SUMMARY, words("In the words of the team"), summary)] if summary else []
    fields += [each for each in passable(workspace, case) if each.key in choice.ticked]
    if any(len(each.text) > TERMS_LIMIT for each in fields):
        raise TooMuchToPassOn
    items = [PassedItem(key=each.key, label=each.label[:LABEL_LIMIT], text=each.text) for each in fields]
    made, looked = terms(chosen(workspace, choice.to, words.code), items), choice.looked
    if looked is not None and made.model_copy(update={"id": looked.id}) == looked:
        return looked
    return made
