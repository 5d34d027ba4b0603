"""Checking `reply_markup` as Telegram does, and reading buttons out of it."""

from typing import Any

from sandbox.refusals import Refused, bad_request

MAX_BUTTONS = 100
"""Telegram publishes no such limit. Others report 100 buttons under a message, 300 on a keyboard in place of the
phone's (https://github.com/tginfo/Telegram-Limits/issues/228), 150 taken and 180 refused
(https://github.com/rubenlagus/TelegramBots/issues/218), and some 10 kB in all
(https://github.com/tginfo/Telegram-Limits/issues/187). Here the strictest number holds for both."""
MAX_CALLBACK_BYTES = 64
_ACTIONS = ("url", "callback_data", "web_app", "login_url", "copy_text", "switch_inline_query", "pay")
_ACTIONS_HERE = ("switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "callback_game")

Markup = dict[str, Any]


def check_markup(markup: Any) -> Markup | None:
    """The markup as given, or None for none. Raises Refused where Telegram would."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        _check_rows(markup["inline_keyboard"], _check_inline_button)
    elif "keyboard" in markup:
        _check_rows(markup["keyboard"], _check_text_button)
    elif not (markup.get("remove_keyboard") or markup.get("force_reply")):
        return None
    return markup


def _check_rows(rows: Any, check: Any) -> None:
    if not isinstance(rows, list):
        raise bad_request("can't parse reply keyboard markup JSON object")
    count = 0
    for row in rows:
        if not isinstance(row, list):
            raise bad_request("can't parse keyboard button: expected an Array of Array of buttons")
        count += len(row)
        for button in row:
            check(button)
    if count > MAX_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")


def _check_text_button(button: Any) -> None:
    text = button if isinstance(button, str) else button.get("text") if isinstance(button, dict) else None
    if not isinstance(text, str):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not text.strip():
        raise bad_request("keyboard button text must be non-empty")


def _check_inline_button(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not button["text"].strip():
        raise _invalid("inline keyboard button text must be non-empty")
    data = button.get("callback_data")
    if data is not None:
        if not 1 <= len(str(data).encode()) <= MAX_CALLBACK_BYTES:
            raise _invalid("BUTTON_DATA_INVALID")
    elif not any(action in button for action in _ACTIONS + _ACTIONS_HERE):
        raise _invalid("text buttons are unallowed in the inline keyboard")


def _invalid(what: str) -> Refused:
    return bad_request(what)


def is_inline(markup: Markup | None) -> bool:
    return markup is not None and "inline_keyboard" in markup


def button_label(button: Any) -> str:
    return button if isinstance(button, str) else str(button["text"])
