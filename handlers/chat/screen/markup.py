"""Buttons as Telegram takes them, from rows of labels."""

from collections.abc import Sequence

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

Keyboard = Sequence[Sequence[str]]
Pages = Sequence[Sequence[tuple[str, str]]]
"""Rows of buttons under a message, for reading on: label, and what comes back (callback_data: 1 to 64 bytes)."""
Markup = ReplyKeyboardMarkup | ReplyKeyboardRemove | InlineKeyboardMarkup
REMOVE_KEYBOARD: Keyboard = ()


class WhereLabel(str):
    """The label of a button that sends where the person is, after the phone has asked them (Bot API,
    KeyboardButton.request_location)."""

    __slots__ = ()


class TickLabel(str):
    """The label of something that is switched on and off: it says which way a press is meant, and several may be
    pressed before the first is answered."""

    __slots__ = ()


def has_ticks(keyboard: Keyboard) -> bool:
    """Whether anything on it is switched on and off."""
    return any(isinstance(label, TickLabel) for row in keyboard for label in row)


def under(pages: Pages) -> InlineKeyboardMarkup:
    """Buttons under a message."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in pages]
    )


def markup(keyboard: Keyboard | None) -> ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    """Buttons in place of the phone's keyboard: None leaves those that are shown, none at all removes them."""
    if keyboard is None:
        return None
    if not keyboard:
        return ReplyKeyboardRemove()
    buttons = [[KeyboardButton(label, request_location=_asks_where(label)) for label in row] for row in keyboard]
    return ReplyKeyboardMarkup(buttons, resize_keyboard=True, is_persistent=True)


def _asks_where(label: str) -> bool | None:
    return isinstance(label, WhereLabel) or None
