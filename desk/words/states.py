"""How a case can stand, as one choice of a page: closed comes with its outcome, as `closed:helped`."""

from services.reports.standing import OUTCOMES, STATUSES

CLOSED = "closed"
STATES = (*(status for status in STATUSES if status != CLOSED), *(f"{CLOSED}:{outcome}" for outcome in OUTCOMES))


def read_state(chosen: str) -> tuple[str, str]:
    """The status and the outcome of a choice; the rule refuses what is none."""
    status, _, outcome = chosen.partition(":")
    return status, outcome


def state_of(status: str, outcome: str) -> str:
    """The choice that stands for them."""
    return f"{status}:{outcome}" if outcome else status
