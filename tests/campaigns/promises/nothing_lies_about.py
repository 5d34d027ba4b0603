"""Two days after the last word nothing lies there of what was kept for a while only."""

from collections.abc import Sequence
from dataclasses import asdict

from tests.campaigns.history import History
from tests.campaigns.house import House


def broken(history: History, house: House) -> Sequence[str]:
    del history
    return [f"{count} {what} lie there still" for what, count in asdict(house.at_rest()).items() if count]
