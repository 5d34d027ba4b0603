"""What the thread says of each deed of staff (`services.reports.deeds.known`): who did what, as one sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desk.words.case_words import DRIVER_WORDS, GROUP_WORDS, STEP_WORDS, aside_words
from desk.words.sentences import level_words, state_words
from locales import Words
from services.reports.case_entry import CaseEntry
from services.reports.deeds.at_risk import groups_in
from services.reports.deeds.checking import day_in
from services.reports.deeds.known import UNKNOWN
from services.reports.deeds.status import said_in
from services.reports.referrals import terms_in


@dataclass(frozen=True, slots=True)
class Said:
    """A deed that is understood, and how to say it: in which language, and whom ids stand for."""

    words: Words
    entry: CaseEntry
    name_of: Callable[[bytes | None], str]

    @property
    def name(self) -> str:
        """Whose deed it is."""
        return self.name_of(self.entry.member)

    def __getitem__(self, fact: str) -> Any:
        """One of its facts, None where there is none of that name."""
        return self.entry.facts.get(fact)


def _status(said: Said) -> str:
    status, outcome = said_in(said.entry.facts) or ("", "")
    return said.words("{name} set the state: {state}", name=said.name, state=state_words(said.words, status, outcome))


def _assigned(said: Said) -> str:
    words, member = said.words, bytes.fromhex(said["member"] or "")
    if not member:
        return words("{name} put the case back for anyone to take", name=said.name)
    if member == said.entry.member:
        return words("{name} took the case", name=said.name)
    return words("{name} gave the case to {other}", name=said.name, other=said.name_of(member))


def _urgency(said: Said) -> str:
    if said["urgent"]:
        return said.words("{name} noted that it is urgent", name=said.name)
    return said.words("{name} noted that it is not urgent", name=said.name)


def _verified(said: Said) -> str:
    level = level_words(said.words, said["level"])
    return said.words("{name} noted how sure it is: {level}", name=said.name, level=level)


def _tagged(said: Said) -> str:
    words, name = said.words, said.name
    added, removed = words.listed(said["added"]), words.listed(said["removed"])
    if not removed:
        return words("{name} tagged the case: {tags}", name=name, tags=added)
    if not added:
        return words("{name} took tags away: {tags}", name=name, tags=removed)
    return words("{name} tagged the case: {tags}, and took away: {others}", name=name, tags=added, others=removed)


def _driver(said: Said) -> str:
    words, name = said.words, said.name
    if not said["driver"]:
        return words("{name} took back what seems to drive the violence", name=name)
    driver = words(DRIVER_WORDS[said["driver"]])
    return words("{name} noted what seems to drive the violence. {driver}", name=name, driver=driver)


def _at_risk(said: Said) -> str:
    words, name = said.words, said.name
    groups = [words(GROUP_WORDS[group]) for group in groups_in(said.entry.facts)]
    if not groups:
        return words("{name} took back who is at risk", name=name)
    return words("{name} noted who is at risk: {groups}", name=name, groups=words.listed(groups))


def _next_check(said: Said) -> str:
    words, name, day = said.words, said.name, day_in(said.entry.facts)
    if day is None:
        return words("{name} took the day of the next check back", name=name)
    return words("{name} set the day of the next check: {day}", name=name, day=words.date(day))


def _set_aside(said: Said) -> str:
    if said["as"] is None:
        return said.words("{name} took the case back among the others", name=said.name)
    return said.words("{name} set the case aside. {why}", name=said.name, why=aside_words(said.words, said["as"]))


def _asked(said: Said) -> str:
    return said.words("{name} asked whether this may be passed on to: {other}", name=said.name, other=_to(said))


def _agreed(said: Said) -> str:
    return said.words("{name} recorded a yes that was given in person, for: {other}", name=said.name, other=_to(said))


def _to(said: Said) -> str:
    terms = terms_in(said.entry.facts)
    return terms.name if terms else ""


def _handed(said: Said) -> str:
    words, number = said.words, said["number"]
    if said["how"] == "packet":
        return words("{name} handed a locked packet over, number {number}", name=said.name, number=number)
    return words("{name} handed a printed sheet over, number {number}", name=said.name, number=number)


def _step(said: Said) -> str:
    step = said.words(STEP_WORDS[said["step"]])
    return said.words("{name} noted about a referral. {step}", name=said.name, step=step)


def _incident(said: Said) -> str:
    if said["incident"] is None:
        return said.words("{name} took the case out of its incident", name=said.name)
    return said.words("{name} put the case together with others, as one incident", name=said.name)


HEADLINES: Mapping[str, Callable[[Said], str]] = {
    "reply": lambda said: said.words("{name} replied", name=said.name),
    "note": lambda said: said.words("{name} noted, for colleagues only", name=said.name),
    "status": _status,
    "urgency": _urgency,
    "assigned": _assigned,
    "verified": _verified,
    "tagged": _tagged,
    "driver": _driver,
    "at_risk": _at_risk,
    "next_check": _next_check,
    "set_aside": _set_aside,
    "kept": lambda said: said.words("{name} kept the case, so that it is not erased yet", name=said.name),
    "incident": _incident,
    "note_corrected": lambda said: said.words("{name} corrected a note that is not here", name=said.name),
    "undone": lambda said: said.words("{name} undid something that is not here", name=said.name),
    "printed": lambda said: said.words("{name} printed the case on paper", name=said.name),
    "narrative": lambda said: said.words(
        "{name} and {other} took the text out of the office, for: {purpose}",
        name=said.name,
        other=said.name_of(bytes.fromhex(said["second"])),
        purpose=said["purpose"],
    ),
    "narrative_agreed": lambda said: said.words(
        "{name} read a text that leaves the office, and agreed", name=said.name
    ),
    "taken_down": lambda said: said.words("{name} typed the report in as it was told", name=said.name),
    "referral_asked": _asked,
    "referral_agreed": _agreed,
    "referral_handed": _handed,
    "referral_step": _step,
    UNKNOWN: lambda said: said.words("{name} added something this version of the desk does not know", name=said.name),
}
