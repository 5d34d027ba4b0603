"""The example content as a test may have it: its texts checked today, so that no test depends on the day it runs."""

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from services.content import content

LANGUAGES = ("en", "ar", "ckb", "fr")
EXAMPLE = Path(__file__).resolve().parents[2] / "content"


def copy_checked_today(folder: Path) -> None:
    """Copy the example content; every text that has a day of checking was checked today."""
    shutil.copytree(EXAMPLE, folder)
    today = datetime.now(UTC).date().isoformat()
    for path in folder.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^checked = \S+", f"checked = {today}", text, flags=re.MULTILINE), encoding="utf-8")


def change(file: Path, old: str, new: str) -> None:
    """Put `new` in the place of the first `old`, which has to be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def sentences(folder: Path, today: date | None = None) -> str:
    """All that is wrong with the content of that folder (on that day, where given), a line each."""
    return "\n".join(problem.sentence for problem in content.check(folder, LANGUAGES, today))
