"""What two processes of a desk say to each other: short messages of JSON, with open files beside them.

What is larger goes as a file in memory. A message arrives whole or not at all.
"""

import json
import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

LONGEST: Final = 64 * 1024
MOST_FILES: Final = 250


class Gone(Exception):
    """The process at the other end has ended, or hears nothing any more."""


@dataclass(frozen=True, slots=True)
class Message:
    """What was said, and the descriptors that came with it, which belong to who has heard it."""

    facts: Mapping[str, Any]
    files: Sequence[int] = ()

    @property
    def kind(self) -> str:
        """What it is about."""
        return str(self.facts["kind"])

    def bytes_of(self, name: str) -> bytes:
        """A fact that is bytes; they are said in hex."""
        return bytes.fromhex(self.facts[name])


class Channel:
    """One end of a socket pair."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end

    @classmethod
    def pair(cls) -> tuple["Channel", "Channel"]:
        """Both ends. Neither waits: see `heard`."""
        ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        for end in ends:
            end.setblocking(False)
        return cls(ends[0]), cls(ends[1])

    @classmethod
    def of(cls, descriptor: int) -> "Channel":
        """The end that came as a file."""
        end = socket.socket(fileno=descriptor)
        end.setblocking(False)
        return cls(end)

    def say(self, kind: str, *files: int, **facts: object) -> None:
        """Say it at once. The files stay open here. Raises Gone."""
        try:
            socket.send_fds(self.end, [json.dumps({"kind": kind, **facts}).encode()], files)
        except OSError:
            raise Gone from None

    def heard(self) -> Message | None:
        """The next message; None where none waits. Raises Gone."""
        try:
            said, files, _, _ = socket.recv_fds(self.end, LONGEST, MOST_FILES)
        except BlockingIOError:
            return None
        except OSError:
            raise Gone from None
        if not said:
            raise Gone
        return Message(json.loads(said), files)

    def close(self) -> None:
        """Let go of this end."""
        self.end.close()


def file_in_memory(content: bytes) -> int:
    """A file of that content on no disk, for who is given its descriptor."""
    descriptor = os.memfd_create("sealed")
    with os.fdopen(os.dup(descriptor), "wb") as file:
        file.write(content)
    return descriptor


def content_of(descriptor: int) -> bytes:
    """All that is in a file, which is closed by that."""
    with os.fdopen(descriptor, "rb") as file:
        file.seek(0)
        return file.read()
