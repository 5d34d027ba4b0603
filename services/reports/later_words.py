"""What a reporter says later carries a signature that only their receipt can make.

The tag by which words find their report stands in the clear, and anybody can seal to the team. So the public half of a
signing key that grows out of the receipt lies inside the sealed report: whoever writes the database has neither.
"""

import json
from collections.abc import Mapping
from typing import Any

from services.keys.sealing import NotTrusted, SigningPair, VerifyKey, check, sign, statement


def signed(voice: SigningPair, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body (JSON types) with a 'signature' (hex) over all of it."""
    return {**body, "signature": sign(_statement(body), voice.seed).hex()}


def is_said_by(key: VerifyKey, said: Mapping[str, Any]) -> bool:
    """True when whoever has the other half of the key has said exactly this."""
    content = dict(said)
    try:
        signature = bytes.fromhex(content.pop("signature"))
        check(_statement(content), signature, key)
    except (KeyError, TypeError, ValueError, NotTrusted):
        return False
    return True


def _statement(body: Mapping[str, Any]) -> bytes:
    return statement("amana reporter 1", json.dumps(body, sort_keys=True).encode())
