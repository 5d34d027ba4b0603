"""The form that somebody is inside of, whatever has come into use since."""

from handlers.chat.turn import Turn
from services.forms import Form, archive
from services.store import keyless


async def form_inside(turn: Turn, wanted: str) -> Form:
    """The form of that hash, in use or archived. Raises FormUnknown."""
    in_use = turn.app.content.form_by_hash(wanted)
    return await turn.read(keyless(archive.recall), wanted) if in_use is None else in_use
