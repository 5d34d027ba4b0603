"""Archives, whole and broken."""

import io
import zipfile


def zipped(**files: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return written.getvalue()


def torn(archive: bytes) -> bytes:
    """The same, packed in a way that there is not, from the first byte of its first file on."""
    where = 30 + int.from_bytes(archive[26:28], "little") + int.from_bytes(archive[28:30], "little")
    return archive[:where] + bytes([archive[where] | 0b110]) + archive[where + 1 :]
