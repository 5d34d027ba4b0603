"""What goes wrong, a file each: `strike(world)` lasts for a while, and leaves all as it was.

Most strike while a life is lived, whatever becomes of it. Those `AT_REST` work on the files between two lives. What one
finds wrong it writes into the history.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from tests.campaigns.troubles import (
    broken_content,
    broken_line,
    clock_jump,
    damaged_file,
    frozen,
    full_disk,
    gaps,
    io_errors,
    little_memory,
    locked_database,
    no_descriptors,
    older_file,
    read_only_disk,
    repeats,
    resets,
    second_process,
    server_dies,
    server_errors,
    slow_line,
    storm,
    swallowing_line,
)
from tests.campaigns.world import World

Strike = Callable[[World], Awaitable[None]]
TELEGRAM: Final[Mapping[str, Strike]] = {
    "pauses asked for (429)": storm.strike,
    "server errors (5xx)": server_errors.strike,
    "connections reset, answers lost": resets.strike,
    "slow line": slow_line.strike,
    "updates repeated": repeats.strike,
    "update numbers with gaps, or lower": gaps.strike,
}
MACHINE: Final[Mapping[str, Strike]] = {
    "clock set": clock_jump.strike,
    "frozen": frozen.strike,
    "little memory": little_memory.strike,
    "no descriptors": no_descriptors.strike,
}
OF_A_FILE: Final[Mapping[str, Strike]] = {
    "disk full": full_disk.strike,
    "disk read-only": read_only_disk.strike,
    "I/O errors": io_errors.strike,
    "database locked": locked_database.strike,
}
OF_A_SERVER: Final[Mapping[str, Strike]] = {
    "line to the database breaks at a commit": broken_line.strike,
    "line to the database swallows everything": swallowing_line.strike,
    "database server dies": server_dies.strike,
}
AT_REST: Final[Mapping[str, Strike]] = {"content broken": broken_content.strike}
FILE_AT_REST: Final[Mapping[str, Strike]] = {
    "database damaged or truncated": damaged_file.strike,
    "database of yesterday": older_file.strike,
    "a second bot": second_process.strike,
}
