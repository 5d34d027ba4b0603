"""What the bot is called and offers: getMe, commands per scope and language, descriptions, the menu button."""

import json
import re
from functools import partial
from typing import Any

from sandbox.methods.table import method, without_parameters
from sandbox.parameters import Parameters, chat_id, flag, string, structure
from sandbox.refusals import bad_request
from sandbox.room import JSON, PracticeRoom

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_TEXTS = {
    "name": ("names", 64),
    "description": ("descriptions", 512),
    "short_description": ("short_descriptions", 120),
}


def get_me(room: PracticeRoom) -> JSON:
    return room.bot.as_user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def delete_webhook(room: PracticeRoom, parameters: Parameters) -> bool:
    if flag(parameters, "drop_pending_updates"):
        room.updates.drop()
    return True


def get_webhook_info(room: PracticeRoom) -> JSON:
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(room.updates)}


def _language(parameters: Parameters) -> str:
    """Telegram takes two-letter codes only: no 'ckb', no 'fil'."""
    code = string(parameters, "language_code")
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _scope(parameters: Parameters) -> str:
    scope: Any = structure(parameters, "scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(scope, dict) or "type" not in scope:
        raise bad_request("can't parse BotCommandScope: BotCommandScope must be an Object")
    return json.dumps(scope, sort_keys=True)


def set_commands(room: PracticeRoom, parameters: Parameters) -> bool:
    commands: Any = structure(parameters, "commands", "commands") or []
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    room.bot.commands[_scope(parameters), _language(parameters)] = commands
    return True


def get_commands(room: PracticeRoom, parameters: Parameters) -> list[JSON]:
    return room.bot.commands.get((_scope(parameters), _language(parameters)), [])


def delete_commands(room: PracticeRoom, parameters: Parameters) -> bool:
    room.bot.commands.pop((_scope(parameters), _language(parameters)), None)
    return True


def shown_commands(room: PracticeRoom, chat: int, language: str | None) -> list[JSON]:
    """What a phone's menu lists, by Telegram's order: this chat, all private chats, default; its language, then any."""
    scopes = ({"type": "chat", "chat_id": chat}, {"type": "all_private_chats"}, {"type": "default"})
    for scope in scopes:
        for code in ((language or "")[:2], ""):
            commands = room.bot.commands.get((json.dumps(scope, sort_keys=True), code))
            if commands:
                return commands
    return []


def set_text(field: str, room: PracticeRoom, parameters: Parameters) -> bool:
    store, longest = _TEXTS[field]
    text = string(parameters, field)
    if len(text) > longest:
        raise bad_request(f"bot {field.replace('_', ' ')} is too long")
    getattr(room.bot, store)[_language(parameters)] = text
    return True


def get_text(field: str, room: PracticeRoom, parameters: Parameters) -> JSON:
    texts = getattr(room.bot, _TEXTS[field][0])
    missing = room.bot.name if field == "name" else ""
    return {field: texts.get(_language(parameters)) or texts.get("") or missing}


def get_chat(room: PracticeRoom, parameters: Parameters) -> JSON:
    chat = room.known(chat_id(parameters))
    return chat.as_json | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}


_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def set_menu_button(room: PracticeRoom, parameters: Parameters) -> bool:
    button: Any = structure(parameters, "menu_button", "MenuButton") or {"type": "default"}
    room.bot.menu_buttons[chat_id(parameters) or None] = button
    return True


def get_menu_button(room: PracticeRoom, parameters: Parameters) -> JSON:
    chat = chat_id(parameters) or None
    return room.bot.menu_buttons.get(chat) or room.bot.menu_buttons.get(None) or {"type": "commands"}


METHODS = {
    "getMe": without_parameters(get_me),
    "logOut": without_parameters(lambda _: True),
    "close": without_parameters(lambda _: True),
    "deleteWebhook": method(delete_webhook, "drop_pending_updates"),
    "getWebhookInfo": without_parameters(get_webhook_info),
    "setMyCommands": method(set_commands, "commands scope language_code"),
    "getMyCommands": method(get_commands, "scope language_code"),
    "deleteMyCommands": method(delete_commands, "scope language_code"),
    "setMyName": method(partial(set_text, "name"), "name language_code"),
    "getMyName": method(partial(get_text, "name"), "language_code"),
    "setMyDescription": method(partial(set_text, "description"), "description language_code"),
    "getMyDescription": method(partial(get_text, "description"), "language_code"),
    "setMyShortDescription": method(partial(set_text, "short_description"), "short_description language_code"),
    "getMyShortDescription": method(partial(get_text, "short_description"), "language_code"),
    "getChat": method(get_chat, "chat_id"),
    "setChatMenuButton": method(set_menu_button, "chat_id menu_button"),
    "getChatMenuButton": method(get_menu_button, "chat_id"),
}
