"""What `amana doctor` looks for where somebody may have written to the database without a key."""

from collections import Counter

from bot.bootstrap import Foundations
from bot.cli.finding import Finding
from bot.terminal import harmless, words
from services import bound_rows
from services.directory import records, tallies
from services.forms import archive
from storage import odd_values

NAMED = 12
"""So many entries of the directory are named, and so many counts."""


def locked(found: Foundations) -> Finding:
    """Whether what is locked opens where it lies."""
    told = words("What is locked opens where it lies")
    with found.reading() as store:
        closed, altered = bound_rows.unreadable(store), archive.altered(store.session)
        unreadable = Counter(closed) | Counter(altered) | Counter(odd_values.counted(store.session))
    if not unreadable:
        return Finding(told)
    remedy = words(
        "In these tables something was moved, changed, or locked with another key, and counts for nothing: {tables}. "
        "If you have not renewed the runtime key, somebody has written to the database. Find out who.",
        tables=", ".join(f"{table} ({count})" for table, count in sorted(unreadable.items())),
    )
    return Finding(told, remedy, grave=False)


def directory(found: Foundations) -> Finding:
    """Whether every entry carries the mark of the runtime key."""
    told = words("Every entry of the directory was written by this office")
    with found.reading() as store:
        doubtful = records.doubtful(store)
    if not doubtful:
        return Finding(told)
    remedy = words(
        "These entries were changed by somebody without the runtime key, and nobody is shown them: {names}. "
        "Find out who has written to the database. Then take the services in again.",
        names=harmless(", ".join(doubtful[:NAMED])),
    )
    return Finding(told, remedy, grave=False)


def concerns(found: Foundations) -> Finding:
    """Whether what residents said of services was counted with the runtime key."""
    told = words("What people said of services was counted by this office")
    with found.reading() as store:
        doubtful = tallies.doubtful(store)
    if not doubtful:
        return Finding(told)
    remedy = words(
        "These were written by somebody without the runtime key, and count for nothing: {names}. "
        "Find out who has written to the database.",
        names=harmless(", ".join(doubtful[:NAMED])),
    )
    return Finding(told, remedy, grave=False)
