"""What locks and seals promise."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl import bindings as sodium

from services.keys import sealing
from services.keys.sealing import CannotOpen, NoMemory, NotTrusted, Row, RuntimeKey, SymmetricKey, TooLarge, VerifyKey
from tests.support import costs, no_memory

KEYS = sealing.new_key_pair()
OTHERS = sealing.new_key_pair()
SIGNING = sealing.new_signing_pair()
SECRET = SymmetricKey(sealing.random_bytes(32))


@given(st.binary(max_size=5000))
def test_what_is_sealed_opens_with_its_key_and_with_no_other(body: bytes) -> None:
    sealed = sealing.seal(body, KEYS.public)
    assert sealing.unseal(sealed, KEYS) == body
    with pytest.raises(CannotOpen):
        sealing.unseal(sealed, OTHERS)


@pytest.mark.parametrize(
    ("length", "size"),
    [(0, 1024), (1, 1024), (1023, 1024), (1024, 4096), (4095, 4096), (4096, 16384), (16384, 65536), (65535, 65536)],
)
def test_a_sealed_body_has_one_of_four_sizes(length: int, size: int) -> None:
    assert len(sealing.seal(b"x" * length, KEYS.public)) == size + 48
    assert sealing.unseal(sealing.seal(b"x" * length, KEYS.public), KEYS) == b"x" * length


def test_a_body_of_64_kib_is_refused_with_its_size() -> None:
    with pytest.raises(TooLarge) as refused:
        sealing.seal(b"x" * 65536, KEYS.public)
    assert (refused.value.size, refused.value.limit) == (65536, 65535)


@given(st.data())
def test_one_changed_bit_anywhere_keeps_a_seal_and_a_lock_shut(data: st.DataObject) -> None:
    ways: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
        (sealing.seal(b"secret", KEYS.public), lambda changed: sealing.unseal(changed, KEYS)),
        (sealing.lock(b"secret", SECRET), lambda changed: sealing.unlock(changed, SECRET)),
    )
    for shut, opens in ways:
        at = data.draw(st.integers(0, len(shut) * 8 - 1))
        changed = bytearray(shut)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(CannotOpen):
            opens(bytes(changed))


@pytest.mark.parametrize("broken", [b"", b"short", b"x" * 47, b"x" * 48, b"x" * 2000])
def test_bytes_that_were_never_sealed_are_refused_and_nothing_worse(broken: bytes) -> None:
    with pytest.raises(CannotOpen):
        sealing.unseal(broken, KEYS)
    with pytest.raises(CannotOpen):
        sealing.unlock(broken, SECRET)


def test_an_unpadded_seal_is_not_taken_for_a_padded_one() -> None:
    with pytest.raises(CannotOpen):
        sealing.unseal(sealing.seal_plain(b"x" * 32, KEYS.public), KEYS)
    with pytest.raises(CannotOpen):
        sealing.unseal(sealing.seal_plain(b"\0" * 1024, KEYS.public), KEYS)
    with pytest.raises(CannotOpen):
        sealing.unseal(sealing.seal_plain(b"hi" + b"\x80" + b"\0" * 29, KEYS.public), KEYS)


@given(st.binary(max_size=1000))
def test_what_is_locked_opens_again_and_its_length_is_rounded(body: bytes) -> None:
    locked = sealing.lock(body, SECRET)
    assert sealing.unlock(locked, SECRET) == body
    assert (len(locked) - 40) % 256 == 0


def test_a_signature_holds_for_its_message_and_key_alone() -> None:
    signature = sealing.sign(b"message", SIGNING.seed)
    sealing.check(b"message", signature, SIGNING.verify)
    for message, mark, key in (
        (b"another", signature, SIGNING.verify),
        (b"message", signature[:-1] + bytes([signature[-1] ^ 1]), SIGNING.verify),
        (b"message", b"", SIGNING.verify),
        (b"message", signature, sealing.new_signing_pair().verify),
        (b"ge", signature + b"messa", SIGNING.verify),
        (b"message", signature, VerifyKey(b"short")),
    ):
        with pytest.raises(NotTrusted):
            sealing.check(message, mark, key)


@given(st.lists(st.binary(max_size=8), max_size=4), st.lists(st.binary(max_size=8), max_size=4))
def test_two_statements_are_the_same_bytes_only_when_their_parts_are(some: list[bytes], others: list[bytes]) -> None:
    same = sealing.statement("a", *some) == sealing.statement("a", *others)
    assert same == (some == others)
    assert sealing.statement("a", *some) != sealing.statement("b", *some)


def test_tags_of_different_purposes_and_keys_do_not_join() -> None:
    runtime, another = RuntimeKey.generate(), RuntimeKey.generate()
    tags = {runtime.tag("conversation", 7), runtime.tag("trace", 7), runtime.tag("trace", 8), another.tag("trace", 7)}
    assert len(tags) == 4
    assert runtime.tag("trace", 7) == RuntimeKey(runtime.secret).tag("trace", 7)


def test_the_running_bot_opens_what_the_desk_sealed_to_it() -> None:
    runtime = RuntimeKey.generate()
    assert sealing.unseal(sealing.seal(b"notice", runtime.public), RuntimeKey(runtime.secret).box) == b"notice"
    row = Row("conversations", b"tag")
    locked = runtime.lock(b"talk", row)
    assert RuntimeKey(runtime.secret).unlock(locked, row) == b"talk"


@pytest.mark.parametrize(
    "elsewhere", [Row("traces", b"tag"), Row("conversations", b"gat"), Row("conversationst", b"ag")]
)
def test_what_is_locked_for_one_row_opens_in_no_other(elsewhere: Row) -> None:
    runtime = RuntimeKey.generate()
    locked = runtime.lock(b"talk", Row("conversations", b"tag"))
    assert runtime.opened(locked, elsewhere) is None
    with pytest.raises(CannotOpen):
        runtime.unlock(locked, elsewhere)


def test_a_runtime_key_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(CannotOpen):
        RuntimeKey(b"too short")


def test_no_repr_shows_a_secret() -> None:
    runtime = RuntimeKey.generate()
    shown = repr([KEYS, SIGNING, runtime, runtime.box])
    for secret in (KEYS.private, SIGNING.seed, runtime.secret, runtime.box.private):
        assert repr(secret)[2:-1] not in shown
        assert secret.hex() not in shown


def test_the_slow_derivations_are_as_slow_as_promised() -> None:
    assert costs.TRUE_RECEIPT == (2, 64 * 2**20)
    assert costs.TRUE_PASSPHRASE == (3, 256 * 2**20)


def test_a_derivation_depends_on_words_and_salt_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "RECEIPT_COST", costs.TRUE_RECEIPT)
    salt, other = b"s" * 16, b"t" * 16
    first = sealing.stretch_receipt("1" * 18, salt)
    assert first == sealing.stretch_receipt("1" * 18, salt)
    assert len({first, sealing.stretch_receipt("1" * 18, other), sealing.stretch_receipt("2" * 18, salt)}) == 3


def test_keys_made_from_the_same_seed_are_the_same() -> None:
    assert sealing.new_key_pair(KEYS.private) == KEYS
    assert sealing.new_signing_pair(SIGNING.seed) == SIGNING
    assert sealing.new_key_pair() != sealing.new_key_pair()


def test_no_two_locks_share_a_keystream_even_of_one_body_under_one_key() -> None:
    locked = [sealing.lock(b"the same words", SECRET) for _ in range(200)]
    assert len({each[:24] for each in locked}) == len(locked), "the nonce lies in front"
    assert len({each[24:] for each in locked}) == len(locked)


@pytest.mark.parametrize("stretch", [sealing.stretch_receipt, sealing.stretch_passphrase])
def test_where_there_is_no_memory_nothing_is_derived_and_the_next_time_it_is(
    monkeypatch: pytest.MonkeyPatch, stretch: Callable[[str, bytes], bytes]
) -> None:
    with monkeypatch.context() as meanwhile:
        for failure in no_memory.FAILURES:
            no_memory.strike(meanwhile, failure)
            with pytest.raises(NoMemory) as refused:
                stretch("never said aloud", b"s" * 16)
            assert refused.value.__suppress_context__, "nothing it was given is kept beside it"
    assert stretch("never said aloud", b"s" * 16)


@pytest.mark.parametrize("stretch", [sealing.stretch_receipt, sealing.stretch_passphrase])
def test_only_one_derivation_takes_memory_at_a_time(
    monkeypatch: pytest.MonkeyPatch, stretch: Callable[[str, bytes], bytes]
) -> None:
    inside: list[int] = []
    most: list[int] = []
    is_another_inside = threading.Event()

    def derive(length: int, *_: object) -> bytes:
        inside.append(1)
        most.append(len(inside))
        if len(inside) > 1:
            is_another_inside.set()
        is_another_inside.wait(0.2)
        inside.pop()
        return bytes(length)

    monkeypatch.setattr(sodium, "crypto_pwhash_alg", derive)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda secret: stretch(secret, bytes(16)), "abc"))
    assert most == [1, 1, 1]
