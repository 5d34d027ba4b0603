"""Whether every bit that turns over in the audit chain is noticed: links alone, and by a steward who opens it.

python -m tests.bench.audit_flips
"""

import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.audit import entries
from services.audit.chain import Mark, walk
from services.audit.entries import Entry, by_member
from services.audit.reading import Reader
from storage import audit as rows
from tests.support import costs
from tests.support.audit import flipped
from tests.support.offices import copied, found_in

ENTRIES, FLIPS, OPENED, SEED = 100, 10_000, 1_000, 7


def main() -> None:
    """Print how many were noticed, and what looking costs."""
    costs.make_cheap()
    with tempfile.TemporaryDirectory() as folder:
        founded = found_in(Path(folder) / "founded.db")
        with copied(founded, Path(folder) / "amana.db") as office:
            writer, steward, day = office.members["caseworker"], office.members["steward"], datetime.now(UTC).date()
            with office.database.writing() as session:
                for number in range(ENTRIES):
                    entries.write(session, office.trust, by_member(writer), Entry("printed", day, str(number)))
            with office.database.reading() as session:
                kept = rows.everything(session)
                reader = Reader(session, office.trust, office.runtime, steward.organisation)
                assert walk(kept, Mark()).is_whole and not any(read.is_false for read in reader.read(kept))
                chance, began = random.Random(SEED), time.process_time()
                noticed = sum(walk(flipped(kept, chance), Mark()).broken_at is not None for _ in range(FLIPS))
                print(f"links alone: {noticed} of {FLIPS} flips noticed ({_each(began, FLIPS)} us CPU an entry)")
                began = time.process_time()
                seen = sum(any(read.is_false for read in reader.read(flipped(kept, chance))) for _ in range(OPENED))
                print(f"opened by a steward: {seen} of {OPENED} noticed ({_each(began, OPENED)} us CPU an entry)")
                print(f"{ENTRIES} entries, seed {SEED}, over the columns {', '.join(rows.AuditRow._fields)}")


def _each(began: float, flips: int) -> str:
    return f"{(time.process_time() - began) / flips / ENTRIES * 1e6:.0f}"


if __name__ == "__main__":
    main()
