"""That a case was printed: whoever reads it later knows that there is paper."""

from services.reports.deeds.deed import Act, Deed


def printed() -> Act:
    """Write into the case that it was printed."""
    return Act(DEED.event)


DEED = Deed("printed")
