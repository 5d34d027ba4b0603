"""The log holds no marker, no receipt and no chat, whatever failed; no life ended in a fault but for want of memory
or of descriptors."""

import re
from collections.abc import Sequence

from tests.campaigns.history import MARKER, RECEIPT, History
from tests.campaigns.house import House

LONGEST = 2000
NEVER = ("crashed", "Traceback")
WANT = re.compile(r"error=MemoryError|error=RuntimeError place=threading|error=AttributeError place=selector_events")
"""The last is a loop that had no descriptor left to be made with, and is cleared away."""


def broken(history: History, house: House) -> Sequence[str]:
    lines = house.log.read_text(errors="replace").splitlines()
    log = "\n".join(line for line in lines if not WANT.search(line))
    chats = [errand.marker for errand in history.errands if str(errand.phone.chat) in log]
    return [
        *(f"the log holds what somebody wrote: {found}" for found in MARKER.findall(log)),
        *("the log holds a receipt" for _ in RECEIPT.findall(log)),
        *(f"the log holds the chat of {marker}" for marker in chats),
        *(f"the log says: {log[log.index(event) :][:LONGEST]}" for event in NEVER if event in log),
    ]
