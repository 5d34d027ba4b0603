"""Changing and removing what was said: edits and deletions, with the 48 hour rule."""

from typing import Any

from sandbox.chats import Chat
from sandbox.ledger import About
from sandbox.markup import Markup, is_inline
from sandbox.messages import ChatMessage
from sandbox.methods.messages import given_markup, given_text
from sandbox.methods.table import method
from sandbox.parameters import Parameters, chat_id, integer, structure
from sandbox.refusals import bad_request
from sandbox.room import JSON, PracticeRoom

DELETABLE = 48 * 3600.0
_TEXT_FIELDS = ("text", "entities")


def _editable(room: PracticeRoom, parameters: Parameters) -> tuple[Chat, ChatMessage]:
    """A bot's own message without markup or with inline buttons; one that carried a reply keyboard stays as it is."""
    chat = room.writable(chat_id(parameters))
    message = chat.messages.get(integer(parameters, "message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot or (message.markup is not None and not is_inline(message.markup)):
        raise bad_request("message can't be edited")
    return chat, message


def edit_text(room: PracticeRoom, parameters: Parameters) -> JSON:
    chat, message = _editable(room, parameters)
    content = given_text(room, parameters)
    if "text" not in message.as_json:
        raise bad_request("there is no text in the message to edit")
    return _change(room, chat, message, content, _inline_markup(parameters))


def edit_markup(room: PracticeRoom, parameters: Parameters) -> JSON:
    chat, message = _editable(room, parameters)
    kept = {name: message.as_json[name] for name in _TEXT_FIELDS if name in message.as_json}
    return _change(room, chat, message, kept, _inline_markup(parameters))


def _inline_markup(parameters: Parameters) -> Markup | None:
    markup = given_markup(parameters)
    if markup is not None and not is_inline(markup):
        raise bad_request("inline keyboard expected")
    return markup if markup and markup["inline_keyboard"] else None


def _change(room: PracticeRoom, chat: Chat, message: ChatMessage, content: JSON, markup: Markup | None) -> JSON:
    current = {name: message.as_json[name] for name in _TEXT_FIELDS if name in message.as_json}
    if current == content and message.markup == markup:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        )
    room.spend(chat)
    kept = {k: v for k, v in message.as_json.items() if k not in (*_TEXT_FIELDS, "reply_markup")}
    message.as_json = kept | content | {"edit_date": int(room.clock.now())}
    message.markup = markup
    if markup is not None:
        message.as_json["reply_markup"] = markup
    room.ledger.note("edited", About(chat=chat.id, message=message.id), message.text)
    for watcher in chat.watchers:
        watcher.changed(message)
    return message.as_json


def _check_age(room: PracticeRoom, message: ChatMessage) -> None:
    if room.clock.now() - message.made >= DELETABLE:
        raise bad_request("message can't be deleted for everyone")


def _delete(room: PracticeRoom, chat: Chat, message: ChatMessage) -> None:
    chat.remove(message)
    room.ledger.note("deleted", About(chat=chat.id, message=message.id))


def delete_message(room: PracticeRoom, parameters: Parameters) -> bool:
    chat = room.known(chat_id(parameters))
    number = integer(parameters, "message_id")
    message = chat.messages.get(number)
    if message is None:
        raise bad_request("message to delete not found" if number else "message identifier is not specified")
    _check_age(room, message)
    _delete(room, chat, message)
    return True


def delete_messages(room: PracticeRoom, parameters: Parameters) -> bool:
    """Missing ones are passed over; one that is too old refuses the whole call."""
    chat = room.known(chat_id(parameters))
    numbers: Any = structure(parameters, "message_ids", "message identifiers")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many messages to delete")
    found = [chat.messages[int(number)] for number in numbers if int(number) in chat.messages]
    for message in found:
        _check_age(room, message)
    for message in found:
        _delete(room, chat, message)
    return True


_EDITING = "business_connection_id chat_id message_id inline_message_id reply_markup"
METHODS = {
    "editMessageText": method(
        edit_text, _EDITING + " text parse_mode entities link_preview_options disable_web_page_preview"
    ),
    "editMessageReplyMarkup": method(edit_markup, _EDITING),
    "deleteMessage": method(delete_message, "chat_id message_id"),
    "deleteMessages": method(delete_messages, "chat_id message_ids"),
}
