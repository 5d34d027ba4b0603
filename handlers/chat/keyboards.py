"""Every button a person can press, and how buttons are laid out. A picture in front shows the way without reading.

A press comes back as plain text; `pressed` tells which button it was, in whatever language it was drawn.
"""

from collections.abc import Collection, Iterable, Sequence

from handlers.chat.meant import Named, has_picture, meant
from handlers.chat.routing import MIDDLE_DOT
from handlers.chat.screen.markup import Keyboard, TickLabel
from handlers.chat.turn import Turn
from locales import Message, Words, mark, match_label
from services.enrolment import EDITOR, ORGANISER
from services.errors import Refusal

# NOTE: The main menu. Buttons: short, a picture first, no full stop.
REPORT = mark("📝 Report a concern")
# NOTE: The mailbox holds answers to a report; it is opened with the number on the receipt.
MAILBOX = mark("📬 My mailbox")
SERVICES = mark("☎️ Services and help")
# NOTE: Meetings of the groups of this place, and other news: joining, answering, asking for a topic.
FORUMS = mark("👥 Meetings and news")
# NOTE: Questions that everybody may answer, without a name: what people need, whether they mean to return.
SURVEYS = mark("📋 Surveys")
# NOTE: A guide for people who think about going back to where they fled from. Neutral: it urges nobody.
RETURN = mark("🏠 Going back home")
# NOTE: Advice on protecting oneself: at night, at a checkpoint, in an attack.
SAFETY = mark("🛡 Staying safe")
LANGUAGE = mark("🌐 Language")
# NOTE: What each button does. Not the word for help in need: that is the button of services.
HELP = mark("❓ How it works")
# NOTE: This stood on the button before, and may still be on a phone.
OLD_HELP = mark("❓ Help")
# NOTE: Removes all messages from this chat, so that nobody reads them on the phone.
FORGET = mark("🧹 Forget this chat")
# NOTE: For the few who run meetings of a forum.
ORGANISE = mark("🗓 Organise meetings")
# NOTE: For the few who keep the list of services right.
EDIT = mark("🗂 Edit services")
MENU = mark("☰ Menu")

# NOTE: These two are about words that somebody just wrote, without a question. Nothing is sent by pressing them.
TELL = mark("📝 Report with these words")
FIND_HELP = mark("🔎 Find help for this")

GO_ON = mark("✅ Go on")
# NOTE: Ends the report at once; nothing is sent and the messages are removed.
STOP = mark("⏹ Stop")
# NOTE: For ten minutes after Stop: back to what was stopped. On a phone that others look at, so it does not say what.
UNDO_STOP = mark("↩️ Go on after all")
# NOTE: These two answer whether a report is begun with words that were written before.
WITH_WORDS = mark("✍️ With these words")
WITHOUT_WORDS = mark("🆕 Without these words")
# NOTE: Beside the button "Go on after all": what was stopped is erased, and the same is begun once more.
BEGIN_ANEW = mark("🆕 Begin a new one")
# NOTE: To the question before. In a language written from right to left, turn the arrow round.
BACK = mark("⬅️ Back")
SKIP = mark("⏭ Skip")
# NOTE: The person would rather not answer this question. The next question follows.
RATHER_NOT = mark("🤐 I would rather not say")
# NOTE: To the next question, once all is given. In a language written from right to left, turn the arrow round.
NEXT = mark("➡️ Next")
# NOTE: These three turn the pages of a long list to choose from. No arrows to the left or right.
MORE_CHOICES = mark("🔽 More to choose from")
CHOICES_BEFORE = mark("🔼 Those before")
WHOLE_LIST = mark("📃 The whole list")
WHERE_I_AM = mark("📍 Send where I am")
# NOTE: Skips all further questions and shows the answers so far. Nothing is sent yet by pressing it.
SEND_NOW = mark("📨 Check and send")
# NOTE: This stood on the button before, and may still be on a phone.
OLD_SEND_NOW = mark("📨 Send now")
SEND = mark("✅ Send")
MORE_QUESTIONS = mark("➕ More questions")
# NOTE: The person read and accepts what stands above.
ACCEPT = mark("👍 OK")
YES = mark("👍 Yes")
NO = mark("👎 No")

# NOTE: The person has written the receipt number down; it is then removed from the chat.
NOTED = mark("✅ I noted it")

# NOTE: The person has read the answer; it is then erased everywhere.
READ = mark("✅ I have read it")
WRITE_BACK = mark("✍️ Write back")
# NOTE: Shows words that were written earlier and are not sent, perhaps by somebody else on the same phone.
SEE_WAITING = mark("🔎 Show the words that wait")
# NOTE: No more messages saying that an answer has come.
CUT_ROUTE = mark("🔕 Do not notify me")
# NOTE: The person no longer wants the team to work on the report.
WITHDRAW = mark("↩️ Take back my report")
CLOSE = mark("🔒 Close the mailbox")
# NOTE: Shows whether the team may pass something on to somebody who helps. Nothing is agreed to by pressing it.
ASKED = mark("🤝 The team asks you something")
# NOTE: These three answer whether the team may pass words of the report on to somebody who helps.
PASS_ON_YES = mark("👍 Yes, pass it on")
PASS_ON_NO = mark("👎 No, do not pass it on")
NOT_NOW = mark("⏳ Not now")
# NOTE: The person had said yes. It is asked once more before it is taken back.
TAKE_YES_BACK = mark("✋ Take back my yes")

# NOTE: Stands before the title of a survey.
ANSWER_SURVEY = mark("✍️ Answer")

# NOTE: Stands before the name of a group: press it to hear about its meetings from now on.
JOIN = mark("➕ Join")
# NOTE: Stands before the name of a group that the person hears about. Press it to hear no more.
LEAVE = mark("➖ Leave")
# NOTE: These two ask which group is meant. They name none: others may look at the phone.
JOIN_A_GROUP = mark("➕ Join a group")
LEAVE_A_GROUP = mark("➖ Leave a group")
# NOTE: Stands before the name of an area: press it to be warned of dangers there from now on.
WARN = mark("➕ Warn me")
# NOTE: Stands before the name of an area that the person is warned about. Press it to be warned no more.
WARN_NO_MORE = mark("➖ Warn me no more")
# NOTE: These four stood on buttons until they were found to read like a state, and may still be on a phone.
OLD_JOIN = mark("⬜ Join")
OLD_JOINED = mark("✅ Joined")
OLD_WARN = mark("⬜ Warn me")
OLD_WARNED = mark("✅ I am warned")
# NOTE: These four stand before the day and time of a meeting, such as "✅ I will come · Tue, Nov 24, 15:00".
COMING = mark("✅ I will come")
NOT_COMING = mark("❌ I cannot come")
MAYBE_COMING = mark("🤔 Maybe")
CALENDAR = mark("📅 Calendar file")
# NOTE: Stands before the day and time of a meeting; shows the meeting and asks whether the person will come.
ABOUT_MEETING = mark("📍 About the meeting")
# NOTE: Under the next three meetings: shows those after them.
MORE_MEETINGS = mark("📅 Later meetings")
TOPIC = mark("💡 Suggest a topic")
# NOTE: What somebody wrote goes to those who organise the meetings, as a topic.
AS_A_TOPIC = mark("💡 To the organisers, as a topic")
ADVICE = mark("⚠️ Safety advice for my area")
QUIET = mark("🌙 Quiet hours")
AT_ANY_HOUR = mark("🔔 At any hour")
# NOTE: No more messages of any kind that the person did not ask for just now.
STOP_NOTICES = mark("🔕 Stop all messages")

# NOTE: To the next step of a guide. In a language written from right to left, turn the arrow round.
READ_ON = mark("➡️ Read on")
ALL_STEPS = mark("☰ All steps")
# NOTE: Shows the text once more without buttons, so that it can be passed on to somebody else.
PASS_ON = mark("📤 Text to pass on")
# NOTE: The places people fled from; what is known about them today, and what is not.
AREAS = mark("📍 What is known about my area")
# NOTE: A list of things to prepare, which the person can tick.
LIST = mark("☑️ My own list to tick")
# NOTE: Starts a report about being pressed, or promised things, or threatened so that one goes back or stays.
PRESSURE = mark("🧭 Pushed or threatened? Tell us")
# NOTE: Asks for somebody unarmed of the team to come along on a way.
ACCOMPANY = mark("🤝 Ask for somebody to come along")
# NOTE: Agreements between communities, such as between farmers and herders.
AGREEMENTS = mark("📜 Local agreements")
# NOTE: Starts a report on whether such an agreement was kept or broken.
KEPT_OR_BROKEN = mark("⚖️ Kept or broken? Tell us")

FORM_BUTTONS = (
    *(GO_ON, STOP, BACK, SKIP, RATHER_NOT, NEXT, SEND_NOW, OLD_SEND_NOW, SEND, MORE_QUESTIONS, ACCEPT, YES, NO),
    *(MORE_CHOICES, CHOICES_BEFORE, WHOLE_LIST, WHERE_I_AM),
)
MAILBOX_BUTTONS = (
    *(READ, WRITE_BACK, CUT_ROUTE, WITHDRAW, CLOSE, SEND, BACK, YES, STOP),
    *(ASKED, PASS_ON_YES, PASS_ON_NO, NOT_NOW, TAKE_YES_BACK, SEE_WAITING),
)
PASSING_BUTTONS = tuple(
    dict.fromkeys((*FORM_BUTTONS, *MAILBOX_BUTTONS, BEGIN_ANEW, WITH_WORDS, WITHOUT_WORDS, AS_A_TOPIC))
)
"""Buttons that mean something only while a conversation lasts."""

NAMES = {STOP: "stop", BACK: "back", SKIP: "skip", NEXT: "next", SEND: "send", YES: "yes", NO: "no"}
"""Under which name languages keep what else is typed for a button (`locales/*/typed.toml`)."""

CHANGE = "✏️"
PROPOSED = "👉"
TICKED = "✅"
NOT_TICKED = "⬜"
SHORT_LABEL = 17
"""Characters up to which two buttons fit side by side on a small phone."""
NUMBERS_IN_A_ROW = 5


class NotOffered(Refusal):
    """What was pressed or written is none of the buttons that are shown."""


def pressed(turn: Turn, buttons: tuple[Message, ...]) -> Message | None:
    """Which of these buttons the person pressed, in any offered language; None for other words. Where only buttons are
    awaited, a label that was typed counts too, and behind a slash ("/skip") anywhere."""
    if turn.text is None:
        return None
    found = match_label(turn.text, buttons, turn.app.languages)
    if found:
        return found[0][0]
    return typed(turn, buttons) if turn.only_buttons or turn.text.startswith("/") else None


def is_passing(turn: Turn) -> bool:
    """True for the label of a button that means something only while something lasts, picture and all: where it means
    nothing, it is nobody's own words either."""
    label = (turn.text or "").partition(MIDDLE_DOT)[0]
    return has_picture(label) and bool(match_label(label, turn.passing, turn.app.languages))


def typed(turn: Turn, buttons: tuple[Message, ...]) -> Message | None:
    """Which of these buttons the person's words mean, without its picture or in other words for it; None for none."""
    return means(turn.text or "", buttons, turn.app.languages)


def means(text: str, buttons: tuple[Message, ...], offered: tuple[str, ...]) -> Message | None:
    """The same of any words, in any of the offered languages."""
    found = meant(text, tuple(Named(NAMES.get(each, ""), each) for each in buttons), offered)
    return found[0].button.label if found else None


def menu(words: Words, roles: Collection[str] = ()) -> Keyboard:
    """The main menu, as many rows as are seen at once. Those with a role (services.enrolment) find their own work in
    it."""
    return rows(
        words,
        (REPORT, MAILBOX),
        (SERVICES, FORUMS),
        (RETURN, SAFETY),
        (SURVEYS, LANGUAGE),
        (HELP, FORGET),
        (ORGANISE if ORGANISER in roles else None, EDIT if EDITOR in roles else None),
    )


def about(words: Words, label: Message, which: str) -> str:
    """A label with the thing it is about. Pressed hours later it still says which (`turn.label_rest`)."""
    return f"{words(label)}{MIDDLE_DOT}{which}"


def rows(words: Words, *rows_of_buttons: Iterable[Message | None]) -> list[list[str]]:
    """Rows of worded buttons; None stands for a button that is not there now."""
    worded = [[words(button) for button in row if button is not None] for row in rows_of_buttons]
    return [row for row in worded if row]


def columns(labels: Sequence[str]) -> list[list[str]]:
    """Labels in order, two in a row where both are short, else one."""
    laid: list[list[str]] = []
    for label in labels:
        if laid and len(laid[-1]) == 1 and len(laid[-1][0]) <= SHORT_LABEL and len(label) <= SHORT_LABEL:
            laid[-1].append(label)
        else:
            laid.append([label])
    return laid


def numbered(numbers: Iterable[int]) -> list[list[str]]:
    """One small button for each answer that can be changed."""
    return in_rows_of_five([f"{CHANGE} {number}" for number in numbers])


def in_rows_of_five(labels: Sequence[str]) -> list[list[str]]:
    """Short labels in order, as many in a row as a thumb can tell apart."""
    return [list(labels[start : start + NUMBERS_IN_A_ROW]) for start in range(0, len(labels), NUMBERS_IN_A_ROW)]


def ticked(label: str, chosen: bool) -> TickLabel:
    """A choice that can be switched on and off."""
    return TickLabel(f"{TICKED if chosen else NOT_TICKED} {label}")


def switched(turn: Turn, button: Message) -> bool:
    """True where a button that is switched on and off was pressed, whichever it was drawn as."""
    return bool(match_label(without_tick(turn.text or ""), (button,), turn.app.languages))


def stands_after(text: str, stands: bool) -> bool:
    """What something is to be after this press: as its label said, and the other way where words had no tick."""
    if text.startswith(TICKED):
        return False
    return text.startswith(NOT_TICKED) or not stands


def without_tick(text: str) -> str:
    """Inverse of `ticked`."""
    return text.removeprefix(TICKED).removeprefix(NOT_TICKED).strip()
