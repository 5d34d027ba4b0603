"""What is out of the ordinary, kept until a case changes: the queue asks for it with every page."""

from datetime import date

from desk.config import DeskConfig
from services.picture.watched import Unusual, unusual
from services.reports.caseload import Caseload


class Watch:
    """Over the cases of one unlocked desk."""

    def __init__(self, config: DeskConfig, caseload: Caseload) -> None:
        self._config, self._caseload = config, caseload
        self._known: dict[str, tuple[tuple[int, date], tuple[Unusual, ...]]] = {}

    def unusual(self, compartment: str) -> tuple[Unusual, ...]:
        """What is out of the ordinary among the cases of a compartment."""
        stand = self._caseload.serial, self._config.now().date()
        if self._known.get(compartment, (None,))[0] != stand:
            content = self._config.content
            sensitive = content.organisation.sensitive if content else ()
            self._known[compartment] = stand, unusual(self._caseload.each(), compartment, stand[1], sensitive)
        return self._known[compartment][1]
