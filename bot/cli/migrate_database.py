"""`amana migrate-database`: from a file to PostgreSQL, whole and compared, and the file set aside."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.processes.locks import alone
from bot.settings import Settings, read_settings
from bot.terminal import give, stop, tell, words, working
from storage import integrity, migrations
from storage.engine import Database
from storage.errors import DatabaseUnusable
from storage.moving import NotTheSame, Progress, TargetInUse, move


def migrate_database(
    from_: Annotated[str, typer.Argument(metavar="SQLITE_URL", help="sqlite:////absolute/path/amana.db")],
    to: Annotated[str, typer.Argument(metavar="POSTGRES_URL", help="postgresql+psycopg://user:password@host/name")],
) -> None:
    """Move everything from a file to PostgreSQL. Bot and desk are stopped meanwhile; broken off, it goes on."""
    source, target = read_settings(database_url=from_), read_settings(database_url=to)
    file = _file_of(source, target)
    try:
        with _alone({file.parent.resolve(), source.folder.resolve()}), working(words("Moving the database…")) as show:
            rows = _move(source.database, target.database, lambda *how_far: show(_how_far(*how_far)))
            file.rename(moved(file))
    except TargetInUse:
        stop(words("The other database holds an organisation already. Nothing was changed."))
    except NotTheSame as differing:
        again = words("What arrived is not what was sent. Nothing was changed here. Run it again; this table differs:")
        stop(f"{again}\n    {differing.table}")
    _tell(rows, file)


def moved(file: Path) -> Path:
    """Where a file lies after its content was moved."""
    return file.with_name(f"{file.name}.moved")


def what_next() -> str:
    """What makes bot and desk work with what was moved."""
    return words("Set AMANA_DATABASE_URL to the new address, then start bot and desk again.")


def _file_of(source: Settings, target: Settings) -> Path:
    if not source.is_on_sqlite or target.is_on_sqlite:
        stop(
            words("Give the address of the file first (sqlite:///…), then that of PostgreSQL (postgresql+psycopg://…).")
        )
    file = Path(source.database.removeprefix("sqlite:///"))
    if not file.is_file():
        stop(words("There is no such file:") + f"\n    {file}")
    if file.stat().st_size == 0:
        raise DatabaseUnusable(str(file), "missing")
    return file


@contextmanager
def _alone(folders: set[Path]) -> Iterator[None]:
    """Bot and desk hold the settings folder, in which the file need not lie."""
    with ExitStack() as held:
        for folder in folders:
            held.enter_context(alone(folder))
        yield


def _move(source: str, target: str, progress: Progress) -> dict[str, int]:
    """Both are brought to today's tables first. A damaged file is not moved: its damage would be, too."""
    with closing(Database(source)) as sending, closing(Database(target)) as receiving:
        integrity.insist(sending)
        for database in (sending, receiving):
            migrations.upgrade(database.url)
        return move(sending, receiving, progress)


def _how_far(table: str, arrived: int, all_of_them: int) -> str:
    return f"{table} {arrived}/{all_of_them}"


def _tell(rows: dict[str, int], file: Path) -> None:
    tell(words.plural("Moved and compared: {n} row.", "Moved and compared: {n} rows.", n=sum(rows.values())))
    tell(what_next())
    tell(words("The old file holds all of it still. Erase it once you have seen that everything is there:"))
    give(str(moved(file)))
