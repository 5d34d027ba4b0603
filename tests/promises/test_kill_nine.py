"""kill -9 at named points and at random: a short run of the program that does it a thousand times."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20


def test_no_receipt_is_lost_and_no_report_doubles_whenever_the_bot_dies() -> None:
    program = ROOT / "tests" / "bench" / "kill_nine.py"
    command = [sys.executable, str(program), "--kills", str(KILLS), "--phones", "4"]
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=1200
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(r"(\d+) kills", ended.stdout)
    reports = re.search(r"(\d+) reports sent", ended.stdout)
    assert told
    assert int(told.group(1)) == KILLS
    assert reports
    assert int(reports.group(1)) > 0, "nobody got a report through, so nothing was shown"
