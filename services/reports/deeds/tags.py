"""Tags: words of the team's own for cases that belong together."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from services.errors import Refusal
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.standing import Standing

TAG_LIMIT = 30
"""Characters of one tag."""
TAGS_LIMIT = 12
"""Tags of one case."""
BETWEEN = re.compile("[,;،؛\n]")
JOINS = "\u200c"
"""Stands within words of some languages, and is not seen."""


class TagTooLong(Refusal):
    """A tag is a word or two."""


class TooManyTags(Refusal):
    """A case has no room for that many."""


def tags_in(text: str) -> tuple[str, ...]:
    """The tags that somebody typed, with commas between them, in one way of writing: none twice, none empty."""
    return tuple(dict.fromkeys(tag for tag in map(as_tag, BETWEEN.split(text)) if tag))


def as_tag(text: str) -> str:
    """One tag in one way of writing: small letters, single blanks, nothing that is not seen."""
    words = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    return "".join(sign for sign in words if sign.isprintable() or sign == JOINS).strip(f" #{JOINS}")


def tagged(before: Collection[str], tags: Iterable[str]) -> Act:
    """Let a case have exactly these tags, where it had others. Raises TagTooLong, TooManyTags."""
    wanted = set(tags)
    if len(wanted) > TAGS_LIMIT:
        raise TooManyTags
    if any(len(tag) > TAG_LIMIT for tag in wanted):
        raise TagTooLong
    return Act(DEED.event, {"added": sorted(wanted - {*before}), "removed": sorted({*before} - wanted)})


def _understands(facts: Facts) -> bool:
    return all(_are_tags(facts.get(fact)) for fact in ("added", "removed"))


def _are_tags(said: Any) -> bool:
    if not isinstance(said, list) or len(said) > TAGS_LIMIT:
        return False
    return all(isinstance(tag, str) and tag and len(tag) <= TAG_LIMIT and tag == as_tag(tag) for tag in said)


def _change(standing: Standing, entry: CaseEntry) -> Standing:
    return replace(standing, tags=(standing.tags | {*entry.facts["added"]}) - {*entry.facts["removed"]})


DEED = Deed("tagged", _understands, _change)
