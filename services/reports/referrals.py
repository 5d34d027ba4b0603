"""Referrals of a case: what is passed on to whom, whether its person has said yes to just that, and what came of it.

The terms are one text for all: what the person is asked, what their yes is bound to, and what is handed over. They are
told apart by what they say and not by a number alone, so a yes to one of them is a yes to no other.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints, ValidationError

from services.errors import Refusal
from services.keys.sealing import random_bytes
from services.reports.bodies import Hex16, SealedBody
from services.reports.case_entry import CaseEntry
from services.reports.receipts import LENGTH, NotAReceipt, read_receipt

CONSENT_LIFE: Final = timedelta(days=30)
"""A yes is acted on within this time, or asked for anew."""
TERMS_LIMIT: Final = 2200
"""Characters of all that is passed on: the question about it shows it whole, in one message."""
WAYS: Final = ("packet", "sheet")
STEPS: Final = ("accepted", "declined", "done", "stopped", "dropped")
"""What the other side has said; 'stopped': it was told to stop, since the person has taken their yes back;
'dropped': we do not go on with it."""
OF_REFERRALS: Final = frozenset({"referral_asked", "referral_agreed", "referral_handed", "referral_step"})
"""The kinds of deeds that a referral is made of."""
ENDS: Final = frozenset({"declined", "done", "stopped", "dropped"})
YES, NO, WITHDRAWN = "yes", "no", "withdrawn"
SUMMARY: Final = "summary"
_DIGITS: Final = re.compile(r"\d(?:[^\w\n]*\d)*")
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class NothingToPassOn(Refusal):
    """Nothing was chosen."""


class TooMuchToPassOn(Refusal):
    """It does not fit into the one message in which the person reads all of it."""


class HoldsAReceipt(Refusal):
    """A receipt stands in what was to be passed on."""


class PassedItem(SealedBody):
    """One thing that is passed on: `key` names the field, `label` and `text` are what is read of it."""

    key: Line
    label: Line
    text: Annotated[str, StringConstraints(min_length=1, max_length=TERMS_LIMIT)]


class Terms(SealedBody):
    """What goes to whom. `to` is `partner:…` or `service:…`; `name` and `does` say who that is, in the words and the
    language of whoever is asked."""

    id: Hex16
    to: Line
    name: Line
    does: Annotated[str, StringConstraints(max_length=300)] = ""
    items: Annotated[tuple[PassedItem, ...], Field(min_length=1, max_length=60)]

    @property
    def digest(self) -> str:
        """Changes with every letter of the terms."""
        said = json.dumps(self.model_dump(mode="json"), sort_keys=True).encode()
        return hashlib.sha256(b"amana referral terms" + said).hexdigest()


@dataclass(frozen=True, slots=True)
class Recipient:
    """A service of the directory or a partner of the list, in the language of whoever is asked."""

    to: str
    name: str
    does: str = ""


def terms(recipient: Recipient, items: Sequence[PassedItem]) -> Terms:
    """New terms. Raises NothingToPassOn, TooMuchToPassOn, HoldsAReceipt."""
    if not items:
        raise NothingToPassOn
    if sum(len(item.label) + len(item.text) for item in items) > TERMS_LIMIT:
        raise TooMuchToPassOn
    if any(holds_receipt(item.text) for item in items):
        raise HoldsAReceipt
    return Terms(
        id=random_bytes(16).hex(), to=recipient.to, name=recipient.name, does=recipient.does, items=tuple(items)
    )


def terms_in(facts: Any) -> Terms | None:
    """The terms that stand in the facts of an event, None where they are none."""
    try:
        return Terms.model_validate(facts.get("terms"))
    except ValidationError:
        return None


@dataclass(frozen=True, slots=True)
class Referral:
    """One referral as the thread makes it. `answer` is YES, NO, WITHDRAWN or ''; `answered_on` the day of a yes.

    `recorded_by`: the member to whom the person said yes. `handed_on` is the day of the newest handing over, `days`
    within how many days of the office the other side answers, `step` the newest of STEPS.
    """

    terms: Terms = field(repr=False)
    asked_by: bytes
    asked_on: date
    answer: str = ""
    answered_on: date | None = None
    recorded_by: bytes | None = None
    handed_on: date | None = None
    days: int = 0
    step: str = ""
    step_on: date | None = None

    @property
    def is_over(self) -> bool:
        """True where nothing more comes of it."""
        return self.answer in {NO, WITHDRAWN} or self.step in ENDS

    @property
    def must_be_stopped(self) -> bool:
        """True where somebody has it whom nobody has told yet that its person took their yes back."""
        return self.answer == WITHDRAWN and self.handed_on is not None and self.step != "stopped"

    def is_agreed(self, today: date) -> bool:
        """True while a yes holds."""
        return self.answer == YES and self.answered_on is not None and today <= self.answered_on + CONSENT_LIFE

    def can_be_handed_over(self, today: date) -> bool:
        """True while a yes holds, and the other side has not ended it."""
        return self.is_agreed(today) and self.step not in ENDS

    @property
    def waits_for_us(self) -> bool:
        """True where a yes waits for the handing over."""
        return self.answer == YES and self.handed_on is None and not self.is_over

    @property
    def awaited_since(self) -> date | None:
        """The day since which the other side owes its next answer; None where it owes none."""
        return None if self.handed_on is None or self.is_over else self.step_on or self.handed_on


def referrals_in(entries: Iterable["CaseEntry"], deeds: Iterable["CaseEntry"]) -> tuple[Referral, ...]:
    """All of a thread, in the order they were asked. `deeds` are those entries that count and are understood.

    What the person says counts wherever it stands in the thread: a no, or a yes that is taken back, always ends it.
    """
    said = [entry for entry in entries if entry.kind in {"consent", "withdrawn"}]
    found: dict[str, Referral] = {}
    for deed in deeds:
        assert deed.member is not None
        match deed.kind:
            case "referral_asked" | "referral_agreed":
                asked = _asked(deed)
                found.setdefault(asked.terms.digest, asked)
            case "referral_handed" | "referral_step":
                _follow(found, deed)
    return tuple(_answered(referral, said) for referral in found.values())


def _asked(deed: "CaseEntry") -> Referral:
    asked, member = terms_in(deed.facts), deed.member
    assert asked is not None and member is not None
    if deed.kind == "referral_asked":
        return Referral(asked, member, deed.day)
    return Referral(asked, member, deed.day, YES, deed.day, member)


def _follow(found: dict[str, Referral], deed: "CaseEntry") -> None:
    referral = found.get(deed.facts["terms"])
    if referral is None:
        return
    if deed.kind == "referral_handed":
        changed = replace(referral, handed_on=deed.day, days=deed.facts["days"], step_on=None, step="")
    else:
        changed = replace(referral, step=deed.facts["step"], step_on=deed.day)
    found[referral.terms.digest] = changed


def _answered(referral: Referral, said: Iterable["CaseEntry"]) -> Referral:
    answer, day = referral.answer, referral.answered_on
    for entry in said:
        if entry.kind == "withdrawn":
            return replace(referral, answer=WITHDRAWN)
        if entry.facts.get("referral") != referral.terms.id:
            continue
        match entry.facts.get("answer"):
            case "withdrawn":
                return replace(referral, answer=WITHDRAWN)
            case "no":
                answer = NO
            case "yes" if entry.facts.get("terms") == referral.terms.digest and answer != NO:
                answer, day = YES, max(day or entry.day, entry.day)
    return replace(referral, answer=answer, answered_on=day)


def holds_receipt(text: str) -> bool:
    for found in _DIGITS.finditer(text):
        digits = "".join(sign for sign in found[0] if sign.isdecimal())
        for start in range(len(digits) - LENGTH + 1):
            try:
                read_receipt(digits[start : start + LENGTH])
            except NotAReceipt:
                continue
            return True
    return False
