"""Small files a phone can send when nothing better is at hand."""

import struct
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "samples"
_NAMES = {
    "photo": ("photo.jpg", "image/jpeg"),
    "voice": ("voice.ogg", "audio/ogg"),
    "video": ("clip.mp4", "video/mp4"),
    "audio": ("song.mp3", "audio/mpeg"),
    "sticker": ("sticker.webp", "image/webp"),
    "document": ("notes.txt", "text/plain"),
}
_SILENCE = b"\xf8\xff\xfe"


@cache
def sample(kind: str) -> tuple[bytes, str, str]:
    """Bytes, file name and MIME type. Photo, voice and document are real; the others only look so from afar."""
    name, mime_type = _NAMES[kind]
    if kind == "photo":
        return (_FOLDER / name).read_bytes(), name, mime_type
    if kind == "voice":
        return _silent_voice(100), name, mime_type
    if kind == "document":
        return b"A page from the practice room.\nNothing in it is real.\n", name, mime_type
    return b"\x00" * 64, name, mime_type


def _silent_voice(packets: int) -> bytes:
    """An Ogg Opus file (RFC 7845) of `packets` times 20 ms of silence."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 8) + b"practice" + struct.pack("<I", 0)
    pages = [_ogg_page(2, 0, 0, [head]), _ogg_page(0, 0, 1, [tags])]
    return b"".join([*pages, _ogg_page(4, packets * 960, 2, [_SILENCE] * packets)])


def _ogg_page(flags: int, granule: int, number: int, packets: list[bytes]) -> bytes:
    """One page (RFC 3533) of packets shorter than 255 bytes."""
    sizes = bytes(len(packet) for packet in packets)
    head = struct.pack("<4sBBqIII", b"OggS", 0, flags, granule, 1, number, 0) + bytes([len(sizes)]) + sizes
    page = bytearray(head + b"".join(packets))
    struct.pack_into("<I", page, 22, _ogg_checksum(page))
    return bytes(page)


def _ogg_checksum(page: bytes | bytearray) -> int:
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
    return value & 0xFFFFFFFF
