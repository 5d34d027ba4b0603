"""Several processes write to the chain at once, and one of them is killed: it forks nowhere, and stays whole."""

import os
import signal
from datetime import date
from multiprocessing.connection import Connection

from services.audit import chain, entries
from services.audit.chain import Mark
from services.audit.entries import Entry, by_member
from services.keys.keyring import Unlocked
from services.keys.trust import Trust
from storage.engine import Database
from tests.support.forked import FORKS
from tests.support.vaults import Vault

DAY, EACH, WRITERS = date(2026, 11, 20), 25, 3


def work(url: str, trust: Trust, member: Unlocked, dies_in: int, done: Connection) -> None:
    """Entries one after the other, each in a transaction. Told once it is committed."""
    database = Database(url)
    for number in range(EACH):
        with database.writing() as session:
            entries.write(session, trust, by_member(member), Entry("printed", DAY, str(number)))
            if number == dies_in:
                os.kill(os.getpid(), signal.SIGKILL)
        done.send(number)
    database.close()


def test_writers_at_once_and_one_that_is_killed_leave_one_whole_chain(vault: Vault) -> None:
    member, told, processes = vault.template.unlocked("caseworker"), [], []
    for writer in range(WRITERS):
        ours, theirs = FORKS.Pipe()
        dies_in = EACH // 2 if writer == 0 else -1
        process = FORKS.Process(target=work, args=(vault.url, vault.trust, member, dies_in, theirs))
        process.start()
        theirs.close()
        told.append(ours)
        processes.append(process)
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [-signal.SIGKILL, 0, 0]
    with vault.database.reading() as session:
        verdict = chain.verify(session, Mark())
    assert verdict.is_whole and verdict.head.number == EACH // 2 + (WRITERS - 1) * EACH
