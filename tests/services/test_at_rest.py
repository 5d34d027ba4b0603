"""Someone who takes the file learns how many envelopes there are and in which week they came, and nothing else."""

import base64
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator

import pytest

from services.keys import keyring
from services.keys.keyring import Unlocked, signed
from services.keys.sealing import Row, numbered_row, seal
from services.reports import receipts
from services.reports.receipts import MailboxKeys, Receipt
from storage import conversations, mailbox, turns
from storage.mailbox import MailboxRow, ReplyRow
from storage.turns import HeldRow
from tests.support.vaults import Vault

pytestmark = pytest.mark.of_a_file

WORDS = {
    "sentence": "Canary sentence 8841 about the well behind the school",
    "name": "Canary-Name-Yusuf-8841",
    "zone": "canary_zone_8841",
    "arabic": "جملة لا يقرؤها أحد",
}
CHAT = 748_219_884_113


def _forms(secret: str | bytes) -> Iterator[bytes]:
    """Every form in which a text or bytes could have slipped into a file."""
    raw = secret if isinstance(secret, bytes) else secret.encode()
    yield raw
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw)
        yield encoded[4:-4] if len(encoded) > 16 else encoded
    yield base64.urlsafe_b64encode(raw).rstrip(b"=")
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    if isinstance(secret, str):
        yield secret.encode("utf-16-le")
        yield secret.encode("utf-16-be")
        yield json.dumps(secret).strip('"').encode()


def _everything_on_disk(vault: Vault) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(vault.path.parent.rglob("*")) if path.is_file())


def _live_through(vault: Vault) -> tuple[Receipt, MailboxKeys, Unlocked]:
    """A report, a staff event, a reply, a conversation, a trace, a turn and a held update."""
    receipt = receipts.new_receipt()
    box = receipts.mailbox_keys(receipt, vault.site_salt)
    caseworker = vault.unlock("caseworker")
    vault.put(
        "safety",
        {"kind": "report", "answers": dict(WORDS), "route": {"chat": CHAT}, "mailbox": {"tag": box.tag.hex()}},
    )
    vault.put("psea", {"kind": "report", "answers": dict(WORDS)})
    vault.put("safety", signed(caseworker, "event", {"kind": "event", "note": WORDS["sentence"]}))
    runtime = vault.runtime
    with vault.database.writing() as session:
        mailbox.add(session, MailboxRow(box.tag, box.keys.public, "2026-W10"))
        reply = seal(json.dumps(WORDS, ensure_ascii=False).encode(), box.keys.public)
        mailbox.add_reply(session, ReplyRow(os.urandom(16), box.tag, "2026-W10", reply))
        said = json.dumps({**WORDS, "chat": CHAT}).encode()
        talk, trace = Row("conversations", runtime.tag("conversation", CHAT)), Row("traces", runtime.tag("trace", CHAT))
        conversations.put(session, talk.key, runtime.lock(said, talk))
        conversations.put_traces(session, {trace.key: runtime.lock(b"[1, 2]", trace)})
        turns.put(session, 7, runtime.lock(said, numbered_row("turns", 7)))
        turns.put_held(session, HeldRow(8, 1, False, runtime.lock(said, numbered_row("held", 8))))
    return receipt, box, caseworker


def test_nothing_of_a_report_a_person_or_a_key_can_be_read_in_the_file(vault: Vault) -> None:
    receipt, box, caseworker = _live_through(vault)
    founding, runtime = vault.founding, vault.runtime
    steward = vault.unlock("steward")
    assert steward.organisation is not None
    secrets: list[str | bytes] = [*WORDS.values(), str(CHAT), receipt.digits, receipt.shown, "Karim", "Farah", "Sana"]
    secrets += [CHAT.to_bytes(8, "big"), CHAT.to_bytes(8, "little"), CHAT.to_bytes(5, "big")]
    secrets += [member.passphrase for member in (founding.steward, founding.caseworker, founding.focal_point)]
    secrets += [*founding.shares, runtime.secret, runtime.box.private, box.keys.private]
    secrets += [steward.organisation.seed, caseworker.box.private, caseworker.signing.seed]
    secrets += [pair.private for pair in caseworker.keys.values()]
    on_disk = _everything_on_disk(vault)
    for secret in secrets:
        for form in _forms(secret):
            assert form not in on_disk, form


def test_with_the_key_it_opens(vault: Vault) -> None:
    """The other half of the promise: the search above found nothing because it is sealed, not because it is lost."""
    _live_through(vault)
    opened = [each.body for each in vault.opened(vault.unlock("caseworker"))]
    assert WORDS in [body.get("answers") for body in opened]


def test_the_search_itself_would_find_what_is_in_plain_sight(vault: Vault) -> None:
    with vault.database.writing() as session:
        for number, form in enumerate(_forms(WORDS["arabic"])):
            conversations.put(session, bytes([number]) * 32, b"before" + form + b"behind")
    on_disk = _everything_on_disk(vault)
    assert all(form in on_disk for form in _forms(WORDS["arabic"]))


def test_a_complaint_about_an_aid_worker_cannot_be_told_from_a_report(vault: Vault) -> None:
    """Neither by a column, nor by size, nor by place in the file: outside the seals the rows have one shape."""
    for number in range(60):
        compartment = ("safety", "psea", "surveys")[number % 3]
        vault.put(compartment, {"kind": "report", "answers": {"words": "x" * (number % 7) * 40}})
    plain = sqlite3.connect(vault.path)
    columns = [row[1] for row in plain.execute("PRAGMA table_info(envelopes)")]
    shapes = Counter((epoch, week, len(body)) for _, epoch, week, body in plain.execute("SELECT * FROM envelopes"))
    plain.close()
    assert columns == ["id", "epoch", "week", "body"]
    assert list(shapes) == [("2026-03", "2026-W10", 1072)]


def test_two_envelopes_of_the_same_words_share_no_bytes(vault: Vault) -> None:
    for _ in range(2):
        vault.put("safety", {"kind": "report", "words": WORDS["sentence"]})
    plain = sqlite3.connect(vault.path)
    first, second = (row[0] for row in plain.execute("SELECT body FROM envelopes"))
    plain.close()
    chunks = {first[start : start + 8] for start in range(len(first) - 8)}
    assert not any(second[start : start + 8] in chunks for start in range(len(second) - 8))


def test_of_a_removed_member_not_even_the_sealed_bytes_stay_in_the_file(vault: Vault) -> None:
    plain = sqlite3.connect(vault.path)
    words = "SELECT unlock_tag, sealed_secrets, sealed_name FROM members WHERE roles = 'caseworker'"
    (gone,) = plain.execute(words).fetchall()
    wraps = plain.execute("SELECT sealed FROM epoch_wraps WHERE holder = ?", (vault.founding.caseworker.id,)).fetchall()
    plain.close()
    assert len(wraps) == 26
    with vault.database.writing() as session:
        steward = vault.unlocked_elsewhere("steward")
        keyring.remove(session, steward, vault.founding.caseworker.id, vault.trust, vault.now)
    on_disk = _everything_on_disk(vault)
    for piece in (*gone, *(wrap[0] for wrap in wraps)):
        assert piece[:32] not in on_disk
        assert piece[-32:] not in on_disk
