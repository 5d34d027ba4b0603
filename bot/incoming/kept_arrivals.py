"""An arrival as it is written down where its chat is stuck, and read again by the next process."""

import json

from handlers.chat.arrival import Arrival
from services.conversation.held_updates import Held


def packed(arrival: Arrival) -> Held:
    """To be held. Inverse of `unpacked`, but for where somebody is: that is written nowhere."""
    return Held(arrival.number, 0, False, json.dumps(arrival.to_keep()))


def unpacked(held: Held) -> Arrival | None:
    """None for what another version has written down and this one cannot read: the bot starts all the same."""
    try:
        arrival = Arrival.from_kept(json.loads(held.arrival))
    except (TypeError, ValueError, AttributeError):
        return None
    return arrival if arrival.number == held.number and isinstance(arrival.chat, int) else None
