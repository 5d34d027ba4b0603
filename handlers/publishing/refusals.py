"""What is said where something is not let out."""

from handlers.chat.refusals import Sentences
from locales import sentence
from services.publishing import announcements, approval, publications

SENTENCES: Sentences = {
    approval.NobodyToApprove: sentence(
        "🤝 This reaches many people, so another organiser has to say yes. There is no other yet:"
        " please ask the person who set me up. Nothing was sent."
    ),
    approval.OwnRequest: sentence("🤝 You asked for this yourself. The yes has to come from somebody else."),
    approval.ChangedMeanwhile: sentence(
        "✋ This was changed since. It has to be sent anew by the organiser who asked. Nothing was sent."
    ),
    publications.PublicationGone: sentence("🤷 This was decided or taken back already, or its time has passed."),
    announcements.AnnouncementGone: sentence("✋ This notice is no longer there. Nothing was sent."),
    announcements.AnnouncementChanged: sentence(
        "✋ Another organiser changed this notice meanwhile. Nothing of yours was sent. Please begin again."
    ),
    announcements.NotTogether: sentence(
        "✋ This group gets its notices alone, so that nobody can find out who is in it."
        " Please send two notices: one to this group, one to the others."
    ),
    announcements.NothingSaid: sentence("✍️ There is no text yet. Please write it first."),
}
