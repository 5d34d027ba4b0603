"""Buttons of the directory of services, and what the buttons under its lists send back."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final, Self

from handlers.chat.turn import Turn
from locales import Message, mark
from services.directory.feedback import CLOSED, MOVED, REFUSED, WRONG
from services.directory.finding import ServiceWish

# NOTE: Sends where the person is, once. The phone asks them before.
NEAR = mark("📍 Near me")
OPEN_NOW = mark("🟢 Open now")
# NOTE: Choose an area of this place.
BY_AREA = mark("🗺 By area")
# NOTE: Choose for whom the help is: women, children, ….
FOR_WHOM = mark("👥 For whom")
# NOTE: Takes back the choice of an area and of people.
EVERYWHERE = mark("✖️ Everywhere, for everybody")
# NOTE: Back to the list of things people need, to look for another service.
OTHER_SERVICES = mark("🔎 Other services")
# NOTE: Under the card of a service, a short button: shows the rest, such as what it costs and what to bring.
MORE_ABOUT = mark("➕ More about this")
# NOTE: Under the card of a service, a short button: sends its place as a message that opens the map of the phone.
ON_MAP = mark("🗺 Show on the map")
# NOTE: Under the card of a service: tells the team that what is said about it is not true.
NOT_TRUE = mark("⚠️ Not true? Tell us")
# NOTE: These four stand before the name of a service.
WAS_CLOSED = mark("🚪 It was closed")
HAS_MOVED = mark("🚚 It has moved")
IS_WRONG = mark("❌ Something else is wrong")
WAS_REFUSED = mark("🚫 I was refused")
# NOTE: Starts a report on having been refused by a service.
REPORT_REFUSAL = mark("📝 Report the refusal")

WOMEN = mark("👩 Women and girls")
MEN = mark("👨 Men and boys")
CHILDREN = mark("🧒 Children")
OLDER = mark("🧓 Older people")
DISABILITY = mark("♿ People with disabilities")
AUDIENCES: Final[dict[str, Message]] = {
    "women": WOMEN,
    "men": MEN,
    "children": CHILDREN,
    "older": OLDER,
    "disability": DISABILITY,
}
CONCERNS: Final[dict[Message, str]] = {WAS_CLOSED: CLOSED, HAS_MOVED: MOVED, IS_WRONG: WRONG, WAS_REFUSED: REFUSED}

# NOTE: To the next page of a list. In a language written from right to left, turn the arrow round.
MORE = mark("More ➡️")
# NOTE: To the page before. In a language written from right to left, turn the arrow round.
LESS = mark("⬅️ Before")
# NOTE: Under a list: also what is closed at this hour.
ALSO_CLOSED = mark("🕐 Also what is closed now")

LIST: Final = "svc"
CARD: Final = "card"
CARD_MORE: Final = "more"
CARD_MAP: Final = "map"
CARD_UNTRUE: Final = "untrue"
MOST_BYTES: Final = 64
ZONE_LETTERS: Final = 4


@dataclass(frozen=True, slots=True)
class ListPress:
    """What a button under a list says: language, page and wish. All of it fits into 64 bytes, so that a list can be
    turned for ever without anything being kept about it; what was typed is cut to what fits."""

    language: str
    page: int
    wish: ServiceWish

    def data(self) -> str:
        """For callback_data."""
        wish = self.wish
        zone = zone_code(wish.zone) if wish.zone else ""
        how = str(wish.open_now + 2 * wish.is_pressing)
        parts = (LIST, self.language, str(self.page), wish.need, zone, wish.audience, "" if how == "0" else how)
        return ":".join((*parts, wish.text))

    @classmethod
    def read(cls, data: str, zones: tuple[str, ...]) -> Self | None:
        """Inverse of `data`; None for anything else. A zone that is gone counts for everywhere."""
        parts = data.split(":", 7)
        if len(parts) < 8 or not parts[2].isdecimal():
            return None
        _, language, page, need, zone, audience, how, text = parts
        known = next((each for each in zones if zone_code(each) == zone), "") if zone else ""
        wish = ServiceWish(need, known, audience, how in ("1", "3"), text, how in ("2", "3"))
        return cls(language, int(page), wish)


def fitting(language: str, wish: ServiceWish) -> ServiceWish:
    """The wish with its text cut, where a word ends, to what a button can carry on every page."""
    room = MOST_BYTES - len(ListPress(language, 9999, ServiceWish(wish.need, wish.zone, wish.audience, True)).data())
    text = " ".join(wish.text.replace(":", " ").split())
    cut = text.encode()[:room].decode(errors="ignore")
    whole = cut if cut == text or " " not in cut else cut.rpartition(" ")[0]
    return replace(wish, text=whole)


def zone_code(zone: str) -> str:
    """A few letters that stand for a zone's name, which may be long."""
    return sha256(zone.encode()).hexdigest()[:ZONE_LETTERS]


def card_data(language: str, service: str, what: str = CARD) -> str:
    """What a button of one service sends back."""
    return f"{what}:{language}:{service}"


def speak_as_pressed(turn: Turn, language: str) -> None:
    """Go on in the language of the message whose button was pressed."""
    if language in turn.app.languages:
        turn.conversation.language = language
