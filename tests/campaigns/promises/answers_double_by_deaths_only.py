"""An answer comes again where the bot died, or was cut off, before it could be confirmed: once for each time, no more.

Counted on phones on which one thing was asked, so that whatever is there twice is an answer that came twice.
"""

from collections import Counter
from collections.abc import Sequence

from tests.campaigns.history import Errand, History
from tests.campaigns.house import House


def doubled(history: History) -> int:
    """How many answers came again, of all that one thing was asked for."""
    return sum(_times_again(history, errand) for errand in history.of_kinds("ask"))


def broken(history: History, house: House) -> Sequence[str]:
    del house
    found = []
    for errand in history.of_kinds("ask"):
        again, may = _times_again(history, errand), _may_come_again(history, errand)
        if again > may:
            found.append(f"{errand.marker} was answered {again + 1} times, with {may} deaths and cuts between")
    return found


def _times_again(history: History, errand: Errand) -> int:
    return max(Counter(history.shown(errand.phone)).values(), default=1) - 1


def _may_come_again(history: History, errand: Errand) -> int:
    """Deaths from when it was asked until it was handed out last; answers of Telegram that were lost; and how often
    Telegram handed it out once it was confirmed, which nobody remembers of a question that changes nothing."""
    ledger, chat = history.sandbox.ledger, errand.phone.chat
    began = ledger.of("queued", chat=chat)[0].at
    handed = [entry.at for entry in ledger.of("delivered", chat=chat)]
    confirmed = min((entry.at for entry in ledger.of("confirmed", chat=chat)), default=float("inf"))
    deaths = sum(1 for death in history.deaths if began <= death.at <= max(handed))
    lost = sum(1 for entry in ledger.of("fault", chat=chat) if entry.detail == "lost_answer")
    repeated = sum(1 for at in handed if at > confirmed)
    return deaths + lost + repeated
