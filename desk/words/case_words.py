"""The words for what staff find out about a case: what seems to drive it, who is at risk, why it does not count."""

from locales import Message, Words, mark

DRIVER_WORDS: dict[str, Message] = {
    "predation": mark("Predation: robbed or abused for gain or pleasure"),
    "extraction": mark("Extraction: made to pay, work or serve"),
    "revenge": mark("Revenge: for what happened before"),
    "collateral": mark("Collateral: caught in a fight of others"),
    "other": mark("Something else"),
    "unknown": mark("Not known yet"),
}

ASIDE_WORDS: dict[str, Message] = {
    "spam": mark("Spam"),
    "test": mark("A test"),
}

# NOTE: These five say how a referral stands: what those have said who got it.
STEP_WORDS: dict[str, Message] = {
    "accepted": mark("They accepted it"),
    "declined": mark("They declined it"),
    "done": mark("They say it is done"),
    "stopped": mark("They were told to stop"),
    "dropped": mark("We do not go on with it"),
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


def aside_words(words: Words, why: str) -> str:
    """As what a case is set aside. Raises KeyError for anything else than ASIDE."""
    return words(ASIDE_WORDS[why])
