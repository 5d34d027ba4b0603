"""The one sentence with which the desk calls. It is the same for whatever has come, and where nothing has: who looks at
the phone of somebody on the staff learns nothing of what came."""

from handlers.chat.notice_text import NoticeText, Wordings
from locales import Words
from services.notices.outbox import Notice
from services.nudges.telling import KIND

NO_MORE = "/nonudges"


def _nudge(notice: Notice, words: Words) -> NoticeText:
    # NOTE: Must not say what has come, nor how much: somebody else may look at the phone.
    said = words("🔔 Something new may be waiting at the desk. Please look.")
    no_more = words("🔕 No more of these: {command}", command=NO_MORE)
    return NoticeText(f"{said}\n\n{no_more}", is_urgent=bool(notice.facts.get("at_once")))


WORDED: Wordings = {KIND: _nudge}
