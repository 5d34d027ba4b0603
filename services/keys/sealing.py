"""Locks, seals, signatures and slow derivations: with `streams` and `steward_box` the only file that knows libsodium.

Knows no table, no report and no person: bytes in, bytes out. What is bound to what (identifiers, months,
compartments) is the business of those who call. Keys have types of their own so that mypy catches a mix-up, and no
repr shows a secret.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from threading import Lock
from typing import Final, NamedTuple, NewType

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from services.errors import Refusal

PublicKey = NewType("PublicKey", bytes)
PrivateKey = NewType("PrivateKey", bytes)
VerifyKey = NewType("VerifyKey", bytes)
SigningKey = NewType("SigningKey", bytes)
"""The 32-byte Ed25519 seed (RFC 8032)."""
SymmetricKey = NewType("SymmetricKey", bytes)
Sealed = NewType("Sealed", bytes)
Signature = NewType("Signature", bytes)

SIZES: Final = (1024, 4096, 16384, 65536)
"""The only lengths a sealed body can have before sealing: what is inside does not show in the size."""
LOCK_STEP: Final = 256
"""Locked bodies are padded to multiples of this many bytes."""


class Cost(NamedTuple):
    """What one Argon2id derivation (RFC 9106) costs: passes over the memory, and bytes of memory."""

    passes: int
    memory: int


RECEIPT_COST: Cost = Cost(
    sodium.crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE, sodium.crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE
)
PASSPHRASE_COST: Cost = Cost(
    sodium.crypto_pwhash_argon2id_OPSLIMIT_MODERATE, sodium.crypto_pwhash_argon2id_MEMLIMIT_MODERATE
)
SALT_BYTES: Final = sodium.crypto_pwhash_SALTBYTES
_SIGNATURE_BYTES: Final = sodium.crypto_sign_BYTES
_NONCE_BYTES: Final = sodium.crypto_secretbox_NONCEBYTES
_one_derivation_at_a_time = Lock()


class CannotOpen(Refusal):
    """The key does not fit, or the bytes were changed. Which of the two cannot be known."""


class NoMemory(Refusal):
    """The machine has no room for a derivation at this moment. Nothing was changed; a moment later it may have."""


class NotTrusted(Refusal):
    """A signature is missing, or is not that of the expected key."""


@dataclass(eq=False)
class TooLarge(Refusal):
    """The body is longer than the largest size that is sealed."""

    size: int
    limit: int


@dataclass(frozen=True, slots=True)
class KeyPair:
    """X25519: seal to the public half, open with the private half."""

    private: PrivateKey = field(repr=False)
    public: PublicKey


@dataclass(frozen=True, slots=True)
class SigningPair:
    """Ed25519: sign with the seed, check with the verify key."""

    seed: SigningKey = field(repr=False)
    verify: VerifyKey


def random_bytes(count: int) -> bytes:
    """Bytes nobody can guess."""
    return secrets.token_bytes(count)


def new_key_pair(private: bytes | None = None) -> KeyPair:
    """A fresh key pair, or the one that belongs to these 32 private bytes."""
    half = private if private is not None else random_bytes(32)
    return KeyPair(PrivateKey(half), PublicKey(sodium.crypto_scalarmult_base(half)))


def new_signing_pair(seed: bytes | None = None) -> SigningPair:
    """A fresh signing pair, or the one that belongs to this 32-byte seed."""
    half = seed if seed is not None else random_bytes(32)
    verify, _ = sodium.crypto_sign_seed_keypair(half)
    return SigningPair(SigningKey(half), VerifyKey(verify))


def seal_plain(body: bytes, to: PublicKey) -> Sealed:
    """Seal to a public key (libsodium sealed box), 48 bytes longer than the body: the size shows."""
    return Sealed(sodium.crypto_box_seal(body, to))


def unseal_plain(sealed: bytes, keys: KeyPair) -> bytes:
    """Inverse of `seal_plain`. Raises CannotOpen."""
    try:
        return sodium.crypto_box_seal_open(sealed, keys.public, keys.private)
    except (CryptoError, TypeError, ValueError) as error:
        raise CannotOpen from error


def seal(body: bytes, to: PublicKey) -> Sealed:
    """Pad to 1, 4, 16 or 64 KiB and seal. Raises TooLarge for 64 KiB and more."""
    for size in SIZES:
        if len(body) < size:
            return seal_plain(sodium.sodium_pad(body, size), to)
    raise TooLarge(len(body), SIZES[-1] - 1)


def unseal(sealed: bytes, keys: KeyPair) -> bytes:
    """Inverse of `seal`. Raises CannotOpen."""
    padded = unseal_plain(sealed, keys)
    if len(padded) not in SIZES:
        raise CannotOpen
    return _unpadded(padded, len(padded))


def lock(body: bytes, key: SymmetricKey) -> bytes:
    """Pad to a multiple of 256 bytes and lock with a secret key (secretbox, random nonce in front)."""
    nonce = random_bytes(_NONCE_BYTES)
    return nonce + sodium.crypto_secretbox(sodium.sodium_pad(body, LOCK_STEP), nonce, key)


def unlock(locked: bytes, key: SymmetricKey) -> bytes:
    """Inverse of `lock`. Raises CannotOpen."""
    try:
        padded = sodium.crypto_secretbox_open(locked[_NONCE_BYTES:], locked[:_NONCE_BYTES], key)
    except (CryptoError, TypeError, ValueError) as error:
        raise CannotOpen from error
    return _unpadded(padded, LOCK_STEP)


def _unpadded(padded: bytes, step: int) -> bytes:
    try:
        return sodium.sodium_unpad(padded, step)
    except (CryptoError, TypeError, ValueError) as error:
        raise CannotOpen from error


def statement(purpose: str, *parts: bytes) -> bytes:
    """What is signed or tagged: the purpose and each part behind its length, so that no two meanings share bytes."""
    return b"".join([each for piece in (purpose.encode(), *parts) for each in (len(piece).to_bytes(4, "big"), piece)])


def sign(message: bytes, key: SigningKey) -> Signature:
    """The detached Ed25519 signature (64 bytes)."""
    _, expanded = sodium.crypto_sign_seed_keypair(key)
    return Signature(sodium.crypto_sign(message, expanded)[:_SIGNATURE_BYTES])


def check(message: bytes, signature: bytes, key: VerifyKey) -> None:
    """Raises NotTrusted unless the signature over exactly this message is by this key."""
    try:
        if len(signature) != _SIGNATURE_BYTES:
            raise NotTrusted
        sodium.crypto_sign_open(signature + message, key)
    except (CryptoError, TypeError, ValueError) as error:
        raise NotTrusted from error


def keyed_tag(key: SymmetricKey, purpose: str, value: bytes) -> bytes:
    """32 bytes (HMAC-SHA256) by which only the key's holder can look the value up; purposes do not join."""
    return hmac.digest(key, statement(purpose, value), "sha256")


def derive(seed: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose from a seed of 16 to 64 bytes (keyed BLAKE2b); purposes do not show each other."""
    return blake2b(purpose.encode(), key=seed, digest_size=32).digest()


def stretch_receipt(digits: str, salt: bytes) -> bytes:
    """A 32-byte seed from a receipt's digits, slowly (Argon2id INTERACTIVE: 64 MiB). One at a time. Raises NoMemory."""
    return _stretch(32, digits, salt, RECEIPT_COST)


def stretch_passphrase(words: str, salt: bytes) -> bytes:
    """A 64-byte seed from a passphrase, slowly (Argon2id MODERATE: 256 MiB). One at a time. Raises NoMemory."""
    return _stretch(64, words, salt, PASSPHRASE_COST)


def _stretch(length: int, secret: str, salt: bytes, cost: Cost) -> bytes:
    with _one_derivation_at_a_time:
        try:
            return sodium.crypto_pwhash_alg(
                length, secret.encode(), salt, cost.passes, cost.memory, sodium.crypto_pwhash_ALG_ARGON2ID13
            )
        except (MemoryError, RuntimeError):  # of the second kind is what libsodium says when it gets no memory
            raise NoMemory from None


class Row(NamedTuple):
    """Where something lies: a table, and the key of a row of it (several columns one after the other)."""

    table: str
    key: bytes = b""


def numbered_row(table: str, number: int) -> Row:
    """A row whose key is a number."""
    return Row(table, str(number).encode())


@dataclass(frozen=True)
class RuntimeKey:
    """The running bot's own key, from a file apart from the database: what it must reach without staff."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != 32:
            raise CannotOpen

    @classmethod
    def generate(cls) -> "RuntimeKey":
        """A fresh key of 32 bytes."""
        return cls(random_bytes(32))

    @property
    def public(self) -> PublicKey:
        """What others (the desk) seal to, for the bot to open."""
        return self.box.public

    @cached_property
    def box(self) -> KeyPair:
        """Opens what was sealed to the bot."""
        return new_key_pair(derive(self.secret, "amana runtime box"))

    @cached_property
    def _tag_key(self) -> SymmetricKey:
        return SymmetricKey(derive(self.secret, "amana runtime tags"))

    @cached_property
    def _row_key(self) -> SymmetricKey:
        return SymmetricKey(derive(self.secret, "amana runtime rows"))

    @cached_property
    def _unbound_key(self) -> SymmetricKey:
        return SymmetricKey(derive(self.secret, "amana runtime lock"))

    def tag(self, purpose: str, chat: int) -> bytes:
        """32 bytes under which the chat's row of this purpose is found."""
        return keyed_tag(self._tag_key, purpose, str(chat).encode())

    def pseudonym(self, purpose: str, value: str) -> bytes:
        """16 bytes that stand for a value which is no chat: rows that share it can be found together."""
        return keyed_tag(self._tag_key, purpose, value.encode())[:16]

    def mark(self, purpose: str, value: bytes) -> bytes:
        """32 bytes that nobody makes of this value without the key: for what everybody may read."""
        return keyed_tag(self._tag_key, purpose, value)

    def lock(self, body: bytes, row: Row) -> bytes:
        """Lock for the bot alone, padded to a multiple of 256 bytes. It opens in this row and in no other (0078)."""
        nonce, padded = random_bytes(_NONCE_BYTES), sodium.sodium_pad(body, LOCK_STEP)
        return nonce + sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, _beside(row), nonce, self._row_key)

    def unlock(self, locked: bytes, row: Row) -> bytes:
        """Inverse of `lock`. Raises CannotOpen."""
        nonce, body = locked[:_NONCE_BYTES], locked[_NONCE_BYTES:]
        try:
            padded = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(body, _beside(row), nonce, self._row_key)
        except (CryptoError, TypeError, ValueError) as error:
            raise CannotOpen from error
        return _unpadded(padded, LOCK_STEP)

    def opened(self, locked: bytes | None, row: Row) -> bytes | None:
        """What is inside; None for nothing, and for what another key has locked, or for another row."""
        try:
            return None if locked is None else self.unlock(locked, row)
        except CannotOpen:
            return None

    def unlock_unbound(self, locked: bytes) -> bytes:
        """What was locked before rows were bound: it would open anywhere. Raises CannotOpen."""
        return unlock(locked, self._unbound_key)


def _beside(row: Row) -> bytes:
    return statement(row.table, row.key)
