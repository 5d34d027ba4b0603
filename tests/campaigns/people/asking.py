"""Asking one question and no more, so that it can be counted how often the answer came."""

from tests.campaigns.history import Errand
from tests.campaigns.people.walking import PATIENCE, WaitedInVain

ANSWER = "tell the team"


async def ask(errand: Errand) -> None:
    """Raises WaitedInVain."""
    await errand.phone.send("/help")
    try:
        await errand.phone.sees(lambda phone: any(ANSWER in text for text in phone.texts), PATIENCE)
    except AssertionError:
        raise WaitedInVain(f"/help: {errand.phone.texts}") from None
    errand.ended = "answered"
