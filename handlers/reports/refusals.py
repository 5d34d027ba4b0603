"""What is said where a mailbox, or what is written into it, is refused."""

from handlers.chat.refusals import Sentences
from locales import sentence
from services.reports import mailbox

SENTENCES: Sentences = {
    mailbox.NoSuchMailbox: sentence("🔒 This mailbox no longer exists. Nothing was sent."),
    mailbox.AlreadyTakenBack: sentence("↩️ This report was taken back already. Nothing more was sent."),
    mailbox.MessageTooLong: sentence(
        "✋ This is too long. Your last message was not kept; what you wrote before it is kept."
    ),
}
