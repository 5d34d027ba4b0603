"""Slow derivations (Argon2id, scrypt) at hardly any cost: at their true cost they were most of the time of the tests.

Nothing in the product reads this. What the true cost is, `tests/services/keys/test_sealing.py` says; the practice room
and the canary are founded, unlocked and reported to at it.
"""

from services.keys import age, sealing
from services.keys.sealing import Cost

TRUE_WORK_FACTOR = age.WORK_FACTOR
TRUE_RECEIPT, TRUE_PASSPHRASE = sealing.RECEIPT_COST, sealing.PASSPHRASE_COST
CHEAP = Cost(1, 8192)


def make_cheap() -> None:
    """From now on, in this process."""
    sealing.RECEIPT_COST = sealing.PASSPHRASE_COST = CHEAP
    age.WORK_FACTOR = 10
