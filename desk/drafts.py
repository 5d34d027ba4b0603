"""What is written on a case and not yet sent, field by field: a page changes only those that were changed on it.

Two windows can show one case. Each page says with every field what had stood there when it was shown, as a mark, so
that a field nobody touched in one window never takes the place of what was written in the other.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

from services.errors import Refusal

FIELDS: Mapping[str, str] = {"reply": "reply", "note": "note", "then": "status", "summary": "summary"}
"""The fields of a case's pages that are kept, and what each is in a draft."""


class HalfWritten(Refusal):
    """A note is half written where the text of another is wanted."""


@dataclass(slots=True)
class CaseDraft:
    """What is written on a case and not yet sent. `previewed` is the reply text the member has read once more,
    `warned` the one they were warned of when they pressed to send it; `corrects` the number of the note whose new text
    stands in `note`, '' where that is a new note; `summary` is what would be passed on in a referral."""

    reply: str = ""
    note: str = ""
    status: str = "waiting"
    previewed: str = ""
    warned: str = ""
    corrects: str = ""
    summary: str = ""

    @property
    def is_blank(self) -> bool:
        """True when nothing would be lost with it."""
        return not any(map(str.strip, (self.reply, self.note, self.summary)))

    @property
    def written(self) -> dict[str, str]:
        """Those of its fields that are not as in a draft nobody has begun."""
        nothing = asdict(CaseDraft())
        return {name: value for name, value in asdict(self).items() if value != nothing[name]}

    @property
    def marks(self) -> dict[str, str]:
        """What its page says of it as shown, by the names of the page's hidden fields."""
        return {f"{on_page}_was": mark_of(getattr(self, name)) for on_page, name in FIELDS.items()}


class CaseDrafts:
    """One for each case, while the desk is unlocked."""

    def __init__(self) -> None:
        self._of: dict[bytes, CaseDraft] = {}

    def of(self, case_id: bytes) -> CaseDraft:
        """The draft of a case; blank at first."""
        return self._of.setdefault(case_id, CaseDraft())

    def change(self, case_id: bytes, fields: Mapping[str, str]) -> CaseDraft:
        """Write some of its fields anew; the draft."""
        self._of[case_id] = replace(self.of(case_id), **fields)
        return self._of[case_id]

    def is_begun(self, case_id: bytes) -> bool:
        """True where something would be lost with it."""
        return case_id in self._of and not self._of[case_id].is_blank

    @property
    def packed(self) -> dict[str, Any]:
        """What must survive a lock, as JSON."""
        return packed({case: draft.written for case, draft in self._of.items() if not draft.is_blank})

    def restore(self, before: Mapping[str, Any]) -> None:
        """Take back what was `packed`, here or from a page; what stood `behind` it on that page only where nothing was
        written since."""
        for case, fields in before.get("drafts", {}).items():
            self.change(bytes.fromhex(case), fields)
        for case, fields in before.get("behind", {}).items():
            since = self.of(bytes.fromhex(case)).written
            self.change(bytes.fromhex(case), {**fields, **since})


def as_sent(text: str) -> str:
    """The text as it would be kept."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def mark_of(text: str) -> str:
    """The mark of a text as a page shows it, however its browser ends lines."""
    return sha256(as_sent(text).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def packed(texts: Mapping[bytes, Mapping[str, str]]) -> dict[str, Any]:
    """Fields of drafts by case, as JSON that can be restored."""
    return {"drafts": {case.hex(): dict(fields) for case, fields in texts.items()}}
