"""That a report was typed in by a member as somebody told it."""

from services.reports.deeds.deed import Act, Deed


def taken_down() -> Act:
    """Write into the case that the member typed it in."""
    return Act(DEED.event)


DEED = Deed("taken_down")
