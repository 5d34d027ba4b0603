"""Every refusal as one clear sentence, and the words for the few things that have a fixed set of values."""

from collections.abc import Callable

from desk.access.throttle import TooBusy
from desk.dictation.spoken import FormGone
from desk.drafts import HalfWritten
from desk.incidents.grouping import NothingTicked, OthersChanged
from desk.workspace import CaseChanged, TypedOtherwise
from locales import Message, Words, mark
from services.content.recipients import NobodyChosen
from services.disclosure.attack import LEAST
from services.errors import Refusal
from services.incidents.incidents import NoSuchIncident
from services.keys.epoch_keys import NoTrustedKey
from services.keys.keyring import WrongPassphrase
from services.keys.sealing import NoMemory, NotTrusted, TooLarge
from services.keys.trust import NotFounded
from services.picture.releases import HeldBack, LedgerUnreadable
from services.picture.shared import NothingPublished, NotToBeDrawn
from services.reports.case import NoSuchCase
from services.reports.casework import CannotBeAsked, MailboxGone, NotYourCase, TooManyReferrals
from services.reports.deeds.agreeing import NotToldInPerson
from services.reports.deeds.aside import UnknownReason
from services.reports.deeds.at_risk import UnknownGroup
from services.reports.deeds.checking import NotADayToCome
from services.reports.deeds.driver import UnknownDriver
from services.reports.deeds.following_up import NotHandedOver, NothingToStop, UnknownStep
from services.reports.deeds.handing_over import NoConsent, NoSuchReferral, UnknownWay
from services.reports.deeds.incident import NotOneIncident, TooManyCases
from services.reports.deeds.notes import NoSuchNote
from services.reports.deeds.status import OutcomeMissing, UnknownStatus
from services.reports.deeds.tags import TagTooLong, TooManyTags
from services.reports.deeds.undoing import NotToUndo
from services.reports.deeds.verification import NotForProof, UnknownLevel
from services.reports.narrative import NobodyElse, NotForANarrative, TooManyTexts
from services.reports.referrals import HoldsAReceipt, NothingToPassOn, TooMuchToPassOn
from services.reports.written import NothingWritten, TooLong
from services.surveys.counts import LacksMonths, WouldTell
from services.surveys.rounds import AT_ONCE
from services.surveys.tables import TooFewAnswers


def sentence(words: Words, refusal: Refusal) -> str:
    """What to say to the member of staff. A refusal nobody worded is raised again, and so becomes the failure page."""
    for kind in type(refusal).__mro__:
        worded = SENTENCES.get(kind)
        if worded is not None:
            return worded(words, refusal)
    raise refusal


def status_words(words: Words, status: str) -> str:
    """A state of a case (`services.reports.standing.STATUSES`). Raises KeyError for anything else."""
    return words(STATUS_WORDS[status])


def state_words(words: Words, status: str, outcome: str) -> str:
    """A state with the outcome of what is closed, where one is known. Raises KeyError for anything else."""
    if not outcome:
        return status_words(words, status)
    return words("Closed: {outcome}", outcome=words(OUTCOME_WORDS[outcome]))


def level_words(words: Words, level: str) -> str:
    """How sure a report is (`services.reports.deeds.verification.LEVELS`). Raises KeyError for anything else."""
    return words(LEVEL_WORDS[level])


def compartment_words(words: Words, compartment: str) -> str:
    """Who can open it, by what it is about (`services.keys.epochs.COMPARTMENTS`). Raises KeyError for anything else."""
    return words(COMPARTMENT_WORDS[compartment])


def age_words(words: Words, days: int) -> str:
    """How long ago a day was; days are all that is known."""
    if days <= 0:
        return words("today")
    if days == 1:
        return words("yesterday")
    return words.plural("{n} day ago", "{n} days ago", n=days)


def answers_needed(words: Words) -> str:
    """How many answers it takes until anything is counted or handed out."""
    return words.plural(
        "It takes {n} answer of weeks that are over, or {few} once nobody has answered for a whole week.",
        "It takes {n} answers of weeks that are over, or {few} once nobody has answered for a whole week.",
        n=AT_ONCE,
        few=LEAST,
    )


def _too_long(words: Words, refusal: Refusal) -> str:
    assert isinstance(refusal, TooLong)
    return words.plural(
        "Your text is {n} character too long. Nothing was sent; shorten it and try again.",
        "Your text is {n} characters too long. Nothing was sent; shorten it and try again.",
        n=refusal.over,
    )


def _not_open_to_you(words: Words, _refusal: Refusal) -> str:
    return words("There is no such case, or it is not open to you.")


def _nothing_was_changed(words: Words, _refusal: Refusal) -> str:
    return words("This could not be done. Nothing was changed.")


def _choose_from_the_list(words: Words, _refusal: Refusal) -> str:
    return words("Choose from the list. Nothing was changed.")


def told_words(words: Words, told: str) -> str:
    """What a report is called, by how it was told (`services.reports.reports.TOLD`)."""
    return words(TOLD_WORDS.get(told, THE_REPORT))


SENTENCES: dict[type[Refusal], Callable[[Words, Refusal], str]] = {
    WrongPassphrase: lambda words, _: words(
        "This passphrase opens nothing. Check each of its seven words and try again."
    ),
    TooBusy: lambda words, _: words("Several people are unlocking at this moment. Wait a few seconds and try again."),
    NoMemory: lambda words, _: words(
        "The desk’s computer has too little memory left just now. Nothing was changed. Try again in a minute."
    ),
    NotTrusted: lambda words, _: words(
        "The keys in the database are not signed by your organisation, so nothing is opened. Tell your steward now."
    ),
    NotFounded: _nothing_was_changed,
    CaseChanged: lambda words, _: words(
        "Something was added to this case while you were writing. It is marked below. "
        "Nothing was sent and your text is kept: read what is new, then go on."
    ),
    TypedOtherwise: lambda words, _: words(
        "The new passphrase was typed otherwise than it is shown. Nothing was changed; write it down and try again."
    ),
    NothingWritten: lambda words, _: words("There is no text yet."),
    TooLong: _too_long,
    MailboxGone: lambda words, _: words("The person’s mailbox is gone, so no reply can reach them. Your text is kept."),
    NoSuchCase: _not_open_to_you,
    NotYourCase: _not_open_to_you,
    UnknownStatus: lambda words, _: words("Choose one of the states of a case."),
    OutcomeMissing: lambda words, _: words("Choose with which outcome the case is closed."),
    UnknownLevel: lambda words, _: words("Choose how sure it is from the list."),
    UnknownDriver: _choose_from_the_list,
    UnknownGroup: _choose_from_the_list,
    UnknownReason: _choose_from_the_list,
    NoSuchNote: lambda words, _: words("This note is not there any more. Nothing was changed."),
    HalfWritten: lambda words, _: words("A note is half written below. Add it or empty it first."),
    NotToUndo: lambda words, _: words(
        "This cannot be undone any more. Only you can undo it, for ten minutes and until the desk locks."
    ),
    NothingTicked: lambda words, _: words("Tick at least one other report. Nothing was changed."),
    OthersChanged: lambda words, refusal: words(
        "Something was added meanwhile to: {names}. Nothing was changed; read what is new, then try again.",
        names=", ".join(map(str, getattr(refusal, "names", ()))),
    ),
    NotOneIncident: _nothing_was_changed,
    TooManyCases: lambda words, _: words("One incident can have 60 reports. Nothing was changed."),
    NoSuchIncident: lambda words, _: words("There is no such incident any more, or it is not open to you."),
    NotADayToCome: lambda words, _: words("Choose a day to come, within two years. Nothing was changed."),
    TagTooLong: lambda words, _: words("A tag is a word or two, of at most 30 characters. Nothing was changed."),
    TooManyTags: lambda words, _: words("A case can have 12 tags. Nothing was changed."),
    NotForProof: _nothing_was_changed,
    NoTrustedKey: _nothing_was_changed,
    TooLarge: _nothing_was_changed,
    TooFewAnswers: lambda words, _: (
        words("Too few people have answered for a file. Nothing was handed out.") + " " + answers_needed(words)
    ),
    WouldTell: lambda words, _: words(
        "Together, the numbers of this round would tell what a few people answered. None is shown or handed out."
    ),
    LacksMonths: lambda words, _: words(
        "You do not hold the keys of all months in which this round may have been answered. Next to the numbers of"
        " colleagues, yours would tell what a few people answered. Let a colleague unlock the desk, then unlock it"
        " again yourself."
    ),
    NobodyChosen: lambda words, _: words("Choose to whom it would go. Nothing was asked."),
    NothingToPassOn: lambda words, _: words("Write a summary, or tick what is to be passed on. Nothing was asked."),
    TooMuchToPassOn: lambda words, _: words(
        "This is too much for the one message in which the person reads all of it. Make it shorter. Nothing was asked."
    ),
    HoldsAReceipt: lambda words, _: words("A receipt stands in this. Take it out: whoever has it opens the mailbox."),
    CannotBeAsked: lambda words, _: words(
        "This report is from before receipts could sign a yes, so its person cannot be asked. Nothing was asked."
    ),
    TooManyReferrals: lambda words, _: words(
        "Four referrals of this case are under way. End one of them first. Nothing was asked."
    ),
    NotToldInPerson: lambda words, _: words(
        "This person wrote to the bot: ask them there, and they answer with the receipt. Nothing was recorded."
    ),
    NoConsent: lambda words, _: words("There is no yes to this that holds today, so nothing was handed over."),
    NoSuchReferral: _nothing_was_changed,
    UnknownWay: _nothing_was_changed,
    UnknownStep: _choose_from_the_list,
    NotHandedOver: lambda words, _: words("Nobody has this yet. Nothing was changed."),
    NothingToStop: lambda words, _: words("The person has not taken their yes back. Nothing was changed."),
    NotForANarrative: lambda words, _: words(
        "Tick cases that are open to you and were not taken back. Complaints about aid workers never leave as texts."
    ),
    TooManyTexts: lambda words, _: words("Two people read at most 20 texts at once. Nothing was taken out."),
    NobodyElse: lambda words, _: words(
        "It takes a second person who may open these cases. Nothing was taken out; your texts are kept."
    ),
    NothingPublished: lambda words, _: words("Nothing was published yet, so there is nothing to pass on."),
    LedgerUnreadable: lambda words, _: words(
        "Your keys do not open what was published before, so nothing was published or handed out."
        " Ask a colleague to unlock the desk, then try again."
    ),
    HeldBack: lambda words, _: words(
        "Nothing was published: together with earlier numbers, somebody could work out a small one."
        " It waits until more reports have come."
    ),
    NotToBeDrawn: lambda words, _: words("No font here has all letters of this language. Choose another one."),
    FormGone: lambda words, _: words("This form is not in use any more, so nothing could be sent."),
}

THE_REPORT = mark("The report")
TOLD_WORDS: dict[str, Message] = {
    "in_person": mark("The report, told in person"),
    "telephone": mark("The report, told by telephone"),
}

STATUS_WORDS: dict[str, Message] = {
    "new": mark("New", "a case"),
    "open": mark("Open"),
    "referred": mark("Referred"),
    "waiting": mark("Waiting for the person"),
    "closed": mark("Closed"),
}

OUTCOME_WORDS: dict[str, Message] = {
    "helped": mark("helped"),
    "passed_on": mark("referred, and done"),
    "noted": mark("noted; nothing else to do"),
    "not_wanted": mark("the person wants nothing more"),
    "not_reached": mark("the person could not be reached"),
    "not_ours": mark("not a matter for us"),
    "duplicate": mark("the same as another report"),
    "false": mark("not true"),
}

LEVEL_WORDS: dict[str, Message] = {
    "unverified": mark("Not looked into yet"),
    "one_source": mark("One source"),
    "two_sources": mark("Two separate sources"),
    "observed": mark("Seen by the team"),
    "not_confirmed": mark("Looked into, not confirmed"),
}

COMPARTMENT_WORDS: dict[str, Message] = {
    "safety": mark("Safety"),
    "psea": mark("About aid workers"),
    "surveys": mark("Surveys"),
}
