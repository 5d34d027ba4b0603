"""A disk that loses its power: what was not synced by then is gone, as on a machine that is unplugged.

A real ext4 in a file. At the cut it takes nothing more, neither data nor its own journal (EXT4_IOC_SHUTDOWN), and comes
back as the kernel finds it when it is mounted anew. It writes back as late as it may, and does not guess what might be
wanted on the disk (noauto_da_alloc), so that a sync that was left out is found. The place is seen by this process and
its children only, and goes with them. Needs root, and a kernel with loop devices.
"""

import ctypes
import fcntl
import os
import shutil
import struct
import subprocess
import time
from pathlib import Path
from typing import Final, Self

SIZE: Final = 96 << 20
OPTIONS: Final = "loop,noauto_da_alloc,commit=300,nodev,nosuid"
SHUTDOWN: Final = 0x8004587D
WITHOUT_ITS_JOURNAL: Final = 2
CLONE_NEWNS: Final = 0x00020000
PATIENCE: Final = 60.0
"""Seconds in which whoever has a file open there has to notice that the disk is gone."""
CANARY: Final = "not-synced"


def can_be_made() -> bool:
    """Whether this machine and this user may."""
    return os.geteuid() == 0 and Path("/dev/loop-control").exists() and shutil.which("mkfs.ext4") is not None


class ForgetfulDisk:
    """Seen in a folder under that name, inside the block. Each time what was written just before the cut, and not
    synced, has to be forgotten."""

    def __init__(self, folder: Path, name: str) -> None:
        self._image, self._place = folder / f"{name}.disk", folder / name

    def __enter__(self) -> Self:
        _be_alone_with_mounts()
        with self._image.open("wb") as file:
            file.truncate(SIZE)
        _do("mkfs.ext4", "-q", "-F", str(self._image))
        self._place.mkdir(mode=0o700)
        self.come_back()
        (self._place / "lost+found").rmdir()
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def cut(self) -> None:
        """From now on nothing more gets onto it."""
        (self._place / CANARY).write_text("this was written and not synced")
        root = os.open(self._place, os.O_RDONLY)
        try:
            fcntl.ioctl(root, SHUTDOWN, struct.pack("I", WITHOUT_ITS_JOURNAL))
        finally:
            os.close(root)

    def leave(self) -> None:
        """Once nobody has a file open there any more, at the latest after a minute."""
        until = time.monotonic() + PATIENCE
        while subprocess.run(["umount", str(self._place)], stderr=subprocess.DEVNULL).returncode:
            if time.monotonic() > until:
                raise AssertionError("somebody holds on to a disk that is gone")
            time.sleep(0.05)

    def come_back(self) -> None:
        """The power is there again: with what is on the disk."""
        _do("mount", "-o", OPTIONS, str(self._image), str(self._place))
        canary = self._place / CANARY
        assert not (canary.exists() and canary.read_bytes()), "the disk remembers what was not synced"

    def sync(self) -> None:
        """What is there is on the disk."""
        _do("sync", "-f", str(self._place))


def _be_alone_with_mounts() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS):
        raise OSError(ctypes.get_errno(), "unshare")
    _do("mount", "--make-rprivate", "/")


def _do(*words: str) -> None:
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
