"""What the page sends on which texts are shortened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from desk.drafts import mark_of
from desk.narrative.kept import packed
from desk.queue.several import TICKED


@dataclass(frozen=True, slots=True)
class NarrativeForm:
    """The `cases` it shows, or that were ticked in the queue, and its fields."""

    cases: tuple[bytes, ...]
    fields: Mapping[str, str] = field(repr=False)

    @property
    def texts(self) -> dict[bytes, str]:
        """What stands on the page."""
        named = {case: f"text_{case.hex()}" for case in self.cases}
        return {case: self.fields[name] for case, name in named.items() if name in self.fields}

    @property
    def changed(self) -> dict[bytes, str]:
        """Those of the texts that were changed on the page since it was shown."""
        return {case: text for case, text in self.texts.items() if self._is_changed(f"text_{case.hex()}")}

    @property
    def purpose(self) -> str | None:
        """What it is for; None where that was not changed."""
        return self["purpose"] if self._is_changed("purpose") else None

    @property
    def packed(self) -> dict[str, Any]:
        """What of it must not get lost, as JSON; nothing where nothing was changed."""
        if not self.changed and self.purpose is None:
            return {}
        return {"narrative": packed(self.cases, self.changed, self.purpose)}

    @property
    def packed_whole(self) -> dict[str, Any]:
        """The same: what was not changed is what the person wrote."""
        return self.packed

    def _is_changed(self, name: str) -> bool:
        return mark_of(self[name]) != self.fields.get(f"{name}_was", mark_of(""))

    def __getitem__(self, name: str) -> str:
        """The value of a field, '' where the page has no such field."""
        return self.fields.get(name, "")


async def read_form(request: web.Request) -> NarrativeForm:
    """The form that came to `/narrative` or below it."""
    sent = await request.post()
    found = (TICKED.fullmatch(str(each)) for each in sent.getall("case", ()))
    return NarrativeForm(
        tuple(bytes.fromhex(each[1]) for each in found if each), {name: str(value) for name, value in sent.items()}
    )
