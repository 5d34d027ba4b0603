"""Files on the pretend server: kept in memory, known by file_id, fetched by path."""

import random
import string
from dataclasses import dataclass, field
from typing import Any

from sandbox.refusals import bad_request

MAX_DOWNLOAD = 20 * 1024 * 1024
_LETTERS = string.ascii_letters + string.digits + "-_"
_FOLDERS = {"photo": "photos", "voice": "voice", "video": "videos", "audio": "music", "sticker": "stickers"}
_ENDINGS = {"photo": ".jpg", "voice": ".oga", "video": ".mp4", "audio": ".mp3", "sticker": ".webp"}


@dataclass(slots=True)
class StoredFile:
    """A file and its addresses."""

    kind: str
    file_id: str
    unique_id: str
    path: str
    filename: str
    mime_type: str
    data: bytes = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """The common part of Telegram's file objects."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class FileStore:
    """All files; identifiers are random and never reused."""

    def __init__(self, source: random.Random) -> None:
        self._random = source
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, kind: str, data: bytes, filename: str, mime_type: str) -> StoredFile:
        ending = _ENDINGS.get(kind) or ("." + filename.rsplit(".", 1)[1] if "." in filename else "")
        path = f"{_FOLDERS.get(kind, 'documents')}/file_{len(self._by_id)}{ending}"
        stored = StoredFile(kind, self._letters(72), self._letters(15), path, filename, mime_type, data)
        self._by_id[stored.file_id] = stored
        self._by_path[path] = stored
        return stored

    def find(self, file_id: str) -> StoredFile:
        """Raises Refused for an unknown id."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("invalid file_id")
        return stored

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def _letters(self, count: int) -> str:
        return "".join(self._random.choices(_LETTERS, k=count))


def described(stored: StoredFile) -> dict[str, Any]:
    """The message field(s) that carry this file, Telegram's way."""
    common = stored.as_json()
    if stored.kind == "photo":
        return {"photo": [common | {"width": 480, "height": 320}]}
    if stored.kind in {"voice", "audio"}:
        return {stored.kind: common | {"duration": 2, "mime_type": stored.mime_type}}
    if stored.kind == "video":
        return {"video": common | {"width": 480, "height": 320, "duration": 2, "mime_type": stored.mime_type}}
    if stored.kind == "sticker":
        shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
        return {"sticker": common | shape}
    return {"document": common | {"file_name": stored.filename, "mime_type": stored.mime_type}}
