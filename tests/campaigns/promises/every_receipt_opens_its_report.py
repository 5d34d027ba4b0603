"""Every receipt that was ever shown opens the mailbox of the report it was shown for."""

from collections.abc import Sequence

from tests.campaigns.history import Errand, History
from tests.campaigns.house import House, written


def broken(history: History, house: House) -> Sequence[str]:
    tags = {case.mailbox.tag: written(case) for case in house.cases() if case.mailbox is not None}
    shown = [(errand, receipt) for errand in history.errands for receipt in set(history.receipts(errand))]
    found = [_broken(house, errand, receipt, tags) for errand, receipt in shown]
    return [each for each in found if each]


def _broken(house: House, errand: Errand, receipt: str, tags: dict[bytes, str]) -> str:
    box = house.opened(receipt)
    if box is None:
        return f"a receipt shown to {errand.marker} opens nothing"
    if errand.marker not in tags.get(box.keys.tag, ""):
        return f"a receipt shown to {errand.marker} opens another report"
    return ""
