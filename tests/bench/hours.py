"""How many instants of a file of schedules are judged right: `python tests/bench/hours.py FILE`.

The file is a list of {"id", "schedules" (HSDS 3.0), "at": [[wall time, open|closed|unknown], …]}; the site is at UTC+3.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from services.directory.files.batch import Batch, ImportSetting
from services.directory.files.hsds_parts import schedules
from services.directory.hours import opening
from services.directory.needs import Needs
from services.recurrence.wall_time import WallTime

SITE = "Asia/Baghdad"
TODAY = date(2026, 11, 29)


def judged(case: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(instant, what is right, what is said) for each instant of the case."""
    batch = Batch(ImportSetting("en", Needs(), (), "bench", TODAY, timezone=SITE))
    read = schedules(case, batch, case["id"])
    for at, right in case["at"]:
        found = opening(read, WallTime.parse(at))
        yield at, right, "unknown" if found is None else "open" if found.is_open else "closed"


def main(file: Path) -> None:
    """Every instant that is wrong, and the count."""
    instants = [(case["id"], *each) for case in json.loads(file.read_text()) for each in judged(case)]
    wrong = [each for each in instants if each[2] != each[3]]
    for id, at, right, said in wrong:
        print(f"{id}, {at}: {said}, and {right} is right")
    print(f"{len(instants) - len(wrong)} of {len(instants)} instants right")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
