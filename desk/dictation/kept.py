"""The reports that a member is typing in, while their desk is unlocked, and the slip that waits to be handed over."""

from collections.abc import Mapping
from typing import Any

from desk.config import DeskConfig
from desk.dictation.spoken import Dictation, Slip, Spoken
from services.forms import Form
from services.reports.reports import require_intake


class Dictations:
    """One at a time. Two browsers of a member can have one each: after a lock they come one after the other."""

    def __init__(self, config: DeskConfig) -> None:
        self.config = config
        self.slip: Slip | None = None
        self._spoken: list[Spoken] = []

    def current(self) -> Dictation | None:
        """The one that is being typed in, as it stands at this moment."""
        content = self.config.content
        return Dictation(content, self._spoken[-1], self.config.now()) if self._spoken and content else None

    def begin(self, form: Form, how: str, language: str) -> None:
        """Ask the first question. Raises NoTrustedKey, NotTrusted, so that nobody tells in vain."""
        config = self.config
        assert config.content is not None, "the form is one of its forms"
        with config.database.reading() as session:
            require_intake(session, config.trust, config.clock())
        self._spoken.append(Dictation.begin(config.content, form, how, language, config.now()).spoken)

    def go_on(self, dictation: Dictation) -> None:
        """The one that is being typed in has come so far."""
        self._spoken[-1] = dictation.spoken

    def drop(self) -> None:
        """The one that is being typed in is done with."""
        del self._spoken[-1:]

    @property
    def packed(self) -> dict[str, Any]:
        """What must survive a lock, as JSON. The slip does not."""
        return {"spoken": [each.packed for each in self._spoken]}

    def restore(self, before: Mapping[str, Any]) -> None:
        """Take back what was `packed`, or `typed` into a box while the desk was locked."""
        self._spoken += [Spoken.unpacked(each) for each in before.get("spoken", ())]
        dictation, typed = self.current(), before.get("typed")
        if dictation is not None and typed is not None:
            self.go_on(dictation.typing(typed["question"], typed["answer"]))
