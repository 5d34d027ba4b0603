"""An upgrade of the schema in a process that is killed in the middle of it."""

import os
import signal

from storage import migrations
from tests.support.forked import FORKS

CHANGES = ("CREATE", "ALTER", "INSERT INTO ALEMBIC", "UPDATE ALEMBIC")


def upgrade_and_die(url: str, statements: int) -> int | None:
    """Killed before the n-th statement that changes the schema is carried out; the exit code of the process."""
    process = FORKS.Process(target=_upgrade, args=(url, statements))
    process.start()
    process.join(60)
    return process.exitcode


def _upgrade(url: str, statements: int) -> None:
    from sqlalchemy import Engine, event

    left = [statements]

    @event.listens_for(Engine, "before_cursor_execute")
    def count(
        _connection: object, _cursor: object, statement: str, _parameters: object, _context: object, _many: bool
    ) -> None:
        if statement.lstrip().upper().startswith(CHANGES):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    migrations.upgrade(url)
