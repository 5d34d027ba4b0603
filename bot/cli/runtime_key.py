"""`amana renew-runtime-key`: where the runtime key was lost (backups leave it out) or seized. No report needs it."""

from bot.bootstrap import Vault, open_organisation, open_vault, utc_now
from bot.cli.staff import PassphraseFd, open_member, steward_only
from bot.installation import put_key
from bot.processes.locks import alone
from bot.settings import read_settings
from bot.terminal import give, tell, words
from services import addresses
from services.audit import entries
from services.audit.entries import Entry, by_member
from services.directory import records, tallies
from services.keys.founding import replace_runtime_key
from services.keys.keyring import Unlocked
from services.keys.sealing import RuntimeKey
from services.store import Store


def renew_runtime_key(passphrase_fd: PassphraseFd = None) -> None:
    """Make a new runtime key. It takes a steward. Unfinished conversations, notices, memberships and roles are lost."""
    settings = read_settings()
    with alone(settings.folder), open_vault(settings) as vault:
        salt = open_organisation(vault).site_salt
        with steward_only():
            _renew(vault, open_member(vault, salt, passphrase_fd, utc_now()))
    tell(words("There is a new runtime key. Start bot and desk again; keep this file out of backups:"))
    give(str(settings.runtime_key_file))
    tell(words("People have to join their forums again, and organisers and editors need new codes."))


def _renew(vault: Vault, steward: Unlocked) -> None:
    """The file is in place before the commit; a crash between is mended by running this again."""
    runtime = RuntimeKey.generate()
    with vault.database.writing() as session:
        replace_runtime_key(session, steward, vault.trust, runtime.public)
        entry = Entry("runtime_key", utc_now().date())
        entries.write(session, vault.trust, by_member(steward), entry)
        addresses.forget_everybody(session)
        records.mark_as_they_lie(Store(session, runtime))
        tallies.mark_as_they_lie(Store(session, runtime))
        put_key(vault.settings.runtime_key_file, runtime.secret.hex())
