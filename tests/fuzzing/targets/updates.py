"""Every kind of update that the Bot API has, bent: none of them may keep the next person from being answered."""

import copy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

from sandbox.updates import Update
from tests.fuzzing.bending import as_json, bent
from tests.fuzzing.campaign import Strike
from tests.fuzzing.targets.running import Room, a_room

AT_ONCE = 12
CHATS = 700_000
USER = {"id": CHATS, "is_bot": False, "first_name": "Somebody", "language_code": "ar", "username": "somebody"}
CHAT = {"id": CHATS, "type": "private", "first_name": "Somebody"}
GROUP = {"id": -100_700_000, "type": "supergroup", "title": "A group", "is_forum": True}
MESSAGE: dict[str, Any] = {"message_id": 5, "date": 1_772_700_000, "chat": CHAT, "from": USER}
PLACE = {"latitude": 33.1, "longitude": 44.2, "horizontal_accuracy": 10.5, "live_period": 60}
FILE = {"file_id": "x" * 40, "file_unique_id": "y" * 12, "file_size": 1000}
SAID: tuple[dict[str, Any], ...] = (
    {"text": "/start", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]},
    {"text": "/start forum_main", "entities": []},
    {"text": "Soldiers came last night"},
    {"text": "📝 Report a safety concern"},
    {"text": "123 456 789 012 345 678"},
    {"text": "🔎 Find help"},
    {"text": "/forget"},
    {"photo": [FILE | {"width": 90, "height": 90}], "caption": "They took him", "media_group_id": "77"},
    {"voice": FILE | {"duration": 3, "mime_type": "audio/ogg"}},
    {"video_note": FILE | {"duration": 3, "length": 240}},
    {"document": FILE | {"file_name": "list.pdf"}, "caption": "a list"},
    {"sticker": FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
    {"location": PLACE},
    {"venue": {"location": PLACE, "title": "Hall", "address": "Block C"}, "location": PLACE},
    {"contact": {"phone_number": "0", "first_name": "Somebody"}},
    {"poll": {"id": "1", "question": "?", "options": [{"text": "a", "voter_count": 0}], "type": "regular"}},
    {"dice": {"emoji": "🎲", "value": 3}},
    {"text": "forwarded", "forward_origin": {"type": "user", "date": 1, "sender_user": USER}},
    {"text": "reply", "reply_to_message": MESSAGE | {"text": "before"}, "quote": {"text": "bef", "position": 0}},
    {"new_chat_members": [USER]},
    {"left_chat_member": USER},
    {"pinned_message": {"chat": CHAT, "message_id": 4, "date": 0}},
    {"successful_payment": {"currency": "XTR", "total_amount": 1, "invoice_payload": "p"}},
    {"web_app_data": {"data": "x", "button_text": "y"}},
    {"giveaway": {"chats": [GROUP], "winners_selection_date": 1, "winner_count": 1}},
    {"migrate_to_chat_id": -100_700_001},
    {},
)
PRESS = {"id": "4382", "from": USER, "chat_instance": "-9", "data": "page:1"}
REACTION = {"chat": CHAT, "message_id": 5, "date": 1, "user": USER, "old_reaction": []}
MEMBER = {"chat": CHAT, "from": USER, "date": 1, "old_chat_member": {"status": "member", "user": USER}}
OTHERS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "callback_query",
        PRESS | {"message": MESSAGE | {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}}},
    ),
    ("callback_query", PRESS | {"message": {"chat": CHAT, "message_id": 5, "date": 0}}),
    ("callback_query", PRESS | {"inline_message_id": "77", "game_short_name": "x"}),
    ("edited_message", MESSAGE | {"text": "changed", "edit_date": 1_772_700_100}),
    ("channel_post", MESSAGE | {"chat": GROUP | {"type": "channel"}, "text": "x"}),
    ("edited_channel_post", MESSAGE | {"text": "x"}),
    ("business_connection", {"id": "b", "user": USER, "user_chat_id": CHATS, "date": 1, "is_enabled": True}),
    ("business_message", MESSAGE | {"business_connection_id": "b", "text": "x"}),
    ("edited_business_message", MESSAGE | {"text": "x"}),
    ("deleted_business_messages", {"business_connection_id": "b", "chat": CHAT, "message_ids": [1]}),
    ("guest_message", MESSAGE | {"text": "x"}),
    ("message_reaction", REACTION | {"new_reaction": [{"type": "emoji", "emoji": "👍"}]}),
    ("message_reaction_count", {"chat": CHAT, "message_id": 5, "date": 1, "reactions": []}),
    ("inline_query", {"id": "1", "from": USER, "query": "q", "offset": ""}),
    ("chosen_inline_result", {"result_id": "1", "from": USER, "query": "q"}),
    ("shipping_query", {"id": "1", "from": USER, "invoice_payload": "p", "shipping_address": {}}),
    ("pre_checkout_query", {"id": "1", "from": USER, "currency": "XTR", "total_amount": 1, "invoice_payload": "p"}),
    ("purchased_paid_media", {"from": USER, "paid_media_payload": "p"}),
    ("poll", {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False}),
    ("poll_answer", {"poll_id": "1", "user": USER, "option_ids": [0]}),
    ("my_chat_member", MEMBER | {"new_chat_member": {"status": "kicked", "user": USER, "until_date": 0}}),
    ("chat_member", MEMBER | {"new_chat_member": {"status": "left", "user": USER}}),
    ("chat_join_request", {"chat": GROUP, "from": USER, "user_chat_id": CHATS, "date": 1}),
    ("chat_boost", {"chat": GROUP, "boost": {"boost_id": "1", "add_date": 1, "expiration_date": 2, "source": {}}}),
    ("removed_chat_boost", {"chat": GROUP, "boost_id": "1", "remove_date": 1, "source": {}}),
    ("managed_bot", {"user": USER, "bot": USER}),
    ("something_new", {"of": {"a": ["later", "version"]}}),
)


def an_update(chance: Random) -> tuple[str, Any]:
    if chance.random() < 0.6:
        kind, body = "message", MESSAGE | {"chat": chance.choice((CHAT, GROUP))} | chance.choice(SAID)
    else:
        kind, body = chance.choice(OTHERS)
    return kind, bent(copy.deepcopy(body), chance) if chance.random() < 0.85 else body


LARGEST = 2**20
"""Letters of an update, many times what Telegram carries. A bent one may grow to more than is read of any answer."""


def queue(room: Room, kind: str, body: Any) -> None:
    """As Telegram would hand it out: whatever is in it, an update has a number."""
    updates = room.telegram.room.updates
    number = updates._next_id
    updates._next_id += 1
    payload = as_json({"update_id": number, kind: body})
    if len(payload) > LARGEST:
        return
    updates._pending.append(Update(number, kind, CHATS, payload, room.telegram.clock.now() + 3600))
    updates.let_go()


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Strike]:
    async with a_room(folder) as room:

        async def strike(chance: Random) -> None:
            with room.unharmed():
                for _ in range(AT_ONCE):
                    queue(room, *an_update(chance))
                await room.honest()
                await room.telegram.confirmed(60)

        yield strike
