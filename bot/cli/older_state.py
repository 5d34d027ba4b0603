"""`amana accept-older-state`: where an older database was put in the place of the newest, and that is to stay so."""

from bot.bootstrap import open_foundations, utc_now
from bot.cli.staff import PassphraseFd, a_steward, write_down
from bot.recovery import audit, marks
from bot.settings import read_settings
from bot.terminal import stop, tell, words
from services.audit.chain import accepted


def accept_older_state(passphrase_fd: PassphraseFd = None) -> None:
    """Go on with an older state of the database. It takes a steward, who has looked who belongs to the staff."""
    settings = read_settings()
    with open_foundations(settings) as found:
        if not marks.standing(found, utc_now()).is_put_back:
            stop(words("This is the newest state of the database. There is nothing to accept."), code=1)
        with a_steward(found, passphrase_fd) as steward, found.writing() as store:
            count = marks.accept(settings, store, None, utc_now())
            write_down(found, store.session, steward, "older_state")
            chain = accepted(store.session, audit.mark_of(settings, found.runtime))
        marks.write(settings, found.runtime, count)
        audit.write(settings, found.runtime, chain)
    tell(words("Accepted. What came later is missing: reports, replies, removed members. Look at: amana staff list"))
