"""A short campaign: the bot dies between any two steps while people walk and the world goes wrong.

`make promises-long` does the same ten thousand times. Where it fails, the seed in what it says fights it again.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEATHS = 8


@pytest.mark.timeout(1600)
def test_what_was_promised_is_kept_however_often_the_bot_dies_and_whatever_goes_wrong() -> None:
    fought = subprocess.run(
        [sys.executable, "-m", "tests.campaigns", "--deaths", str(DEATHS), "--people", "5", "--json"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=1500,
    )
    assert fought.returncode == 0, fought.stdout + fought.stderr
    note = json.loads(fought.stdout.splitlines()[-1])
    assert note["broken"] == {}
    assert note["counts"]["deaths"] == DEATHS
    assert note["counts"]["errands"] > 0
