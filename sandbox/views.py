"""What the control API shows of phones, messages and the room, as plain JSON."""

from typing import Any

from sandbox.ledger import LedgerEntry
from sandbox.messages import ChatMessage
from sandbox.methods.profile import shown_commands
from sandbox.phone import Phone
from sandbox.room import JSON, PracticeRoom

SHOWN_MESSAGES = 200


def phone_line(phone: Phone) -> JSON:
    return {
        "id": phone.chat,
        "name": phone.name,
        "language_code": phone.language,
        "blocked": phone.blocked,
        "offline": phone.offline,
    }


def phone_view(room: PracticeRoom, phone: Phone) -> JSON:
    """Everything a page needs to draw this phone; the newest messages only."""
    return phone_line(phone) | {
        "messages": [message_view(message) for message in phone.messages[-SHOWN_MESSAGES:]],
        "keyboard": phone.keyboard_rows,
        "placeholder": phone.screen.placeholder,
        "unsent": phone.unsent,
        "busy": phone.screen.busy,
        "commands": shown_commands(room, phone.chat, phone.language),
        "bot": {"name": bot_name(room, phone.language), "about": bot_about(room, phone.language)},
    }


def bot_name(room: PracticeRoom, language: str | None) -> str:
    return room.bot.names.get((language or "")[:2]) or room.bot.names.get("") or room.bot.name


def bot_about(room: PracticeRoom, language: str | None) -> str:
    return room.bot.descriptions.get((language or "")[:2]) or room.bot.descriptions.get("") or ""


def message_view(message: ChatMessage) -> JSON:
    view: JSON = {
        "id": message.id,
        "own": message.own,
        "kind": message.kind,
        "text": message.text,
        "entities": message.as_json.get("entities") or message.as_json.get("caption_entities") or [],
        "date": message.date,
        "edited": message.edited,
        "protected": message.protected,
        "silent": message.silent,
        "buttons": [[{"label": label, "data": data} for label, data in row] for row in message.buttons],
    }
    if message.stored is not None:
        stored = message.stored
        view["file"] = {"name": stored.filename, "type": stored.mime_type, "size": len(stored.data)}
        view["file"]["address"] = f"/sandbox/files/{stored.path}"
    if message.kind in {"location", "contact"}:
        view[message.kind] = message.as_json[message.kind]
    return view


def room_view(room: PracticeRoom, phones: list[Phone]) -> JSON:
    return {
        "phones": [phone_line(phone) for phone in phones],
        "faults": room.faults.as_json(),
        "limits": room.limits,
        "bot": {"id": room.bot.id, "name": room.bot.name, "username": room.bot.username},
        "clock": room.clock.now(),
        "moved": room.clock.offset,
        "pending": len(room.updates),
        "complaints": room.complaints,
    }


def entry_view(entry: LedgerEntry) -> dict[str, Any]:
    return {name: value for name, value in entry._asdict().items() if value is not None}
