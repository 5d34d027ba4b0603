"""Which tests run which line: noted once, in one run of the tests, by coverage.py."""

import os
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from coverage.numbits import numbits_to_nums

Reach = dict[str, dict[int, set[str]]]
"""By file and line: the tests that run it."""
ROWS = """
    SELECT file.path, context.context, numbits FROM line_bits
    JOIN file ON file.id = file_id JOIN context ON context.id = context_id
    WHERE context.context != ''
"""


def note(checkout: Path, tests: Sequence[str], folders: Sequence[str], data: Path) -> None:
    """Run these tests once and write down what each runs. It takes several times as long as without."""
    settings = data.with_suffix(".ini")
    settings.write_text(f"[run]\ndata_file = {data}\nsource = {','.join(folders)}\nrelative_files = true\n")
    command = [sys.executable, "-m", "coverage", "run", f"--rcfile={settings}", "-m", "pytest", "-q"]
    subprocess.run(
        [*command, "-p", "no:xdist", "-p", "tests.mutation.contexts", *tests],
        cwd=checkout, env={**os.environ, "PYTHONPATH": str(checkout)}, check=False,
    )  # fmt: skip


def read(data: Path) -> Reach:
    """What was written down. Raises sqlite3.Error where nothing was."""
    reach: Reach = defaultdict(lambda: defaultdict(set))
    with sqlite3.connect(data) as session:
        for path, test, bits in session.execute(ROWS):
            lines = reach[path]
            for line in numbits_to_nums(bits):
                lines[line].add(test)
    return reach
