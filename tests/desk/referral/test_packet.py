"""The locked packet: made after a yes, of what was agreed to and nothing else, shown once and kept nowhere."""

import base64
import re
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest
from pyrage import passphrase

from desk.config import DeskConfig
from desk.referral.packet import packet_of
from locales import Words
from services.audit.reading import Reader
from services.reports.deeds.handing_over import new_handing
from services.reports.referrals import TERMS_LIMIT, terms
from tests.desk.conftest import Answer, Desk
from tests.support.offices import Office
from tests.support.reports.referring import CLINIC, answers, asks, only, summary

HOSTILE = "<script>x</script> {{ 7 * 7 }} '\"><img src=x>"


class Shown(NamedTuple):
    """What the page of a packet shows."""

    name: str
    file: bytes
    words: str


def shown(answer: Answer) -> Shown:
    link = re.search(r'download="([^"]+)" href="data:application/octet-stream;base64,([^"]+)"', answer.text)
    words = re.search(r'class="passphrase"[^>]*>([^<]+)<', answer.text)
    assert link and words, answer.plain
    return Shown(link[1], base64.b64decode(unescape(link[2])), words[1])


def kept_in(folder: Path) -> bytes:
    """All that the database has written into its files."""
    return b"".join(path.read_bytes() for path in folder.glob("amana.db*"))


def told_of(office: Office) -> list[str]:
    """What stewards read of what was handed over."""
    with office.database.reading() as session:
        reader = Reader(session, office.trust, office.runtime, office.members["steward"].organisation)
        return [entry.kind for entry in reader.everything() if entry.kind == "referral_handed"]


async def test_a_packet_holds_only_what_was_agreed_and_two_presses_make_one(desk: Desk, tmp_path: Path) -> None:
    case_id = desk.office.report("They came at night.")
    agreed = asks(desk.office, case_id, wanted=terms(CLINIC, [summary(HOSTILE)]))
    answers(desk.office, case_id, agreed)
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}/referral")
    sent = {"do": "packet", "days": "3", "terms": agreed.digest, "version": visitor.field("version")}
    name, file, words = shown(await visitor.post(f"/case/{case_id.hex()}/referral", sent))
    page = passphrase.decrypt(file, words).decode()
    assert "{{ 7 * 7 }}" in page and "<script>x" not in page and "Example clinic" in page
    case = desk.office.case(case_id)
    for untold in ("They came at night.", case.name, case_id.hex(), "block_c"):
        assert untold not in page and untold not in name
    assert 'class="passphrase"' not in (await visitor.post(f"/case/{case_id.hex()}/referral", sent)).text
    handed = [entry for entry in case.entries if entry.kind == "referral_handed"]
    assert [(entry.facts["how"], f"{entry.facts['number']}.html.age") for entry in handed] == [("packet", name)]
    assert len(told_of(desk.office)) == 1
    kept = kept_in(tmp_path)
    assert words.encode() not in kept and file[:200] not in kept


@pytest.mark.parametrize("answer", ["", "no", "withdrawn"])
async def test_without_a_yes_none_is_made(desk: Desk, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    def never(*_: object) -> None:
        pytest.fail("a packet was made")

    monkeypatch.setattr("desk.referral.pages.packet_of", never)
    case_id = desk.office.report()
    asked = asks(desk.office, case_id)
    if answer:
        answers(desk.office, case_id, asked)
        answers(desk.office, case_id, asked, answer)
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}/referral")
    assert "make a locked packet" not in visitor.last.plain
    sent = {"do": "packet", "days": "3", "terms": asked.digest, "version": visitor.field("version")}
    assert (
        "There is no yes to this that holds today"
        in (await visitor.post(f"/case/{case_id.hex()}/referral", sent)).plain
    )
    assert only(desk.office, case_id).handed_on is None and told_of(desk.office) == []


def test_one_size_whatever_is_in_it(config: DeskConfig) -> None:
    long = "'" * (TERMS_LIMIT - len(summary().label))
    sizes = {
        len(packet_of(Words(language), terms(CLINIC, [summary(text)]), new_handing("packet", 3)).file)
        for language in config.languages
        for text in ("x", long, "\U0001f300" * len(long))
    }
    assert len(sizes) == 1
