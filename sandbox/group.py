"""A simple group of phones and the bot, for what differs there: the id's sign, the title, the stricter limit."""

from sandbox.entities import found_entities
from sandbox.messages import ChatMessage
from sandbox.phone import Phone
from sandbox.room import JSON, PracticeRoom


class Group:
    """Made by `Sandbox.group`. The bot hears everything said, as one whose privacy mode is off."""

    def __init__(self, room: PracticeRoom, chat_id: int, title: str, members: list[Phone]) -> None:
        self._room = room
        self.chat = chat_id
        self.title = title
        self.members = members
        as_chat = {"id": chat_id, "title": title, "type": "group", "all_members_are_administrators": False}
        self.server_chat = room.open_chat(chat_id, as_chat, [], met=True)

    @property
    def messages(self) -> list[ChatMessage]:
        return list(self.server_chat.messages.values())

    async def send(self, phone: Phone, text: str) -> int:
        """A member says something in the group; returns the message id."""
        if phone not in self.members:
            raise ValueError("only a member can write in a group")
        content: JSON = {"text": text}
        entities = found_entities(text)
        if entities:
            content["entities"] = entities
        return self._room.hear(self.server_chat, phone.as_user, content).id
