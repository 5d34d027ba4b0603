"""The example content as a test may have it: its texts checked today, so that no test depends on the day it runs."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[1] / "content"


def copy_checked_today(folder: Path) -> None:
    """Copy the example content; every text that has a day of checking was checked today."""
    shutil.copytree(EXAMPLE, folder)
    today = datetime.now(UTC).date().isoformat()
    for path in folder.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^checked = \S+", f"checked = {today}", text, flags=re.MULTILINE), encoding="utf-8")
