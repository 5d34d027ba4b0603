"""What a receipt promises to the person who keeps it."""

import threading
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.keys.sealing import NoMemory, new_key_pair
from services.reports import receipts
from services.reports.receipts import NotAReceipt, Receipt, ReceiptPool, new_check_words, new_receipt, read_receipt
from tests.support import no_memory
from tests.support.patience import waits_until

SALT = b"salt of the site"
DIGITS = st.integers(0, 10**16 - 1).map(lambda body: _with_check(f"{body:016d}"))
SCRIPTS = sorted({ord(c) for c in map(chr, range(0x110000)) if unicodedata.decimal(c, None) == 0})


def _with_check(body: str) -> str:
    """ISO 7064 MOD 97-10, worked out another way: the check digits make the whole number 1 modulo 97."""
    return next(f"{body}{check:02d}" for check in range(2, 99) if int(f"{body}{check:02d}") % 97 == 1)


@given(DIGITS)
def test_a_receipt_is_read_back_as_it_was_shown(digits: str) -> None:
    receipt = read_receipt(digits)
    assert receipt.shown == " ".join(digits[i : i + 3] for i in range(0, 18, 3))
    assert read_receipt(receipt.shown) == receipt


@given(DIGITS)
def test_every_single_wrong_digit_is_noticed(digits: str) -> None:
    for place in range(18):
        for wrong in "0123456789":
            if wrong != digits[place]:
                with pytest.raises(NotAReceipt):
                    read_receipt(digits[:place] + wrong + digits[place + 1 :])


@given(DIGITS)
def test_every_swap_of_neighbours_is_noticed(digits: str) -> None:
    for place in range(17):
        first, second = digits[place], digits[place + 1]
        if first != second:
            with pytest.raises(NotAReceipt):
                read_receipt(digits[:place] + second + first + digits[place + 2 :])


@given(DIGITS, st.sampled_from(SCRIPTS))
def test_any_script_of_the_world_will_do(digits: str, zero: int) -> None:
    written = "".join(chr(zero + int(digit)) for digit in digits)
    assert read_receipt(written).digits == digits


def test_scripts_may_be_mixed_in_one_receipt() -> None:
    digits = _with_check("4711471147114711")
    mixed = "".join(chr([0x30, 0x660, 0x6F0][i % 3] + int(d)) for i, d in enumerate(digits))
    assert read_receipt(mixed).digits == digits


@given(
    DIGITS,
    st.lists(
        st.sampled_from(list(" -–—_.,:/\n\t\r·\u00a0\u200c\u200d\u200e\u200f\u2060\ufeff\u202b\u202c\u2068\u2069")),
        min_size=19,
        max_size=19,
    ),
)
def test_what_stands_between_digits_does_not_matter(digits: str, between: list[str]) -> None:
    written = "".join(mark + digit for mark, digit in zip(between, [*digits, ""], strict=True))
    assert read_receipt(written).digits == digits


def test_digits_drawn_as_keycaps_are_read() -> None:
    digits = _with_check("0000111122223333")
    assert read_receipt("".join(f"{digit}\ufe0f\u20e3" for digit in digits)).digits == digits


@pytest.mark.parametrize("text", ["", " ", "hello", "12", "1" * 18, "1" * 17, "1" * 19, "²" * 18, "½" * 18, "/mailbox"])
def test_anything_else_is_no_receipt(text: str) -> None:
    with pytest.raises(NotAReceipt):
        read_receipt(text)


def test_words_beside_the_digits_make_it_no_receipt() -> None:
    shown = new_receipt().shown
    with pytest.raises(NotAReceipt):
        read_receipt(f"my code is {shown}")


def test_receipts_are_not_repeated_and_use_every_digit() -> None:
    made = {new_receipt().digits for _ in range(2000)}
    assert len(made) == 2000
    assert {digits[0] for digits in made} == set("0123456789")


def test_no_repr_or_text_of_a_receipt_shows_its_digits() -> None:
    receipt = new_receipt()
    ready = receipts.Ready(receipt, receipts.MailboxKeys(b"t" * 32, new_key_pair()))
    for shown in (repr(receipt), str(receipt), f"{receipt}", repr(ready)):
        assert receipt.digits not in shown
        assert receipt.shown not in shown


def test_a_receipt_always_leads_to_the_same_mailbox_and_another_to_another() -> None:
    digits, another = Receipt(_with_check("1" * 16)), Receipt(_with_check("2" * 16))
    first = receipts.mailbox_keys(digits, SALT)
    assert first == receipts.mailbox_keys(digits, SALT)
    assert first.tag != receipts.mailbox_keys(another, SALT).tag
    assert first.tag != receipts.mailbox_keys(digits, b"another site 123").tag


def test_the_tag_gives_no_hint_of_the_key() -> None:
    keys = receipts.mailbox_keys(new_receipt(), SALT)
    assert keys.tag not in (keys.keys.private, keys.keys.public)
    assert len(keys.tag) == 32


def test_check_words_are_two_different_places_in_the_list_and_all_places_come() -> None:
    pairs = [new_check_words() for _ in range(4000)]
    assert all(first != second for first, second in pairs)
    assert {place for pair in pairs for place in pair} == set(range(receipts.CHECK_WORDS))


@pytest.fixture
def quick_derivation(monkeypatch: pytest.MonkeyPatch) -> list[Receipt]:
    """Derivations that cost nothing, for tests of the pool's bookkeeping."""
    made: list[Receipt] = []
    keys = new_key_pair()

    def derive(receipt: Receipt, salt: bytes) -> receipts.MailboxKeys:
        made.append(receipt)
        return receipts.MailboxKeys(receipt.digits.encode(), keys)

    monkeypatch.setattr(receipts, "mailbox_keys", derive)
    return made


def test_the_pool_fills_up_to_its_size_and_refills_after_a_take(quick_derivation: list[Receipt]) -> None:
    with ReceiptPool(SALT, size=4) as pool:
        waits_until(lambda: pool.waiting == 4)
        assert len(quick_derivation) == 4
        pool.take()
        waits_until(lambda: pool.waiting == 4)
        assert len(quick_derivation) == 5


def test_spare_receipts_are_made_with_time_between(
    quick_derivation: list[Receipt], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "BETWEEN_SPARES", 3600.0)
    with ReceiptPool(SALT, size=2, spare=3) as pool:
        waits_until(lambda: pool.waiting == 2)
        pool.take()
        waits_until(lambda: pool.waiting == 2)
        assert len(quick_derivation) == 3
    monkeypatch.setattr(receipts, "BETWEEN_SPARES", 0.01)
    with ReceiptPool(SALT, size=2, spare=3) as pool:
        waits_until(lambda: pool.waiting == 5)


def test_an_empty_pool_derives_at_once(quick_derivation: list[Receipt]) -> None:
    with ReceiptPool(SALT, size=0) as pool:
        ready = pool.take()
        assert ready.mailbox.tag == ready.receipt.digits.encode()


def test_no_two_threads_are_given_the_same_receipt(quick_derivation: list[Receipt]) -> None:
    taken: list[str] = []
    with ReceiptPool(SALT, size=8) as pool:
        threads = [
            threading.Thread(target=lambda: taken.extend(pool.take().receipt.digits for _ in range(50)))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(taken) == len(set(taken)) == 400


def test_a_closed_pool_holds_nothing_and_leaves_no_thread(quick_derivation: list[Receipt]) -> None:
    pool = ReceiptPool(SALT, size=3)
    waits_until(lambda: pool.waiting == 3)
    pool.close()
    assert pool.waiting == 0
    assert not [thread for thread in threading.enumerate() if thread.name == "receipts"]


def test_the_pool_goes_on_once_there_is_memory_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "WITHOUT_MEMORY", 0.01)
    with monkeypatch.context() as meanwhile:
        no_memory.strike(meanwhile)
        pool = ReceiptPool(SALT, size=2)
        with pytest.raises(NoMemory):
            pool.take()
    with pool:
        waits_until(lambda: pool.waiting == 2)


def test_a_pool_without_memory_can_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    no_memory.strike(monkeypatch)
    ReceiptPool(SALT, size=2).close()


def test_a_real_pool_gives_receipts_that_open_their_mailboxes() -> None:
    with ReceiptPool(SALT, size=1) as pool:
        ready = pool.take()
    assert receipts.mailbox_keys(ready.receipt, SALT) == ready.mailbox
