"""Notes that only colleagues of the compartment read."""

from services.reports.deeds.deed import Act, Deed
from services.reports.written import written

NOTE_LIMIT = 10_000


def noted(text: str) -> Act:
    """Add a note. Raises NothingWritten, TooLong."""
    return Act(DEED.event, {"text": written(text, NOTE_LIMIT)})


DEED = Deed("note")
