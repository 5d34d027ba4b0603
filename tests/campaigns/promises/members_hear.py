"""Whoever joined a group hears of each of its meetings that is published from then on; whoever left hears of none."""

from collections.abc import Sequence

from tests.campaigns.history import Errand, History
from tests.campaigns.house import House

NEW = "New meeting:"
UNDER_WAY = 60.0
"""Seconds in which a notice that had been taken up may still come (services.notices.dispatch)."""


def broken(history: History, house: House) -> Sequence[str]:
    del house
    return [each for errand in history.of_kinds("member") for each in _of(history, errand)]


def _of(history: History, errand: Errand) -> Sequence[str]:
    heard = [entry for entry in history.sandbox.ledger.of("accepted", chat=errand.phone.chat) if NEW in entry.detail]
    found = []
    if errand.left is not None:
        late = [entry for entry in heard if entry.at > errand.left + UNDER_WAY]
        found += [f"{errand.marker} heard of {len(late)} meetings after leaving"] if late else []
    for when, published in history.published.items():
        times = sum(when in entry.detail for entry in heard)
        is_meant = errand.joined is not None and errand.joined < published and errand.left is None
        if is_meant and times == 0:
            found.append(f"{errand.marker} never heard of the meeting of {when}")
        if times > 1 + _cuts(history, published):
            found.append(f"{errand.marker} heard {times} times of the meeting of {when}")
    return found


def _cuts(history: History, since: float) -> int:
    """After each of these one notice may come again."""
    lost = [entry for entry in history.sandbox.ledger.of("fault") if entry.detail == "lost_answer"]
    return sum(death.at > since for death in history.deaths) + sum(entry.at > since for entry in lost)
