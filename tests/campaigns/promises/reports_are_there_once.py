"""Every report whose receipt was shown, or that was called saved, is there exactly once."""

from collections.abc import Sequence

from tests.campaigns.history import History
from tests.campaigns.house import House


def broken(history: History, house: House) -> Sequence[str]:
    found = house.reports()
    saved = [errand for errand in history.errands if errand.ended == "saved" or history.receipts(errand)]
    return [
        f"{errand.marker} ({errand.kind}, {errand.ended}) is there {found[errand.marker]} times"
        for errand in saved
        if found[errand.marker] != 1
    ]
