"""The words for what staff find out about a case: what seems to drive it, and who is at risk."""

from locales import Message, mark

DRIVER_WORDS: dict[str, Message] = {
    "predation": mark("Predation: robbed or abused for gain or pleasure"),
    "extraction": mark("Extraction: made to pay, work or serve"),
    "revenge": mark("Revenge: for what happened before"),
    "collateral": mark("Collateral: caught in a fight of others"),
    "other": mark("Something else"),
    "unknown": mark("Not known yet"),
}

GROUP_WORDS: dict[str, Message] = {
    "person": mark("One person"),
    "family": mark("A family"),
    "community": mark("A whole group or place"),
    "children": mark("Children"),
    "women": mark("Women", "who is at risk"),
    "men": mark("Men", "who is at risk"),
    "older": mark("Older people"),
    "disabled": mark("People with disabilities"),
    "ill": mark("Ill, injured or pregnant people"),
    "displaced": mark("Displaced people"),
    "returned": mark("People who have returned"),
    "minority": mark("A minority"),
}
