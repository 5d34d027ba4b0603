"""What can have ended a moment ago, in the sentence that a second press of the same hears.

Nothing else is remembered of it, so each holds whatever came of the first press in particular: that stands above.
"""

from typing import Final

from locales import sentence

STOPPED: Final = sentence("⏹ Stopped. Nothing was sent and nothing was kept.")
STOPPED_A_WHILE: Final = sentence("⏹ Stopped. Nothing was sent. I keep it locked for about ten minutes.")
CHANGED_NOTHING: Final = sentence("⏹ Stopped. Nothing was sent and nothing was changed.")
BACK_AT_THE_LIST: Final = sentence("⬅️ You are back at the list already. Nothing was sent.")
# NOTE: It does not say what was closed: somebody else may look at the phone.
CLOSED: Final = sentence("🔒 That is closed already. Nothing is under way.")
OVER: Final = sentence("📋 These questions are over. Nothing was kept. Thank you.")

REPORT_SENT: Final = sentence("✅ It is saved, once. 👆 Your receipt is above: please write it down first.")
SURVEY_SENT: Final = sentence("✅ Your answers are saved, once. Thank you.")
SENT: Final = sentence("✅ That is sent already, once. This press changed nothing.")
ANSWER_ERASED: Final = sentence("🧹 Erased, here and on our side.")
REPORT_TAKEN_BACK: Final = sentence("↩️ You took your report back. The team stops working on it.")
CONSENT_GIVEN: Final = sentence(
    "👍 You said yes. The team may pass it on. Your receipt opens this mailbox, and here you can take it back."
)
CONSENT_REFUSED: Final = sentence("👎 You said no. Nothing of it is passed on.")
CONSENT_TAKEN_BACK: Final = sentence(
    "✋ You took your yes back. The team passes nothing on. What somebody has already cannot be called back; the team"
    " tells them to stop."
)
# NOTE: Also said to whoever joined or left a group, or answered a meeting: it names nothing that others may not read.
CHOSEN: Final = sentence("👍 What you chose a moment ago holds. This press changed nothing.")
NOTICES_CUT: Final = sentence("🔕 I do not tell you when an answer has come.")
LANGUAGE_CHOSEN: Final = sentence("👍 From now on I write in this language. What do you need?")
ENROLLED: Final = sentence("🤝 You are enrolled already: your own work is in the menu.")

PUBLISHED: Final = sentence(
    "✅ I have that, once. Whether and when people get it stands above. This press changed nothing."
)
TAKEN_BACK: Final = sentence(
    "↩️ It was taken back. This press changed nothing and sent nothing. Whether anybody got it before stands above."
)
REFUSED: Final = sentence("✋ It is not sent. The organiser who asked is told.")
KEPT_FOR_LATER: Final = sentence("💾 Kept. Nobody was told of it yet.")
THROWN_AWAY: Final = sentence("🗑 Thrown away. Nothing was sent.")
MINUTES_SAVED: Final = sentence("✅ What came of the meeting is saved already.")
SERVICE_SAVED: Final = sentence("✅ Saved.")
SERVICE_AS_BEFORE: Final = sentence("↩️ It is again as it was before.")

SAID_BY_THE_FIRST: Final = (
    *(STOPPED, STOPPED_A_WHILE, CHANGED_NOTHING, OVER, LANGUAGE_CHOSEN),
    *(ANSWER_ERASED, REPORT_TAKEN_BACK, NOTICES_CUT, REFUSED, KEPT_FOR_LATER, THROWN_AWAY, SERVICE_SAVED),
    *(SERVICE_AS_BEFORE, CONSENT_GIVEN, CONSENT_REFUSED, CONSENT_TAKEN_BACK),
)
"""What the press that ended it has said itself: a second one that was sent before it could be seen hears nothing."""
