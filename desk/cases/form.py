"""What the page of a case sends, whichever of its buttons was pressed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from desk.drafts import FIELDS, CaseDraft, mark_of, packed
from desk.words.states import STATES

ENTRY = re.compile("[0-9a-f]{32}")
ABOUT: Mapping[str, frozenset[str]] = {
    "preview": frozenset({"reply", "then"}),
    "send": frozenset({"reply", "then"}),
    "insert": frozenset({"reply", "then"}),
    "note": frozenset({"note"}),
    "correction": frozenset({"note"}),
    "look": frozenset({"summary"}),
    "ask": frozenset({"summary"}),
    "agreed": frozenset({"summary"}),
}
"""The fields a button is about: there it goes by what its own page shows, whatever was written elsewhere."""


@dataclass(frozen=True, slots=True)
class CaseForm:
    """What the page of a case sent: which button was pressed, and everything that stands on the page. Where several
    values have one name, each is a line."""

    case_id: bytes
    fields: Mapping[str, str] = field(repr=False)

    @property
    def button(self) -> str:
        """The name of the button, '' without one: the page saves itself, too."""
        return self["do"]

    @property
    def verb(self) -> str:
        """What the button does, where it says behind a colon with what."""
        return self.button.partition(":")[0]

    @property
    def about(self) -> bytes:
        """The entry that a button is about; nothing where it names none."""
        named = self.button.partition(":")[2]
        return bytes.fromhex(named) if ENTRY.fullmatch(named) else b""

    @property
    def version(self) -> str:
        """The version of the case that the page showed."""
        return self["version"]

    @property
    def draft(self) -> CaseDraft:
        """The texts of the page."""
        then = self.fields.get("then", "waiting")
        status = then if then in STATES else "waiting"
        return CaseDraft(self["reply"], self["note"], status, summary=self["summary"])

    @property
    def changes(self) -> dict[str, str]:
        """The fields of the draft that were changed on the page since it was shown, and those its button is about."""
        draft, about = self.draft, ABOUT.get(self.button, frozenset())
        values = {on_page: getattr(draft, name) for on_page, name in FIELDS.items() if on_page in self.fields}
        changed = (each for each in values if each in about or mark_of(values[each]) != self[f"{each}_was"])
        return {FIELDS[each]: values[each] for each in changed}

    @property
    def packed(self) -> Mapping[str, Any]:
        """What was changed, as JSON that a workspace can `restore`."""
        return packed({self.case_id: self.changes}) if self.changes else {}

    @property
    def packed_whole(self) -> Mapping[str, Any]:
        """The same, and behind it all other texts of the page."""
        if self.draft.is_blank:
            return {}
        return packed({self.case_id: self.changes}) | {"behind": {self.case_id.hex(): self.draft.written}}

    def __getitem__(self, name: str) -> str:
        """The value of a field, '' where the page has no such field."""
        return self.fields.get(name, "")


async def read_form(request: web.Request) -> CaseForm:
    """The form that came to `/case/{id}` or below it."""
    posted = await request.post()
    fields = {name: "\n".join(map(str, posted.getall(name))) for name in posted}
    return CaseForm(bytes.fromhex(request.match_info["id"]), fields)
