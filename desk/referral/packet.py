"""The locked packet: what was agreed to and nothing else, as a page in an age file, with the words that open it."""

from dataclasses import dataclass, field
from pathlib import Path

from desk.pages import page_text
from locales import Words
from services.keys.age import age_file
from services.keys.passphrases import new_passphrase
from services.reports.deeds.handing_over import Handing
from services.reports.referrals import Terms

STYLE = Path(__file__).parents[1] / "static" / "packet.css"


@dataclass(frozen=True, slots=True)
class Packet:
    """Both are shown once and kept nowhere."""

    file: bytes = field(repr=False)
    passphrase: str = field(repr=False)


def packet_of(words: Words, terms: Terms, handing: Handing) -> Packet:
    """A fresh one. All packets have one size. Takes a moment and 64 MiB. Raises TooLarge."""
    passphrase = new_passphrase()
    return Packet(age_file(page_of(words, terms, handing), passphrase), passphrase)


def page_of(words: Words, terms: Terms, handing: Handing) -> str:
    """What lies in it: a page of its own, which any browser shows."""
    style = STYLE.read_text(encoding="utf-8")
    return page_text(words, "packet.html", terms=terms, handing=handing, style=style)
