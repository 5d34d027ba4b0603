"""The command line as a whole."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_a_command_loads_only_what_it_needs() -> None:
    """Reading in the whole chat takes longer than most commands do; only the bot itself needs it."""
    looks = "import sys, bot.cli.main; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    told = subprocess.run(
        [sys.executable, "-c", looks],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = set(told.stdout.split())
    assert "bot" in loaded
    assert loaded.isdisjoint({"telegram", "aiohttp", "apscheduler", "matplotlib", "desk", "pyxform"})
