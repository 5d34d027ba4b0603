"""Every refusal that a person in the chat can meet has words, in one table, in every language."""

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator

import pytest

import handlers
import services
from handlers import routes
from handlers.chat import refusals
from handlers.directory import refusals as directory
from handlers.forms import refusals as forms
from handlers.forums import refusals as forums
from handlers.meetings import refusals as meetings
from handlers.pickers import refusals as pickers
from handlers.publishing import refusals as publishing
from handlers.reports import refusals as reports
from locales import Words, offered_by_default
from services.errors import Refusal

FAMILIES = (refusals, directory, forms, forums, meetings, pickers, publishing, reports)
NOT_MET_IN_THE_CHAT = {
    "of the desk, which words them itself": {
        "services.keys.keyring.WrongPassphrase",
        "services.reports.case.NoSuchCase",
        "services.reports.casework.MailboxGone",
        "services.reports.casework.NotYourCase",
        "services.reports.casework.CannotBeAsked",
        "services.reports.casework.TooManyReferrals",
        "services.reports.deeds.agreeing.NotToldInPerson",
        "services.content.recipients.NobodyChosen",
        "services.reports.deeds.following_up.NotHandedOver",
        "services.reports.deeds.following_up.NothingToStop",
        "services.reports.deeds.following_up.UnknownStep",
        "services.reports.deeds.handing_over.NoConsent",
        "services.reports.deeds.handing_over.NoSuchReferral",
        "services.reports.deeds.handing_over.UnknownWay",
        "services.reports.narrative.NobodyElse",
        "services.reports.narrative.NotForANarrative",
        "services.reports.narrative.TooManyTexts",
        "services.reports.referrals.HoldsAReceipt",
        "services.reports.referrals.NothingToPassOn",
        "services.reports.referrals.TooMuchToPassOn",
        "services.reports.written.NothingWritten",
        "services.reports.written.TooLong",
        "services.reports.deeds.aside.UnknownReason",
        "services.reports.deeds.at_risk.UnknownGroup",
        "services.reports.deeds.notes.NoSuchNote",
        "services.reports.deeds.undoing.NotToUndo",
        "services.reports.deeds.checking.NotADayToCome",
        "services.reports.deeds.driver.UnknownDriver",
        "services.reports.deeds.tags.TagTooLong",
        "services.reports.deeds.tags.TooManyTags",
        "services.reports.deeds.status.OutcomeMissing",
        "services.reports.deeds.status.UnknownStatus",
        "services.reports.deeds.verification.NotForProof",
        "services.reports.deeds.verification.UnknownLevel",
        "services.incidents.incidents.NoSuchIncident",
        "services.reports.deeds.incident.NotOneIncident",
        "services.reports.deeds.incident.TooManyCases",
        "services.surveys.answers.NoSuchRound",
        "services.surveys.counts.CountsWithheld",
        "services.surveys.counts.LacksMonths",
        "services.surveys.counts.WouldTell",
        "services.surveys.tables.TooFewAnswers",
    },
    "of the picture and of posters: the desk and the command line word them": {
        "services.drawing.letters.LettersMissing",
        "services.drawing.letters.NotAFont",
        "services.drawing.letters.TooWide",
        "services.picture.offices.NotAPicture",
        "services.picture.offices.SameOffice",
        "services.picture.offices.SignerLeft",
        "services.picture.shared.NothingPublished",
        "services.picture.shared.NotToBeDrawn",
        "services.picture.releases.HeldBack",
        "services.picture.releases.LedgerUnreadable",
    },
    "of the steward's command line, which words them itself": {
        "services.authoring.parts.ContentBroken",
        "services.backups.NotABackup",
        "services.backups.NotWhole",
        "services.directory.files.report.SourceUnusable",
        "services.enrolment.UnknownEnrolment",
        "services.forms.problems.FormBroken",
        "services.keys.founding.AlreadyFounded",
        "services.keys.keyring.LastSteward",
        "services.keys.keyring.NotASteward",
        "services.keys.keyring.UnknownMember",
        "services.keys.members.RolesConflict",
        "services.keys.recovery.BadShare",
        "services.keys.trust.NotFounded",
        "services.recurrence.ics.events.NotACalendar",
        "services.recurrence.ics.events.NotTaken",
        "services.recurrence.ics.values.NotAValue",
        "services.surveys.surveys.AlreadyInvited",
        "services.surveys.surveys.NotOpen",
    },
    "answered where they arise, with more than a sentence": {
        "handlers.pickers.day.DayFarAhead",
        "handlers.pickers.moment.WhichMoment",
        "services.forms.errors.OtherForm",
        "services.guides.agreements.NoSuchAgreement",
        "services.guides.guides.NoSuchStep",
        "services.keys.sealing.CannotOpen",
        "services.recurrence.wall_time.NotAWallTime",
        "services.reports.receipts.NotAReceipt",
    },
}
"""Whoever makes one of these be met in the chat takes it off this list, and words it."""


def all_refusals() -> set[type[Refusal]]:
    for package in (services, handlers):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    return {each for each in _below(Refusal) if each.__module__.split(".")[0] in ("services", "handlers")}


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def full_name(kind: type[Refusal]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def test_a_refusal_is_worded_or_is_met_elsewhere_for_a_reason() -> None:
    unworded = {full_name(each) for each in all_refusals() if not set(each.__mro__) & set(routes.REFUSALS)}
    assert unworded == set().union(*NOT_MET_IN_THE_CHAT.values())


def test_a_refusal_is_worded_in_one_table_only() -> None:
    worded = Counter(kind for family in FAMILIES for kind in family.SENTENCES)
    assert set(worded) == set(routes.REFUSALS)
    assert [full_name(kind) for kind, times in worded.items() if times > 1] == []


@pytest.mark.parametrize("code", offered_by_default())
def test_what_is_always_said_is_translated(code: str) -> None:
    fixed = [said for said in routes.REFUSALS.values() if not callable(said)]
    assert fixed
    assert all(Words(code)(said) for said in fixed)
    assert code == "en" or all(Words(code)(said) != said for said in fixed)
