"""`amana renew-runtime-key`: where the runtime key was lost (backups leave it out) or seized. No report needs it."""

from bot.bootstrap import NotInstalled
from bot.cli.staff import PassphraseFd, open_member, steward_only
from bot.installation import put_key
from bot.settings import Settings, read_settings
from bot.terminal import give, tell, words
from services import addresses
from services.keys.founding import replace_runtime_key
from services.keys.keyring import Unlocked
from services.keys.sealing import RuntimeKey
from services.keys.trust import Trust, check_organisation
from storage import migrations
from storage.engine import Database


def renew_runtime_key(passphrase_fd: PassphraseFd = None) -> None:
    """Make a new runtime key. It takes a steward. Unfinished conversations, notices, memberships and roles are lost."""
    settings = read_settings()
    if not settings.pinned_key_file.exists():
        raise NotInstalled(str(settings.pinned_key_file))
    trust = Trust.from_text(settings.pinned_key_file.read_text())
    migrations.upgrade(settings.database)
    database = Database(settings.database)
    try:
        with database.reading() as session:
            salt = check_organisation(session, trust).site_salt
        with steward_only():
            _renew(settings, database, trust, open_member(database, trust, salt, passphrase_fd))
    finally:
        database.close()
    tell(words("There is a new runtime key. Start bot and desk again; keep this file out of backups:"))
    give(str(settings.runtime_key_file))
    tell(words("People have to join their forums again, and organisers and editors need new codes."))


def _renew(settings: Settings, database: Database, trust: Trust, steward: Unlocked) -> None:
    """The file is in place before the commit; a crash between is mended by running this again."""
    runtime = RuntimeKey.generate()
    with database.writing() as session:
        replace_runtime_key(session, steward, trust, runtime.public)
        addresses.forget_everybody(session)
        put_key(settings.runtime_key_file, runtime.secret.hex())
