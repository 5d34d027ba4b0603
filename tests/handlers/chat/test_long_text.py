"""Long texts go out in pieces that Telegram takes, and nothing is lost between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.chat.routing import Switchboard
from handlers.chat.screen.long_text import pieces
from handlers.chat.sweeping import say_alone
from handlers.chat.turn import Turn
from tests.support.phones import Phone


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(alphabet=st.sampled_from("ab \n.😀ؤ\ud83d"), max_size=400), st.integers(10, 60))
def test_pieces_fit_and_lose_nothing_but_white_space(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert all(units(piece) <= limit for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_short_text_stays_whole() -> None:
    assert pieces("Saved.\n") == ["Saved.\n"]


def test_a_cut_prefers_a_paragraph() -> None:
    assert pieces("first part\n\nsecond part", 18) == ["first part", "second part"]


@pytest.mark.long_texts
async def test_what_is_said_alone_stays_whole(phone: Phone) -> None:
    async def answer(turn: Turn) -> None:
        await say_alone(turn, "\n\n".join(f"{number} " + "word " * 500 for number in range(4)), [])

    phone.switchboard = Switchboard((), answer, answer)
    await phone.send("anything")
    assert phone.own_texts == []
    assert len(phone.texts) > 1
    assert [text[0] for text in "\n\n".join(phone.texts).split("\n\n")] == ["0", "1", "2", "3"]
