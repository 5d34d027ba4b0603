"""Where the files of tests lie: in memory, where the system keeps a folder there.

A commit of the product waits for the disk four times, and hardly any test is about the disk. What is about it
(`forgetful_disk`) keeps its own account of what was waited for.
"""

import os
import shutil
from pathlib import Path
from typing import Final

MEMORY: Final = Path("/dev/shm")
ROOM: Final = 2 * 1024**3
"""Bytes: more than ever lie there at once, since what a test leaves goes when it has passed (pyproject.toml)."""


def keep_files_in_memory() -> None:
    """From now on `tmp_path` lies there, unless somebody has said where temporary files belong."""
    is_said = {"TMPDIR", "PYTEST_DEBUG_TEMPROOT"} & os.environ.keys()
    if not is_said and MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY)
