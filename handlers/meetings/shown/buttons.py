"""The buttons of those who organise meetings and send notices. Those of residents are in keyboards."""

from typing import Final

from locales import mark

NEW_MEETING = mark("➕ New meeting")
# NOTE: A message to the people of a group or an area that is not about a meeting.
OTHER_NOTICE = mark("📢 Other notice")
# NOTE: Numbers of people and agreements, written down after a meeting took place.
AFTERWARDS = mark("🗒 After a meeting")
# NOTE: These three stand before the day and time of a meeting and the name of the group.
OPEN = mark("🗓 Open")
DRAFT = mark("📝 Draft")
MINUTES_OF = mark("🗒 Minutes")

PUBLISH = mark("✅ Publish")
PREVIEW = mark("👀 Preview")
# NOTE: The organiser gets the notice as the people of the group would get it. Nobody else gets it.
TEST = mark("🧪 Send it to me only")
# NOTE: Within a short time after sending: nobody gets the notice.
TAKE_BACK = mark("↩️ Take back")
LATER = mark("💾 Keep for later")
THROW_AWAY = mark("🗑 Throw away")

DAY = mark("✏️ Day")
TIME = mark("✏️ Time")
LENGTH = mark("✏️ Length")
REPEAT = mark("✏️ Repeat")
# NOTE: Days on which a repeating meeting does not take place.
EXCEPT = mark("✏️ Days without")
PLACE = mark("✏️ Place")
AGENDA = mark("✏️ Agenda")
TITLE = mark("✏️ Title")
# NOTE: The texts of the meeting in each language that people read.
LANGUAGES = mark("🌐 Languages")
# NOTE: Switched on or off: the notice arrives with a sound at night too.
URGENT = mark("🔔 Rings at night too")

# NOTE: Switched on or off: only those who said they will come are told the place, three hours before.
PLACE_LATE = mark("🤫 Place late, only to those who come")
NO_PLACE = mark("🚫 No place")
SAME_AS_LAST_TIME = mark("📋 Same as last time")
# NOTE: Stands before the number of a topic that people suggested: it is put on the agenda.
ON_THE_AGENDA = mark("➕ On the agenda")
# NOTE: A topic that somebody suggested goes on the agenda word for word.
AS_IT_IS = mark("➕ As it is")
EMPTY = mark("🚫 Leave it empty")
# NOTE: Without a translation everybody will get the text in the language the organiser wrote it in. Sends nothing yet.
AS_WRITTEN = mark("👌 Leave it in the language I wrote")

MOVE_ONE = mark("📅 Move this one")
CANCEL_ONE = mark("❌ Cancel this one")
CHANGE = mark("✏️ Change")
CANCEL_ALL = mark("❌ Cancel all of them")
MINUTES = mark("🗒 After the meeting")

SEND_CHANGE = mark("✅ Send the change")
CANCEL_IT = mark("❌ Yes, cancel")
# NOTE: Two organisers changed the same meeting: look at how it is now and give up one's own change.
SHOW_NEW_STATE = mark("👀 Show how it is now")
# NOTE: Two organisers changed the same meeting: keep one's own change all the same.
MINE_COUNTS = mark("✏️ Mine counts")

# NOTE: Nothing (more) was agreed at the meeting.
NOTHING_MORE = mark("➡️ Nothing more")
# NOTE: Stands before the number of something agreed earlier: it is done now.
DONE = mark("✅ Done")
# NOTE: Stands before the number of a topic that people suggested: it was talked about.
TALKED_ABOUT = mark("✅ Talked about")
SAVE = mark("✅ Save")
# NOTE: To the group: what people said, and what was done about it.
REPORT_BACK = mark("📣 You said, we did")

# NOTE: The kinds of notices.
SERVICE_CHANGED = mark("ℹ️ A service has changed")
SAFETY_ADVICE = mark("⚠️ Safety advice")
# NOTE: Stands before the first words of a notice that people got: write it anew, the old one is struck through.
CORRECT = mark("✏️ Correct")
# NOTE: Stands before the work name of another organiser who wants to send something to very many people.
AWAITED = mark("🤝 Waits for your yes")
APPROVE = mark("✅ Yes, send it")
REFUSE = mark("✋ No, do not send it")

PASSING: Final = (
    *(PUBLISH, PREVIEW, TEST, LATER, THROW_AWAY, DAY, TIME, LENGTH, REPEAT, EXCEPT, PLACE, AGENDA, TITLE),
    *(LANGUAGES, URGENT, PLACE_LATE, NO_PLACE, SAME_AS_LAST_TIME, ON_THE_AGENDA, AS_IT_IS, EMPTY, AS_WRITTEN),
    *(MOVE_ONE, CANCEL_ONE, CHANGE, CANCEL_ALL, MINUTES, SEND_CHANGE, CANCEL_IT, SHOW_NEW_STATE, MINE_COUNTS),
    *(NOTHING_MORE, DONE, TALKED_ABOUT, SAVE, SERVICE_CHANGED, SAFETY_ADVICE, CORRECT, APPROVE, REFUSE),
)
"""Buttons that mean something only while an organiser's conversation lasts."""
