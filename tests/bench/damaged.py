"""A thousand damaged databases: what becomes of each at the start.

    python tests/bench/damaged.py --variants 1000 --seed 1

Bytes turned over (1 to 64), files cut off, the header in zeros, empty files, letters, another program's database, a
journal left over, no file at all. Each is opened as bot and desk open theirs at the start (bot.bootstrap). Promised:

    the start is refused with a sentence, or every row is as it was, or what differs is told below;
    nothing else is raised; no byte of the damaged file is changed; no file is made where there was none.

Prints the seed and how many of each kind ended how, and exits with 1 where a promise is broken.
"""

import argparse
import random
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from damaged_office import Column, Office, rows_of

from bot.bootstrap import open_organisation, open_vault, read_runtime_key
from bot.cli.main import SENTENCES
from services.directory import records, tallies
from services.directory.marks import is_signed_with, signing_of
from services.forms import archive
from services.store import Store

Damage = Callable[[Path, random.Random, Office], None]
REFUSED, UNHARMED = "refused", "every row as it was"
FOUND_LATER, UNSEEN = "seal, lock, mark or hash broken", "text or tag changed"
SEALED = {"body", "sealed", "sealed_secrets", "sealed_name", "signature", "certificate", "public_key", "box_public"}
IN_THE_SEAL = {("envelopes", "id"), ("envelopes", "epoch"), ("envelopes", "week"), ("members", "verify_key")}
"""Stand beside a body that says the same."""


def turn_bytes(path: Path, chance: random.Random, _: Office) -> None:
    content = bytearray(path.read_bytes())
    for place in chance.sample(range(len(content)), chance.randint(1, 64)):
        content[place] ^= chance.randint(1, 255)
    path.write_bytes(content)


def turn_one_place(path: Path, chance: random.Random, _: Office) -> None:
    """So many bytes beside each other, as a bad sector leaves them."""
    content, length = bytearray(path.read_bytes()), chance.randint(1, 64)
    start = chance.randrange(len(content) - length)
    content[start : start + length] = chance.randbytes(length)
    path.write_bytes(content)


def cut_off(path: Path, chance: random.Random, _: Office) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(1, len(content))])


def zero_header(path: Path, chance: random.Random, _: Office) -> None:
    content, length = path.read_bytes(), chance.choice((16, 100, 4096))
    path.write_bytes(bytes(length) + content[length:])


def empty(path: Path, _chance: random.Random, _: Office) -> None:
    path.write_bytes(b"")


def missing(path: Path, _chance: random.Random, _: Office) -> None:
    path.unlink()


def a_letter(path: Path, chance: random.Random, _: Office) -> None:
    path.write_text("Dear sister, we have arrived.\n" * chance.randint(1, 400))


def another_programs(path: Path, chance: random.Random, _: Office) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE songs (name TEXT)")
        plain.executemany("INSERT INTO songs VALUES (?)", [(f"song {n}",) for n in range(chance.randint(1, 900))])
        plain.commit()


def journal_of_a_kill(path: Path, chance: random.Random, office: Office) -> None:
    """The writer died in the middle: its journal takes back what it had written."""
    half_written, journal = chance.choice(office.killed)
    path.write_bytes(half_written)
    path.with_name("amana.db-journal").write_bytes(journal)


def journal_of_nobody(path: Path, chance: random.Random, office: Office) -> None:
    """A journal that was cut off before its first page, or is no journal."""
    _, journal = chance.choice(office.killed)
    left = chance.choice((chance.randbytes(chance.randint(1, 9000)), bytes(512) + journal[512:], journal[:20], b""))
    path.with_name("amana.db-journal").write_bytes(left)


KINDS: dict[Damage, int] = {
    turn_bytes: 40,
    turn_one_place: 20,
    cut_off: 12,
    zero_header: 5,
    empty: 3,
    missing: 3,
    a_letter: 4,
    another_programs: 4,
    journal_of_a_kill: 5,
    journal_of_nobody: 4,
}


@dataclass
class Tally:
    ended: dict[str, Counter[str]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def start(office: Office) -> str:
    """How the start ends."""
    try:
        with open_vault(office.settings) as vault:
            open_organisation(vault, is_thorough=True)
    except tuple(SENTENCES) as told:
        return REFUSED if not isinstance(told, OSError) else f"raised {type(told).__name__}"
    except Exception as failure:
        return f"raised {type(failure).__name__}"
    return changed(office)


def changed(office: Office) -> str:
    today = {(table, column): rows for table, column, rows in rows_of(office.path)}
    differing = {name for name in today.keys() | office.rows.keys() if today.get(name) != office.rows.get(name)}
    if not differing:
        return UNHARMED
    told = told_when_read(office)
    is_found = all({table, (table, column)} & told for table, column in differing)
    return FOUND_LATER if is_found else UNSEEN


def told_when_read(office: Office) -> set[str | Column]:
    """Columns under a seal, a lock or a signature; and of the tables that anybody can read, those in which a mark or a
    hash no longer fits what it stands for."""
    with open_vault(office.settings) as vault, vault.database.reading() as session:
        store = Store(session, read_runtime_key(office.settings))
        left_out = records.since(session, is_signed_with(signing_of(store.runtime).verify), 0).gone
        doubts = {
            ("directory", "directory_translations"): records.doubtful(store) + left_out,
            ("directory_concerns",): tallies.doubtful(store),
            ("forms",): archive.altered(session),
        }
    clear = {table for tables in doubts for table in tables}
    sealed = {(table, column) for table, column in office.rows if column in SEALED and table not in clear}
    return {*sealed, *IN_THE_SEAL, *(table for tables, found in doubts.items() if found for table in tables)}


def try_one(office: Office, damage: Damage, chance: random.Random, tally: Tally) -> None:
    office.put_back()
    damage(office.path, chance, office)
    before = office.path.read_bytes() if office.path.exists() else None
    ended = start(office)
    tally.ended.setdefault(damage.__name__.replace("_", " "), Counter())[ended] += 1
    after = office.path.read_bytes() if office.path.exists() else None
    if ended.startswith("raised"):
        tally.broken.append(f"{damage.__name__}: {ended}")
    if before != after and damage is not journal_of_a_kill:
        tally.broken.append(f"{damage.__name__}: the damaged file was changed")
    if damage is journal_of_a_kill and ended != UNHARMED:
        tally.broken.append(f"{damage.__name__}: {ended}")


def run(variants: int, seed: int) -> int:
    chance, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory(prefix="damaged-") as folder:
        office = Office.founded(Path(folder), datetime.now(UTC))
        kinds = chance.choices(list(KINDS), list(KINDS.values()), k=variants)
        for kind in [*list(KINDS)[: max(0, min(len(KINDS), variants))], *kinds][:variants]:
            try_one(office, kind, chance, tally)
        size = len(office.whole)
    show(variants, seed, size, tally)
    return 1 if tally.broken else 0


def show(variants: int, seed: int, size: int, tally: Tally) -> None:
    print(f"seed {seed}: {variants} damaged databases of {size // 1024} KiB")
    total: Counter[str] = Counter()
    for kind, ended in sorted(tally.ended.items()):
        total += ended
        print(f"    {sum(ended.values()):5d} {kind}: " + ", ".join(f"{n} {how}" for how, n in ended.most_common()))
    print("in all: " + ", ".join(f"{n} {how}" for how, n in total.most_common()))
    for promise in tally.broken:
        print(f"BROKEN: {promise}")
    if not tally.broken:
        print("none raised anything but a sentence, none was made anew, no damaged file was changed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variants", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    wanted = parser.parse_args()
    sys.exit(run(wanted.variants, wanted.seed))


if __name__ == "__main__":
    main()
