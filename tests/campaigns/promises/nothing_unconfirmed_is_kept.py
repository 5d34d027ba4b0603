"""Where no receipt was shown, and nothing was called saved, no report is there: whoever was told so can rely on it."""

from collections.abc import Sequence

from tests.campaigns.history import History
from tests.campaigns.house import House


def broken(history: History, house: House) -> Sequence[str]:
    saved = {errand.marker for errand in history.errands if errand.ended == "saved" or history.receipts(errand)}
    ends = {errand.marker: f"{errand.kind}, {errand.ended or 'not ended'}" for errand in history.errands}
    return [
        f"{marker} ({ends.get(marker, 'of nobody')}) is there and was never called saved"
        for marker in house.reports()
        if marker not in saved
    ]
