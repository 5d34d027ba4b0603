"""What stands in the memory of other processes, read from beside them: needs root, for they let nobody else."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import re2

MAY_READ = os.geteuid() == 0 and Path("/proc/self/mem").exists()
_PIECE = 64 * 1024 * 1024


class Needles:
    """What is looked for: under each name, all its spellings."""

    def __init__(self, spellings: Mapping[str, Iterable[bytes]]) -> None:
        self._names = {spelling: name for name, each in spellings.items() for spelling in each}
        self._longest = max(map(len, self._names))
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.max_mem = 1 << 30
        self._any = re2.compile(
            b"|".join(b"".join(b"\\x%02x" % byte for byte in each) for each in self._names), options
        )

    def found_in(self, process: int) -> Counter[str]:
        """How often each stands in what the process has written to, or could; none where it has ended."""
        found: Counter[str] = Counter()
        with suppress(FileNotFoundError, ProcessLookupError):
            places = Path(f"/proc/{process}/maps").read_text().splitlines()
            with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
                for place in places:
                    for piece in self._pieces(memory.fileno(), place):
                        found.update(self._names[match.group()] for match in self._any.finditer(piece))
        return found

    def _pieces(self, memory: int, place: str) -> Iterable[bytes]:
        span, rights, _, _, inode, *name = place.split(maxsplit=5)
        is_a_librarys_own = "w" not in rights and inode != "0"
        if "r" not in rights or is_a_librarys_own or name[:1] == ["[vvar]"]:
            return
        start, end = (int(each, 16) for each in span.split("-"))
        while start < end:
            with suppress(OSError):
                yield os.pread(memory, min(_PIECE, end - start), start)
            start += _PIECE - self._longest
