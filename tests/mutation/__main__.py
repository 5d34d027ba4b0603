"""Put faults into the code by chance, one at a time, and run the tests that reach their line.

    python -m tests.mutation --many 200 --seed 1 [--in services/keys …] [--noted FILE]

Works on copies of the committed checkout; nothing here changes. Prints each fault that no test noticed, the share that
was noticed, and the seed. A fault that changes nothing (an equivalent one) has to be told from a hole by reading.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutation import coverage
from tests.mutation.coverage import Reach
from tests.mutation.faults import Fault, faults_in

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("services/keys", "services/notices", "services/reports", "services/conversation", "bot", "desk")
TESTS = ("tests/services", "tests/handlers", "tests/bot", "tests/desk", "tests/storage", "tests/journeys")
MOST_TESTS = 120
"""Of the tests that reach a line: those of the same subject first."""
FAILED = (1, 2)
"""What pytest ends with where a test fails, or cannot even be read."""
HANGS = 900
"""Seconds after which a fault counts as noticed: the tests no longer end."""


def main() -> None:
    asked = _asked()
    with tempfile.TemporaryDirectory() as name:
        copies = [_copy(Path(name) / str(number)) for number in range(asked.workers)]
        reach = _reach(copies[0], asked)
        drawn = _draw(copies[0], asked.folders or FOLDERS, asked.many, asked.seed)
        missed = _try_all(drawn, reach, copies)
    print(f"seed {asked.seed}: {len(drawn) - len(missed)} of {len(drawn)} faults were noticed")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--in", dest="folders", nargs="*")
    parser.add_argument("--noted", type=Path, help="which tests run which line: read where it is, else written")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def _copy(folder: Path) -> Path:
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    return folder


def _reach(checkout: Path, asked: argparse.Namespace) -> Reach:
    data = asked.noted or checkout / ".reach"
    if not data.exists():
        coverage.note(checkout, TESTS, FOLDERS, data.resolve())
    return coverage.read(data)


def _draw(checkout: Path, folders: Sequence[str], many: int, seed: int) -> list[Fault]:
    files = sorted(path for folder in folders for path in (checkout / folder).rglob("*.py"))
    known = [
        fault
        for path in files
        for fault in faults_in(path.relative_to(checkout).as_posix(), path.read_text(encoding="utf-8"))
    ]
    return random.Random(seed).sample(known, min(many, len(known)))


def _try_all(drawn: Sequence[Fault], reach: Reach, copies: Sequence[Path]) -> list[Fault]:
    """Those that no test noticed, each printed when it is known."""
    free: SimpleQueue[Path] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def try_(fault: Fault) -> bool:
        copy = free.get()
        try:
            return _is_noticed(fault, _tests(fault, reach), copy)
        finally:
            free.put(copy)

    missed = []
    with ThreadPoolExecutor(len(copies)) as pool:
        for number, (fault, noticed) in enumerate(zip(drawn, pool.map(try_, drawn), strict=True), 1):
            print(f"{number:4} {'noticed' if noticed else 'MISSED '} {fault}", flush=True)
            missed += [] if noticed else [fault]
    return missed


def _tests(fault: Fault, reach: Reach) -> list[str]:
    """Those that run one of its lines, those of the same subject first; its subject's whole folder where none does."""
    subject = "tests/" + fault.path.rsplit("/", 1)[0]
    lines = reach.get(fault.path, {})
    tests = set().union(*(lines.get(line, ()) for line in range(fault.line, fault.end_line + 1)))
    ordered = sorted(tests, key=lambda test: (not test.startswith(subject), test))
    return ordered[:MOST_TESTS] or [subject if (ROOT / subject).is_dir() else "tests/bot"]


def _is_noticed(fault: Fault, tests: Sequence[str], copy: Path) -> bool:
    file = copy / fault.path
    right = file.read_text(encoding="utf-8")
    file.write_text(fault.put_into(right), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:xdist", "-p", "no:cacheprovider", *tests]
    surroundings = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ended = subprocess.run(command, cwd=copy, env=surroundings, capture_output=True, timeout=HANGS, check=False)
    except subprocess.TimeoutExpired:
        return True
    finally:
        file.write_text(right, encoding="utf-8")
    assert ended.returncode in (0, *FAILED), ended.stdout.decode() + ended.stderr.decode()
    return ended.returncode in FAILED


if __name__ == "__main__":
    main()
