"""A box that stewards alone open, and anybody can lay something into who knows the pinned key.

The organisation's signing key (Ed25519), which every steward holds, turned into a key pair to seal to (X25519, as
libsodium converts them): so nothing has to be handed out, stored or signed for it, and two recovery shares open it too.
"""

from nacl import bindings as sodium

from services.keys.sealing import KeyPair, PublicKey, SigningPair, VerifyKey, new_key_pair


def public_half(pinned: VerifyKey) -> PublicKey:
    """What is sealed to."""
    return PublicKey(sodium.crypto_sign_ed25519_pk_to_curve25519(pinned))


def steward_box(organisation: SigningPair) -> KeyPair:
    """What opens it."""
    _, expanded = sodium.crypto_sign_seed_keypair(organisation.seed)
    return new_key_pair(sodium.crypto_sign_ed25519_sk_to_curve25519(expanded))
