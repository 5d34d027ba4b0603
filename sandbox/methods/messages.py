"""Saying things: sendMessage, sendLocation, copyMessage, sendChatAction, answerCallbackQuery."""

from typing import Any

from sandbox.chats import Chat
from sandbox.entities import check_caption, check_text, parsed_text
from sandbox.files import StoredFile
from sandbox.markup import Markup, check_markup
from sandbox.messages import ChatMessage, OutgoingMessage
from sandbox.methods.table import method
from sandbox.parameters import Parameters, chat_id, flag, integer, string, structure
from sandbox.refusals import bad_request
from sandbox.room import JSON, PracticeRoom

_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
SENDING = (
    "business_connection_id chat_id message_thread_id direct_messages_topic_id disable_notification protect_content "
    "allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup "
    "reply_to_message_id allow_sending_without_reply"
)


def given_markup(parameters: Parameters) -> Markup | None:
    if "reply_markup" not in parameters:
        return None
    return check_markup(structure(parameters, "reply_markup", "reply keyboard markup"))


def given_text(room: PracticeRoom, parameters: Parameters, field: str = "text") -> JSON:
    """Text or caption with its entities, checked."""
    raw, mode = string(parameters, field), string(parameters, "parse_mode")
    if mode.lower().startswith("markdown"):
        room.complain("Markdown is not parsed here; it is shown as it is")
    text, entities = parsed_text(raw, mode)
    name = "entities" if field == "text" else "caption_entities"
    explicit = parameters.get(name)
    if explicit:
        entities = structure(parameters, name, "message entities")
    if field == "text":
        check_text(text)
    else:
        check_caption(text)
    content: JSON = {field: text} if text else {}
    if entities:
        content[name] = entities
    return content


def delivered(
    room: PracticeRoom, chat: Chat, content: JSON, parameters: Parameters, stored: StoredFile | None = None
) -> ChatMessage:
    """The checked content as a message in the chat, with all that every sending method may ask for."""
    markup = given_markup(parameters)
    room.spend(chat)
    _add_reply(chat.messages, parameters, content)
    is_protected, is_silent = flag(parameters, "protect_content"), flag(parameters, "disable_notification")
    return room.say(chat, OutgoingMessage(content, markup, stored, is_protected, is_silent))


def send_message(room: PracticeRoom, parameters: Parameters) -> JSON:
    chat = room.writable(chat_id(parameters))
    return delivered(room, chat, given_text(room, parameters), parameters).as_json


def send_location(room: PracticeRoom, parameters: Parameters) -> JSON:
    """A place on the map; degrees are checked as Telegram does."""
    chat = room.writable(chat_id(parameters))
    try:
        latitude, longitude = (float(string(parameters, name)) for name in ("latitude", "longitude"))
    except ValueError:
        raise bad_request("latitude and longitude must be specified") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude or longitude specified")
    content: JSON = {"location": {"latitude": latitude, "longitude": longitude}}
    return delivered(room, chat, content, parameters).as_json


def _add_reply(messages: dict[int, ChatMessage], parameters: Parameters, content: JSON) -> None:
    wanted = structure(parameters, "reply_parameters", "reply parameters")
    number = wanted.get("message_id") if isinstance(wanted, dict) else integer(parameters, "reply_to_message_id")
    if not number:
        return
    original = messages.get(int(number))
    lenient = isinstance(wanted, dict) and wanted.get("allow_sending_without_reply")
    if original is not None:
        content["reply_to_message"] = {k: v for k, v in original.as_json.items() if k != "reply_to_message"}
    elif not (lenient or flag(parameters, "allow_sending_without_reply")):
        raise bad_request("message to be replied not found")


def copy_message(room: PracticeRoom, parameters: Parameters) -> JSON:
    chat = room.writable(chat_id(parameters))
    source = room.known(integer(parameters, "from_chat_id"))
    original = source.messages.get(integer(parameters, "message_id"))
    if original is None:
        raise bad_request("message to copy not found")
    if original.protected:
        raise bad_request("message can't be copied")
    content = {k: v for k, v in original.as_json.items() if k not in _NOT_COPIED}
    if "caption" in parameters:
        content = {k: v for k, v in content.items() if not k.startswith("caption")}
        content |= given_text(room, parameters, "caption")
    return {"message_id": delivered(room, chat, content, parameters, original.stored).id}


_NOT_COPIED = {
    "message_id", "from", "chat", "date", "edit_date", "reply_markup", "reply_to_message", "has_protected_content",
}  # fmt: skip


def send_chat_action(room: PracticeRoom, parameters: Parameters) -> bool:
    chat = room.writable(chat_id(parameters))
    action = string(parameters, "action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    for watcher in chat.watchers:
        watcher.acting(chat.id, action)
    return True


def answer_callback_query(room: PracticeRoom, parameters: Parameters) -> bool:
    text = string(parameters, "text")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    answer: dict[str, Any] = {"text": text, "show_alert": flag(parameters, "show_alert")}
    room.answer(string(parameters, "callback_query_id"), answer)
    return True


METHODS = {
    "sendLocation": method(
        send_location,
        SENDING + " latitude longitude horizontal_accuracy live_period heading proximity_alert_radius",
    ),
    "sendMessage": method(
        send_message, SENDING + " text parse_mode entities link_preview_options disable_web_page_preview"
    ),
    "copyMessage": method(
        copy_message,
        SENDING + " from_chat_id message_id video_start_timestamp caption parse_mode caption_entities "
        "show_caption_above_media",
    ),
    "sendChatAction": method(send_chat_action, "business_connection_id chat_id message_thread_id action"),
    "answerCallbackQuery": method(answer_callback_query, "callback_query_id text show_alert url cache_time"),
}
