"""A pretend Telegram on loopback: the Bot API, phones to use it with, faults to try it by, and a page to watch.

For tests, benchmarks and the training room. It is as ignorant of the bot as Telegram is: it imports nothing of this
project. Nothing in it is for production.
"""

from sandbox.faults import FaultRule
from sandbox.group import Group
from sandbox.ledger import Ledger, LedgerEntry
from sandbox.messages import ChatMessage
from sandbox.phone import NoSuchButton, Phone
from sandbox.server import DEFAULT_TOKEN, Sandbox, new_token

__all__ = [
    "DEFAULT_TOKEN",
    "ChatMessage",
    "FaultRule",
    "Group",
    "Ledger",
    "LedgerEntry",
    "NoSuchButton",
    "Phone",
    "Sandbox",
    "new_token",
]
