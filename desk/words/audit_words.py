"""What the entries of the audit chain are called; at the desk, and on the command line."""

from typing import Final

from locales import Message, Words, mark
from services.audit.reading import Read

KINDS: Final[dict[str, Message]] = {
    "unlocked": mark("Unlocked the desk that day"),
    "refused": mark("Wrong passphrase"),
    "passphrase": mark("Changed their passphrase"),
    "enrolled": mark("Enrolled somebody"),
    "removed": mark("Removed somebody"),
    "named": mark("Said what somebody is called"),
    "recovered": mark("Enrolled somebody with two recovery shares"),
    "keys_renewed": mark("Made new keys of this month and all later ones"),
    "runtime_key": mark("Made a new runtime key"),
    "older_state": mark("Went on with an older database"),
    "accepted": mark("Went on though something here was changed"),
    "restored": mark("Restored a backup with two recovery shares"),
    "erased": mark("Erased a case whose time was over"),
    "replied": mark("Replied in a case"),
    "printed": mark("Printed a case"),
    "referral_handed": mark("Handed on what somebody had agreed to"),
    "taken_down": mark("Typed in what somebody told"),
    "exported": mark("Took a file of survey answers"),
    "published": mark("Published numbers"),
    "narrative": mark("Took a text out of the office"),
    "narrative_agreed": mark("Agreed that a text leaves the office"),
    "receiver_invited": mark("Made a code for a phone that is called"),
    "receiver_removed": mark("Removed a phone that is called"),
    "receiver_first": mark("Had another phone called first"),
    "organiser_invited": mark("Made a code for an organiser or editor"),
    "organiser_removed": mark("Removed an organiser or editor"),
}
OF_ITSELF: Final = frozenset({"erased"})
"""What nobody does: the program, by a clock."""
TROUBLES: Final[dict[str, Message]] = {
    "changed": mark("Changed: it does not follow on the entry before"),
    "closed": mark("Changed: it does not open"),
    "unsigned": mark("Put in: nothing proves who wrote it"),
    "unchecked": mark("Only the runtime key of that day could prove it"),
}


def deed_words(words: Words, entry: Read) -> str:
    """What was done, and where that cannot be believed, why."""
    done = words(KINDS[entry.kind]) if entry.kind in KINDS else entry.kind
    wrong = words(TROUBLES[entry.trouble]) if entry.trouble else ""
    return " · ".join(part for part in (done, wrong) if part)


def nobody_words(words: Words, entry: Read) -> str:
    """Who did it, where it was no member; '' where nobody can tell."""
    if entry.is_false:
        return ""
    if entry.by_program:
        return words("the bot") if entry.kind in OF_ITSELF else words("somebody unknown")
    return words("two recovery shares")
