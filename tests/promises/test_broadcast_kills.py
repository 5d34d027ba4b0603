"""kill -9 in the middle of a broadcast: a short run of the program that does it twenty times."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KILLS = 2
RECIPIENTS = 200
"""Seven seconds' worth, so that it is not over before the last kill where a second of sleep lasts two."""


def test_nobody_is_missed_and_a_kill_doubles_one_message_at_most() -> None:
    program = ROOT / "tests" / "bench" / "broadcast_kills.py"
    command = [sys.executable, str(program), "--kills", str(KILLS), "--recipients", str(RECIPIENTS)]
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=1200
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(r"(\d+) kills; copies: \{1: (\d+)", ended.stdout)
    assert told
    assert int(told.group(1)) == KILLS
    assert int(told.group(2)) >= RECIPIENTS - KILLS
