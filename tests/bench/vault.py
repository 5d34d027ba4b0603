"""What the vault costs, one figure a line: derivations, opening, sealing, and one turn's worth of storage.

Run from the repository's root: `.venv/bin/python tests/bench/vault.py [folder]`. The folder decides on which disk the
database lies; on a real one most of a turn is the kernel making its commit safe.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.keys import envelopes, keyring, sealing
from services.keys import founding as organisation
from services.keys.envelopes import Letter
from services.keys.keyring import Unlocked
from services.keys.trust import check_organisation
from services.reports import receipts
from storage import conversations, migrations, turns
from storage.engine import Database

NOW = datetime(2026, 3, 5, tzinfo=UTC)
ROWS = 5000
TURNS = 500


def measure(name: str, times: int, work: Callable[[], object]) -> None:
    """Print user, system and elapsed time of one of `times` repetitions, in milliseconds."""
    before, started = os.times(), perf_counter()
    work()
    after, elapsed = os.times(), perf_counter() - started
    user, system = after.user - before.user, after.system - before.system
    each = [1000 * spent / times for spent in (user, system, elapsed)]
    print(f"{name:<46} user {each[0]:9.3f} ms  system {each[1]:8.3f} ms  elapsed {each[2]:9.3f} ms")


def found(database: Database) -> tuple[organisation.Founding, bytes]:
    people = organisation.FirstPeople("a", "b", "c")
    with database.writing() as session:
        founding = organisation.found(session, sealing.RuntimeKey.generate().public, people, NOW)
        return founding, check_organisation(session, founding.trust).site_salt


def unlock(database: Database, founding: organisation.Founding, key: keyring.UnlockKey) -> Unlocked:
    with database.writing() as session:
        return keyring.unlock(session, key, founding.trust, NOW)


def put(database: Database, founding: organisation.Founding) -> None:
    body = {"kind": "report", "words": "x" * 300}
    with database.writing() as session:
        for number in range(ROWS):
            envelopes.put(session, founding.trust, Letter(("safety", "psea")[number % 2], body), NOW)


def sweep(database: Database, unlocked: Unlocked) -> None:
    with database.reading() as session:
        assert len(envelopes.sweep(session, unlocked.keys, frozenset()).opened) == ROWS // 2


def intake(database: Database, founding: organisation.Founding) -> None:
    with database.reading() as session:
        for _ in range(1000):
            keyring.intake_key(session, founding.trust, "safety", NOW)


def live_turns(database: Database) -> None:
    for number in range(TURNS):
        tag = (number % 100).to_bytes(32, "big")
        with database.writing() as session:
            conversations.get(session, tag)
            turns.get(session, number)
            conversations.put(session, tag, os.urandom(600))
            turns.put(session, number, os.urandom(300))


def upgrade(url: str, times: int) -> None:
    for _ in range(times):
        migrations.upgrade(url)


def main(folder: str | None) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        url = f"sqlite:///{place}/amana.db"
        migrations.upgrade(url)
        measure("upgrade of a current database", 20, lambda: upgrade(url, 20))
        database = Database(url)
        founding, salt = found(database)
        receipt, passphrase = receipts.new_receipt(), founding.caseworker.passphrase
        measure("a receipt's mailbox keys", 3, lambda: [receipts.mailbox_keys(receipt, salt) for _ in range(3)])
        measure("a passphrase's unlock key", 1, lambda: keyring.stretch(salt, passphrase))
        key = keyring.stretch(salt, passphrase)
        unlocked = unlock(database, founding, key)
        measure("unlocking after that", 10, lambda: [unlock(database, founding, key) for _ in range(10)])
        measure("checking the intake key's whole chain", 1000, lambda: intake(database, founding))
        measure("sealing and keeping one envelope", ROWS, lambda: put(database, founding))
        measure("trying one envelope of a sweep (half open)", ROWS, lambda: sweep(database, unlocked))
        measure("one turn: begin, 2 reads, 2 writes, commit", TURNS, lambda: live_turns(database))
        database.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
