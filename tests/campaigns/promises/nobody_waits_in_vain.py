"""Whoever did something was answered; and nothing was found wrong on the way."""

from collections.abc import Sequence

from tests.campaigns.history import History
from tests.campaigns.house import House


def broken(history: History, house: House) -> Sequence[str]:
    unsound = house.unsound()
    waiting = [
        f"{errand.marker} ({errand.kind}) never came to an end" for errand in history.errands if not errand.ended
    ]
    complaints = [f"Telegram does not know: {complaint}" for complaint in history.sandbox.complaints]
    return [*history.wrongs, *waiting, *complaints, *([unsound] if unsound else [])]
