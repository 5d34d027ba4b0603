"""Whether a stolen file tells which reports are complaints about aid workers: a classifier over all that can be seen.

    python -m tests.bench.compartments [--rows 10000] [--seed 1]

Every row of envelopes and mailboxes: its columns, their sizes, bytes of each, and where it lies in the file. Printed:
how many of a hundred are guessed right, beside chance. Exits with 1 where that is more than chance and 2.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.settings import CHECKOUT
from services.forms import load_form
from storage.engine import Database
from tests.support.told_apart import TABLES, chance_of, fill, looks, right
from tests.support.vaults import Vault, found_in

MORE = 0.02


def main() -> int:
    """Print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance, form = Random(given.seed), load_form(CHECKOUT / "content" / "forms" / "safety_report.md")
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "amana.db"
        vault = Vault(path, found_in(path), Database(f"sqlite:///{path}"))
        truth = fill(vault, form, given.rows, chance)
        vault.database.close()
        for table in TABLES:
            rows = [(look, truth[key]) for key, look in looks(path, table)]
            guessed, blind = right(rows, chance), chance_of(rows)
            broken += guessed > blind + MORE
            print(f"{table}: of {len(rows)} rows {100 * guessed:.1f} % right, chance {100 * blind:.1f} %")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
