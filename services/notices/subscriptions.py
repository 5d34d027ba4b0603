"""Who hears about what: the audiences a chat has joined, and the hours it does not want to be woken in.

An audience is a forum or a zone (`services.forums`). Nobody can list its members: rows are found by a keyed tag, and
only the running bot can open an address, one page at a time, to send a notice to it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from services.keys.sealing import Row, RuntimeKey
from services.notices.audiences import readers_of, with_missing
from services.notices.quiet_hours import NIGHT, Quiet
from services.store import Store
from storage import subscriptions as rows
from storage.subscriptions import SubscriptionRow

PURPOSE = "subscription"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to send a notice to. `tag` is where the next page goes on."""

    tag: bytes
    chat: int
    quiet: Quiet | None


def join(store: Store, audience: str, chat: int, language: str, quiet: Quiet | None = None) -> bool:
    """Have the chat hear about the audience in that language; True when it did not before.

    Somebody who had joined already keeps their quiet hours.
    """
    tag = _tag(store.runtime, audience, chat)
    known = rows.find(store.session, [tag]).get(tag)
    kept = _opened(store.runtime, known)
    hours = kept.quiet if kept else quiet
    rows.put(
        store.session,
        [SubscriptionRow(tag, readers_of(store.runtime, audience, language), _locked(store.runtime, tag, chat, hours))],
    )
    return known is None


def leave(store: Store, audience: str, chat: int) -> bool:
    """End it; True when there was something to end."""
    return rows.delete(store.session, [_tag(store.runtime, audience, chat)]) > 0


def leave_all(store: Store, audiences: Sequence[str], chat: int) -> int:
    """End all of these, and those the content names no more; how many there were."""
    every = with_missing(store, audiences)
    return rows.delete(store.session, [_tag(store.runtime, audience, chat) for audience in every])


def joined(store: Store, audiences: Iterable[str], chat: int) -> list[str]:
    """Which of these audiences the chat hears about, in the given order."""
    tags = {audience: _tag(store.runtime, audience, chat) for audience in audiences}
    found = rows.find(store.session, list(tags.values()))
    return [audience for audience, tag in tags.items() if tag in found]


def follow_language(store: Store, audiences: Iterable[str], chat: int, language: str) -> None:
    """From now on the chat hears in that language, wherever it has joined."""
    tags = {_tag(store.runtime, audience, chat): audience for audience in audiences}
    found = rows.find(store.session, list(tags))
    wanted = {tag: readers_of(store.runtime, tags[tag], language) for tag in found}
    rows.move(store.session, {tag: readers for tag, readers in wanted.items() if found[tag].audience != readers})


def set_quiet(store: Store, audiences: Iterable[str], chat: int, quiet: Quiet | None) -> None:
    """Keep the quiet hours with everything the chat has joined; None: at any hour."""
    found = rows.find(store.session, [_tag(store.runtime, audience, chat) for audience in audiences])
    rows.put(store.session, [row._replace(body=_locked(store.runtime, row.tag, chat, quiet)) for row in found.values()])


def quiet_of(store: Store, audiences: Iterable[str], chat: int) -> Quiet | None:
    """The chat's quiet hours; NIGHT where it has joined nothing yet, None where it chose to have none."""
    found = rows.find(store.session, [_tag(store.runtime, audience, chat) for audience in audiences])
    kept = [recipient for row in found.values() if (recipient := _opened(store.runtime, row))]
    return kept[0].quiet if kept else NIGHT


def sizes(store: Store, audience: str, languages: Iterable[str]) -> dict[str, int]:
    """How many hear about the audience in each of these languages. For people to see only through headcounts."""
    readers = {language: readers_of(store.runtime, audience, language) for language in languages}
    counted = rows.sizes(store.session, list(readers.values()))
    return {language: counted.get(each, 0) for language, each in readers.items()}


def recipients(store: Store, audience: str, language: str, after: bytes, limit: int) -> list[Recipient]:
    """At most `limit` of those who hear in that language, beginning behind the tag `after` (b'' for the first page).

    Fewer than `limit` means that these are the last. Rows of another runtime key are passed over, and those that
    somebody has put under the name of another audience.
    """
    readers = readers_of(store.runtime, audience, language)
    found: list[Recipient] = []
    while len(found) < limit:
        wanted = limit - len(found)
        page = rows.page(store.session, readers, after, wanted)
        opened = (recipient for row in page if (recipient := _opened(store.runtime, row)))
        found += [each for each in opened if each.tag == _tag(store.runtime, audience, each.chat)]
        if len(page) < wanted:
            break
        after = page[-1].tag
    return found


def forget_chat(store: Store, audiences: Sequence[str], chat: int) -> int:
    """The chat has blocked us or is gone: it hears about nothing any more, and its address is not kept. How many of
    these audiences it had heard about."""
    return leave_all(store, audiences, chat)


def _tag(runtime: RuntimeKey, audience: str, chat: int) -> bytes:
    return runtime.tag(f"{PURPOSE}:{audience}", chat)


def _locked(runtime: RuntimeKey, tag: bytes, chat: int, quiet: Quiet | None) -> bytes:
    hours = [f"{quiet.start:%H:%M}", f"{quiet.end:%H:%M}"] if quiet else None
    return runtime.lock(json.dumps([chat, hours]).encode(), Row("subscriptions", tag))


def _opened(runtime: RuntimeKey, row: SubscriptionRow | None) -> Recipient | None:
    opened = runtime.opened(row.body, Row("subscriptions", row.tag)) if row is not None else None
    if row is None or opened is None:
        return None
    chat, hours = json.loads(opened)
    quiet = Quiet(*map(time.fromisoformat, hours)) if hours else None
    return Recipient(row.tag, chat, quiet)
