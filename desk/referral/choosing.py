"""What there is to choose from, in the words of whoever sits at the desk, and beside them as the person reads it."""

from dataclasses import dataclass, field

from desk.referral.choice import ReferralChoice
from desk.referral.passing import language_of, passable
from desk.workspace import Workspace
from locales import Words
from locales.names import language_name
from services.content.recipients import NobodyChosen, Possible
from services.reports.case import Case


@dataclass(frozen=True, slots=True)
class ShownRecipient:
    """Somebody to whom something can be passed on. `theirs` is the name as the person reads it, '' where it is the
    same. Of a partner also: how it is reached, who takes complaints about it, which languages it reads."""

    to: str
    name: str
    theirs: str
    does: str
    reach: str = ""
    complaints: str = ""
    languages: str = ""


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of the report; `theirs` is what would be passed on of it, '' where it reads the same."""

    key: str
    said: str = field(repr=False)
    theirs: str = field(repr=False)


def recipient_shown(words: Words, found: Possible, language: str) -> ShownRecipient:
    """One of them; the person reads `language`."""
    name, partner = found.name.said(words.code), found.partner
    shown = ShownRecipient(found.to, name, other_than(name, found.name.said(language)), found.does.said(words.code))
    if partner is None:
        return shown
    languages = words.listed([language_name(code, words.language.code) for code in partner.languages])
    reach, complaints = partner.reach.said(words.code), partner.complaints.said(words.code)
    return ShownRecipient(shown.to, name, shown.theirs, shown.does, reach, complaints, languages)


def found_shown(words: Words, workspace: Workspace, case: Case) -> list[ShownRecipient]:
    """Whoever is chosen, then who else was found."""
    choice, language = workspace.referring.get(case.id, ReferralChoice()), language_of(case)
    found = workspace.recipients_found(choice.search)
    try:
        chosen = [workspace.recipient(choice.to)]
    except NobodyChosen:
        chosen = []
    others = [each for each in found if all(each.to != first.to for first in chosen)]
    return [recipient_shown(words, each, language) for each in [*chosen, *others]]


def fields_shown(words: Words, workspace: Workspace, case: Case) -> list[ShownField]:
    """Every field that can be passed on."""
    own = passable(workspace.labels, case, words)
    theirs = {each.key: each.text for each in passable(workspace.labels, case, Words(language_of(case)))}
    return [
        ShownField(each.key, f"{each.label}: {each.text}", other_than(each.text, theirs.get(each.key, "")))
        for each in own
    ]


def other_than(own: str, theirs: str) -> str:
    """What the person reads, '' where it is the same."""
    return "" if theirs == own else theirs
