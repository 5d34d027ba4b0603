"""A machine that has no memory left for a slow derivation (Argon2id)."""

from typing import Final

import nacl.exceptions
import pytest
from nacl import bindings as sodium

FAILURES: Final = (nacl.exceptions.RuntimeError("Unexpected failure in key derivation"), MemoryError())
"""What libsodium says then, and what Python does."""


def strike(monkeypatch: pytest.MonkeyPatch, failure: Exception = FAILURES[0]) -> None:
    """From now on, in this process."""

    def fail(*_: object) -> bytes:
        raise failure

    monkeypatch.setattr(sodium, "crypto_pwhash_alg", fail)
