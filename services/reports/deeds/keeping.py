"""A closed case is kept longer, for a reason: the clock after which it is erased begins anew, as with every deed."""

from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.written import written

REASON_LIMIT = 300
"""Characters."""


def kept(reason: str) -> Act:
    """Keep a case, and say why. Raises NothingWritten, TooLong."""
    return Act(DEED.event, {"text": written(reason, REASON_LIMIT)})


def _understands(facts: Facts) -> bool:
    text = facts.get("text")
    return isinstance(text, str) and bool(text.strip())


DEED = Deed("kept", _understands)
