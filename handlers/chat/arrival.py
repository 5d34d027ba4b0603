"""What is left of a Telegram update once it is through the door: text, button, kind of file and the reply handle.

Names, usernames, forward origins, contacts and file ids are dropped here and reach no handler. Where somebody is stays
with the arrival in memory, for the one answer that says what is nearest, and is written nowhere.
Field names follow the Bot API object `Update`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from hashlib import sha256
from typing import Any

ATTACHMENTS = (
    "photo",
    "voice",
    "video",
    "video_note",
    "audio",
    "document",
    "animation",
    "sticker",
    "location",
    "venue",
    "contact",
    "poll",
    "dice",
)
FLOOD = "flood"
"""Stands where the kind of file does: so much came at once that the rest of it is not kept."""
HALF_A_SIGN = re.compile("[\ud800-\udfff]")
LAST_SECOND = 2**33
"""Unix seconds (of the year 2242) from which on a date is none."""
EDIT = "edit"
"""Stands where the kind of file does: words that were changed after they were sent."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update, narrowed. `chat` is the reply handle; `hint` the phone's language, used once and not kept."""

    number: int
    chat: int
    private: bool
    message: int | None
    text: str | None
    attachment: str | None
    button: str | None
    button_id: str | None
    hint: str | None
    album: str | None = None
    """What several files sent together have in common (Bot API, media_group_id)."""
    button_message: int | None = None
    """The message whose inline button was pressed."""
    said: int | None = None
    """When it was said (Unix seconds of Telegram's clock; Bot API, Message.date); of a press, when at the earliest."""
    shows: str | None = None
    """What that message reads and which buttons are under it, as a digest (`shown_as`)."""
    position: tuple[float, float] | None = field(default=None, repr=False, compare=False)
    """Latitude and longitude that the person chose to share. Never stored: see `to_keep`."""

    def to_keep(self) -> dict[str, Any]:
        """The arrival as it may be written down, without where the person is."""
        return asdict(replace(self, position=None))

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> "Arrival":
        """Inverse of `to_keep`, also of what another version has written down. Raises TypeError where too little is
        there."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})


def narrow(update: Mapping[str, Any]) -> Arrival | None:
    """The arrival in a raw update, or None where it holds nothing a handler answers.

    Raises KeyError or TypeError on an update that is not shaped as the Bot API says.
    """
    number = _number(update["update_id"])
    if "callback_query" in update:
        return _pressed(number, update["callback_query"])
    if "message" in update:
        return _written(number, update["message"])
    if "edited_message" in update:
        return _edited(number, update["edited_message"])
    return None


def _written(number: int, message: Mapping[str, Any]) -> Arrival:
    attachment = next((kind for kind in ATTACHMENTS if kind in message), None)
    return Arrival(
        number=number,
        chat=_number(message["chat"]["id"]),
        private=message["chat"]["type"] == "private",
        message=_number(message["message_id"]),
        text=_text(message.get("text")) or _text(message.get("caption")),
        attachment=attachment,
        button=None,
        button_id=None,
        hint=_text(message.get("from", {}).get("language_code")),
        album=_text(message.get("media_group_id")),
        said=_date(message, "date"),
        position=_position(message.get("location")),
    )


def _number(value: Any) -> int:
    """As the Bot API has them: whole, and of 64 bits."""
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise TypeError
    return value


def _text(value: Any) -> str | None:
    """Without halves of signs, which JSON can carry and nothing can write down."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError
    return HALF_A_SIGN.sub("\ufffd", value)


def _date(message: Mapping[str, Any], name: str) -> int | None:
    """None where there is none: the date of a message that cannot be seen any more is 0 (InaccessibleMessage)."""
    found = message.get(name)
    return found if type(found) is int and 0 < found < LAST_SECOND else None


def _position(location: Any) -> tuple[float, float] | None:
    if not isinstance(location, Mapping):
        return None
    latitude, longitude = location["latitude"], location["longitude"]
    if not all(isinstance(degrees, int | float) and abs(degrees) <= 180 for degrees in (latitude, longitude)):
        raise TypeError
    return float(latitude), float(longitude)


def _edited(number: int, message: Mapping[str, Any]) -> Arrival | None:
    """Changed words are not taken, but the person should hear it. What moves by itself (a live location) is no news."""
    if "text" not in message and "caption" not in message:
        return None
    said = _date(message, "edit_date")
    return replace(_written(number, message), text=None, attachment=EDIT, album=None, said=said)


def _pressed(number: int, press: Mapping[str, Any]) -> Arrival | None:
    message = press.get("message")
    if message is None:
        return None
    return Arrival(
        number=number,
        chat=_number(message["chat"]["id"]),
        private=message["chat"]["type"] == "private",
        message=None,
        text=None,
        attachment=None,
        button=_text(press.get("data")),
        button_id=_text(press["id"]),
        hint=_text(press.get("from", {}).get("language_code")),
        button_message=_number(message["message_id"]),
        said=_date(message, "date"),
        shows=_shows(message),
    )


def shown_as(text: str, buttons: Sequence[Sequence[tuple[str, str]]]) -> str:
    """A digest of a message and of the buttons under it: label, and what comes back."""
    return sha256(json.dumps([text, [[list(button) for button in row] for row in buttons]]).encode()).hexdigest()


def _shows(message: Mapping[str, Any]) -> str | None:
    text, markup = message.get("text"), message.get("reply_markup")
    if not isinstance(text, str) or not isinstance(markup, Mapping):
        return None
    rows = markup.get("inline_keyboard", ())
    return shown_as(text, [[(each.get("text"), each.get("callback_data")) for each in row] for row in rows])
