"""A seeded dozen and some of the damaged databases that `tests/bench/damaged.py` makes a thousand of."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VARIANTS = 24
"""Each kind of damage at least twice or so; the seed below once found texts that are no texts."""


def test_a_damaged_database_is_refused_with_a_sentence_or_harmless_and_never_made_anew(tmp_path: Path) -> None:
    program = ROOT / "tests" / "bench" / "damaged.py"
    ended = subprocess.run(
        [sys.executable, str(program), "--variants", str(VARIANTS), "--seed", "1"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert f"{VARIANTS} damaged databases" in ended.stdout
    assert "refused" in ended.stdout
