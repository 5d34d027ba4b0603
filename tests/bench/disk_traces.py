"""What the place of a row on the disk tells of when it came, to whoever has stolen the file.

python -m tests.bench.disk_traces [--rows 300] [--large 100000] [--seed 1]

A quiet file (one commit a row, as they come) is read page by page; of pairs of rows it is guessed which came first by
the page of the body, by the page of the row, and by the place within that page. 50 of 100 is a coin. Then the same
after the rows were laid down anew once, and after VACUUM. With `--large`, how long that takes and how long it locks.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from storage.engine import Database
from tests.support.disk_traces import filled, guessed, laid_down_anew
from tests.support.sqlite_pages import Pages


def main(rows: int, large: int, seed: int) -> None:
    """Print all of it."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "amana.db"
        came = filled(path, rows, chance)
        for name, mend in (("as it came", _nothing), ("laid down anew", _anew), ("VACUUM", _vacuum)):
            mend(path)
            told = " / ".join(f"{share:.1f}" for share in guessed(Pages(path).places("envelopes"), came))
            print(f"{rows} rows, {name}: right of 100 by body, row, place in the page: {told} (seed {seed})")
    if large:
        with tempfile.TemporaryDirectory() as folder:
            _cost(Path(folder) / "amana.db", large, chance)


def _nothing(_: Path) -> None:
    """As it came."""


def _anew(path: Path) -> None:
    laid_down_anew(Database(f"sqlite:///{path}"))


def _vacuum(path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    with database._engine.connect() as line:
        line.exec_driver_sql("VACUUM")
    database.close()


def _cost(path: Path, rows: int, chance: random.Random) -> None:
    filled(path, rows, chance, at_once=1000)
    took = sorted(laid_down_anew(Database(f"sqlite:///{path}")))
    each = " / ".join(f"{took[int(share * (len(took) - 1))] * 1e3:.0f}" for share in (0.5, 0.99, 1.0))
    print(f"{rows} rows, {path.stat().st_size >> 20} MiB: anew in {sum(took):.1f} s, {len(took)} transactions of")
    print(f"  {each} ms (p50 / p99 / longest)")
    began = time.perf_counter()
    _vacuum(path)
    print(f"  VACUUM locks for {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--large", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    main(given.rows, given.large, given.seed)
