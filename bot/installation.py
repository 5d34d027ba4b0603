"""Installing: a settings folder, its keys, an empty database, the organisation and its first three people."""

from dataclasses import dataclass
from datetime import datetime

from bot.bootstrap import write_secret
from bot.settings import Settings
from services.organisation import AlreadyFounded, Founding, found
from services.sealing import RuntimeKey
from storage import migrations
from storage.engine import Database


@dataclass(frozen=True, slots=True)
class FirstPeople:
    """Work names of the first steward, caseworker and focal point. No real names are needed, or wise."""

    steward: str
    caseworker: str
    focal_point: str


def install(settings: Settings, people: FirstPeople, now: datetime) -> Founding:
    """Make the folder (0700), the runtime key, the database and the organisation; pin the organisation's key.

    The result holds the passphrases and recovery shares, which are shown once and kept nowhere.
    Raises AlreadyFounded, and changes nothing, where there is an organisation already.
    """
    if settings.pinned_key_file.exists() or settings.runtime_key_file.exists():
        raise AlreadyFounded
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.folder.chmod(0o700)
    runtime = RuntimeKey.generate()
    founding = _found(settings, runtime, people, now)
    write_secret(settings.runtime_key_file, runtime.secret.hex())
    write_secret(settings.pinned_key_file, founding.trust.text)
    return founding


def _found(settings: Settings, runtime: RuntimeKey, people: FirstPeople, now: datetime) -> Founding:
    migrations.upgrade(settings.database)
    database = Database(settings.database)
    try:
        with database.writing() as session:
            return found(
                session,
                runtime_public=runtime.public,
                steward_name=people.steward,
                caseworker_name=people.caseworker,
                focal_point_name=people.focal_point,
                now=now,
            )
    finally:
        database.close()
