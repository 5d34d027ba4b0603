"""Files, both ways: sendDocument, sendPhoto, sendVoice, getFile."""

from functools import partial

from sandbox.files import MAX_DOWNLOAD, StoredFile, described
from sandbox.methods.messages import SENDING, delivered, given_text
from sandbox.methods.table import method
from sandbox.parameters import Parameters, Upload, chat_id, string
from sandbox.refusals import bad_request
from sandbox.room import JSON, PracticeRoom

MAX_PHOTO = 10 * 1024 * 1024


def _given_file(room: PracticeRoom, parameters: Parameters, kind: str) -> StoredFile:
    """An upload (directly or by attach://), or a file the server has already."""
    value = parameters.get(kind)
    if isinstance(value, str) and value.startswith("attach://"):
        value = parameters.get(value.removeprefix("attach://"))
    if isinstance(value, Upload):
        if not value.data:
            raise bad_request("file must be non-empty")
        if kind == "photo" and len(value.data) > MAX_PHOTO:
            raise bad_request("file is too big for a photo")
        return room.files.keep(kind, value.data, value.filename, value.mime_type)
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    if str(value).startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    return room.files.find(str(value))


def send_file(kind: str, room: PracticeRoom, parameters: Parameters) -> JSON:
    chat = room.writable(chat_id(parameters))
    stored = _given_file(room, parameters, kind)
    content = described(stored) | given_text(room, parameters, "caption")
    return delivered(room, chat, content, parameters, stored).as_json


def get_file(room: PracticeRoom, parameters: Parameters) -> JSON:
    file_id = string(parameters, "file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    stored = room.files.find(file_id)
    if len(stored.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return stored.as_json() | {"file_path": stored.path}


_WITH_CAPTION = SENDING + " caption parse_mode caption_entities "
METHODS = {
    "sendDocument": method(
        partial(send_file, "document"), _WITH_CAPTION + "document thumbnail disable_content_type_detection"
    ),
    "sendPhoto": method(partial(send_file, "photo"), _WITH_CAPTION + "photo has_spoiler show_caption_above_media"),
    "sendVoice": method(partial(send_file, "voice"), _WITH_CAPTION + "voice duration"),
    "getFile": method(get_file, "file_id"),
}
