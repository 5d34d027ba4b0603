"""What is written to all people of an incident and not sent yet, while the desk is unlocked."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from desk.drafts import as_sent, mark_of
from services.keys.sealing import random_bytes


@dataclass(slots=True)
class JointDraft:
    """A text for each language. `answer` is the number under which it is sent, so that nobody gets it twice;
    `looked` the mark of what the member has read once more, `warned` of what they were warned of."""

    answer: str = field(default_factory=lambda: random_bytes(16).hex())
    texts: dict[str, str] = field(default_factory=dict, repr=False)
    then: str = "waiting"
    looked: str = ""
    warned: str = ""

    @property
    def mark(self) -> str:
        """That of all its texts."""
        return mark_of("\0".join(f"{code}\0{as_sent(text)}" for code, text in sorted(self.texts.items())))

    @property
    def is_blank(self) -> bool:
        """True when nothing would be lost with it."""
        return not any(map(str.strip, self.texts.values()))


class JointDrafts:
    """One for each incident."""

    def __init__(self) -> None:
        self._of: dict[bytes, JointDraft] = {}

    def of(self, incident: bytes) -> JointDraft:
        """The draft of an incident; blank at first."""
        return self._of.setdefault(incident, JointDraft())

    def drop(self, incident: bytes) -> None:
        """It is sent."""
        self._of.pop(incident, None)

    @property
    def packed(self) -> dict[str, Any]:
        """What must survive a lock, as JSON."""
        return {"joint": {each.hex(): asdict(draft) for each, draft in self._of.items() if not draft.is_blank}}

    def restore(self, before: Mapping[str, Any]) -> None:
        """Take back what was `packed`, or the `texts` that came from a page while the desk was locked."""
        for incident, facts in before.get("joint", {}).items():
            kept = self.of(bytes.fromhex(incident))
            facts = {"answer": kept.answer} | facts
            self._of[bytes.fromhex(incident)] = JointDraft(**facts | {"texts": kept.texts | facts["texts"]})
