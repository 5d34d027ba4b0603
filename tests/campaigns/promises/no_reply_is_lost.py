"""Every reply of the desk was seen, every later word is in its case (no more often than it was written), and what was
read is erased."""

from collections.abc import Sequence

from tests.campaigns.history import NOTICE, Errand, History
from tests.campaigns.house import House, written


def broken(history: History, house: House) -> Sequence[str]:
    threads = {written(case): [entry.text for entry in case.entries] for case in house.cases()}
    found: list[str] = []
    for errand in history.errands:
        thread = next((texts for text, texts in threads.items() if errand.marker in text), [])
        found += _replies(history, house, errand)
        times = sum(errand.words in text for text in thread)
        if errand.words and not 1 <= times <= errand.written:
            found.append(f"later words of {errand.marker} are there {times} times: {thread}")
    return found


def _replies(history: History, house: House, errand: Errand) -> list[str]:
    said = "\n".join(history.shown(errand.phone))
    found = [f"{errand.marker} never saw: {reply}" for reply in errand.replies if reply not in said]
    if errand.is_to_be_told and NOTICE not in said and not _cut_off(history, errand):
        found.append(f"{errand.marker} had no notice of a reply")
    if errand.words:  # written after the answer was read
        boxes = [house.opened(receipt) for receipt in set(history.receipts(errand))]
        left = sum(house.waiting_replies(box) for box in boxes if box is not None)
        found += [f"{errand.marker} has erased {left} replies that are still there"] if left else []
    return found


def _cut_off(history: History, errand: Errand) -> bool:
    """Whether the notice may have been taken for sent: the line broke when it was under way (decision 0019)."""
    faults = history.sandbox.ledger.of("fault", chat=errand.phone.chat)
    return any(entry.detail in ("refused", "lost_answer") for entry in faults)
