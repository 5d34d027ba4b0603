"""Every refusal as one clear sentence, and the words for the few things that have a fixed set of values."""

from desk.throttle import TooBusy
from desk.workspace import CaseChanged
from locales import Words
from services.errors import Refusal
from services.keys.keyring import WrongPassphrase
from services.keys.sealing import NotTrusted
from services.reports.case import NoSuchCase
from services.reports.casework import MailboxGone, NothingWritten, NotYourCase, TooLong, UnknownStatus
from services.reports.verification import UnknownLevel
from services.surveys.tables import TooFewAnswers


def sentence(words: Words, refusal: Refusal) -> str:
    """What to say to the member of staff."""
    match refusal:
        case TooLong():
            return words.plural(
                "Your text is {n} character too long. Nothing was sent; shorten it and try again.",
                "Your text is {n} characters too long. Nothing was sent; shorten it and try again.",
                n=refusal.over,
            )
        case WrongPassphrase() | TooBusy() | NotTrusted():
            return _at_the_door(words, refusal)
        case TooFewAnswers():
            return words("Too few people have answered for a file. Nothing was handed out.")
        case _:
            return _at_a_case(words, refusal)


def _at_the_door(words: Words, refusal: Refusal) -> str:
    match refusal:
        case WrongPassphrase():
            return words("This passphrase opens nothing. Check each of its seven words and try again.")
        case TooBusy():
            return words("Several people are unlocking at this moment. Wait a few seconds and try again.")
        case _:
            return words(
                "The keys in the database are not signed by your organisation, so nothing is opened. "
                "Tell your steward now."
            )


def _at_a_case(words: Words, refusal: Refusal) -> str:
    match refusal:
        case NothingWritten():
            return words("There is no text yet.")
        case CaseChanged():
            return words(
                "Something was added to this case while you were writing. It is marked below. "
                "Nothing was sent and your text is kept: read what is new, then go on."
            )
        case MailboxGone():
            return words("The person's mailbox is gone, so no reply can reach them. Your text is kept.")
        case NoSuchCase() | NotYourCase():
            return words("There is no such case, or it is not open to you.")
        case UnknownStatus():
            return words("Choose one of the states of a case.")
        case UnknownLevel():
            return words("Choose how sure it is from the list.")
        case _:
            return words("This could not be done. Nothing was changed.")


def status_words(words: Words, status: str) -> str:
    """A state of a case."""
    match status:
        case "new":
            return words("New", "a case")
        case "in_progress":
            return words("In progress")
        case "waiting":
            return words("Waiting for the person")
        case _:
            return words("Closed")


def level_words(words: Words, level: str) -> str:
    """How sure a report is."""
    match level:
        case "one_source":
            return words("One source")
        case "two_sources":
            return words("Two separate sources")
        case "observed":
            return words("Seen by the team")
        case "not_confirmed":
            return words("Looked into, not confirmed")
        case _:
            return words("Not looked into yet")


def compartment_words(words: Words, compartment: str) -> str:
    """Who can open it, by what it is about."""
    match compartment:
        case "safety":
            return words("Safety")
        case "psea":
            return words("About aid workers")
        case _:
            return words("Surveys")


def age_words(words: Words, days: int) -> str:
    """How long ago a day was; days are all that is known."""
    if days <= 0:
        return words("today")
    if days == 1:
        return words("yesterday")
    return words.plural("{n} day ago", "{n} days ago", n=days)
