"""What a form leaves to chance is another for each person, and for one person the same to the end."""

import secrets

from services.request import Request


def new_seed() -> str:
    """Says nothing of who it is for: forms may send along what they make of it."""
    return secrets.token_hex(8)


def same_again(_request: Request, seed: str) -> str:
    """The rule by which a turn remembers a seed: when its update comes again, so does the seed."""
    return seed
