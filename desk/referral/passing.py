"""What of a case can be passed on, field by field, in the language of its person; and the terms that this makes.

The way to the person and the receipt are no fields, so they cannot be chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from desk.drafts import as_sent
from desk.words.labels import Labels
from desk.workspace import Workspace
from locales import LANGUAGES, Words
from services.reports.case import Case
from services.reports.referrals import SUMMARY, TERMS_LIMIT, PassedItem, Recipient, Terms, TooMuchToPassOn, terms

LABEL_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Passable:
    """One field of a report, as somebody reads it."""

    key: str
    label: str
    text: str = field(repr=False)


def language_of(case: Case) -> str:
    """The language in which the person is asked."""
    return case.language if case.language in LANGUAGES else "en"


def passable(labels: Labels, case: Case, words: Words) -> list[Passable]:
    """Every field that says something, in the language of these words."""
    said = labels.of(case, words.code)
    fields = [
        Passable("category", words("Concern"), said.category),
        Passable("zone", words("Zone"), said.zone),
        Passable("what_happened", words("Your own words"), said.text),
        *(Passable(row.path, row.label or row.path, row.shown) for row in said.rows),
    ]
    return [each for each in fields if each.text.strip()]


def summary_label(words: Words) -> str:
    """What the summary is called beside the fields of a report."""
    return words("In the words of the team")


def terms_for(recipient: Recipient, summary: str, fields: Sequence[Passable], words: Words) -> Terms:
    """New terms: the summary first, where there is one. `words`: in the language of the person.

    Raises NothingToPassOn, TooMuchToPassOn, HoldsAReceipt.
    """
    said = as_sent(summary)
    first = [Passable(SUMMARY, summary_label(words), said)] if said else []
    passed = [*first, *fields]
    if any(len(each.text) > TERMS_LIMIT for each in passed):
        raise TooMuchToPassOn
    items = [PassedItem(key=each.key, label=each.label[:LABEL_LIMIT], text=each.text) for each in passed]
    return terms(recipient, items)


def terms_of(workspace: Workspace, case: Case) -> Terms:
    """What is chosen now; the very terms that were looked at, where nothing has changed since.

    Raises NobodyChosen, NothingToPassOn, TooMuchToPassOn, HoldsAReceipt.
    """
    choice, words = workspace.referring[case.id], Words(language_of(case))
    recipient = workspace.recipient(choice.to).read_in(words.code)
    ticked = [each for each in passable(workspace.labels, case, words) if each.key in choice.ticked]
    made, looked = terms_for(recipient, workspace.drafts.of(case.id).summary, ticked, words), choice.looked
    if looked is not None and made.model_copy(update={"id": looked.id}) == looked:
        return looked
    return made
