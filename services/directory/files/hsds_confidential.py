"""Whose place nobody may learn, as fields, types, attributes and texts of HSDS records say it."""

from collections.abc import Mapping
from typing import Any, Final

from services.directory.files.batch import Batch
from services.directory.files.confidential import says_so
from services.directory.files.hsds_parts import MOST_PARTS, TRANSLATION, attributes_of, term_names
from services.directory.files.source_files import clean

DEEPEST: Final = 4
_INSIDE: Final = ("service_at_locations", "location", "addresses", "organization")
_TYPES: Final = ("location_type", "address_type", "type")


def is_confidential(found: Any, batch: Batch, where: str, depth: int = 0) -> bool:
    """True where the record, its places, their addresses or its organization are said to be confidential.

    What their names and descriptions say is judged where they are taken (`batch`).
    """
    if isinstance(found, list):
        return any(is_confidential(each, batch, where, depth) for each in found[:MOST_PARTS])
    if not isinstance(found, Mapping) or depth > DEEPEST:
        return False
    return (
        batch.is_hidden_by(found, where)
        or any(says_so(clean(found.get(key))) for key in _TYPES)
        or any(says_so(text) for text in _by_attribute(found))
        or any(is_confidential(found.get(key), batch, where, depth + 1) for key in _INSIDE)
    )


def _by_attribute(found: Mapping[str, Any]) -> list[str]:
    """Translations are words of the record, no attributes of it."""
    attributes = [each for each in attributes_of(found) if clean(each.get("link_type")) != TRANSLATION]
    values = [clean(each.get(key)) for each in attributes for key in ("link_type", "label", "value")]
    return [*values, *(name for each in attributes for name in term_names(each))]
