"""Services of others whose place is not told until somebody says that it may be: what may be a refuge, and what nobody
here can read.

Words that say "confidential" are never all known, in no language. So it is asked the other way round: a place is told
where the service is plainly of an everyday kind, or where nothing in a text that can be read speaks of violence, of
refuge or of those who fled. A hospital stays findable whatever its texts speak of, as long as its name does not. The
words are the organisation's (`services.directory.refuges`); without them nothing is told.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from services.directory.model import Service
from services.directory.needs import Needs
from services.directory.refuges import FILE
from services.directory.tongues import language_of

DEEPEST: Final = 8


def why_withheld(service: Service, said: Iterable[str], needs: Needs) -> str:
    """Why its place is not told until somebody says so; '' where it is. `said` is all its record says."""
    refuges, names = needs.refuges, list(service.name.by_language.values())
    if not refuges.are_known:
        return f"there is no {FILE}"
    if found := refuges.first_in(names):
        return f"“{found}” stands in its name"
    on_map = {need.key for need in needs.needs if need.on_map}
    if any(map(refuges.is_everyday, names)) or (service.needs and on_map.issuperset(service.needs)):
        return ""
    if found := refuges.first_in(said):
        return f"it speaks of “{found}”"
    if service.needs:
        return ""
    told = [text for texts in (service.name, service.description) for text in texts.by_language.values()]
    is_unread = not any(map(language_of, told)) and any(language_of(text) == "" for text in told)
    return "what it says of itself is in no language that is known here" if is_unread else ""


def all_said(record: Any, depth: int = 0) -> Iterable[str]:
    """Every text of a record, however deep; of choices that are switched on, what they are called."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, Mapping) and depth < DEEPEST:
        for name, value in record.items():
            if value is True or value == 1:
                yield str(name)
            yield from all_said(value, depth + 1)
    elif isinstance(record, list | tuple) and depth < DEEPEST:
        for each in record:
            yield from all_said(each, depth + 1)
