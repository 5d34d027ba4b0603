"""Long texts go out in pieces that Telegram takes, and nothing is lost between them."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.chat.screen.long_text import pieces


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
