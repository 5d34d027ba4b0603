"""Whom the bot has answered much lately, and that it forgets."""

from bot.outgoing.attention import SPAN, Attention


def test_what_was_said_lately_is_counted_for_each_chat() -> None:
    attention = Attention()
    for at in (1.0, 2.0, SPAN + 1):
        attention.note(1, at)
    attention.note(2, SPAN + 2)
    assert [attention.had(chat) for chat in (1, 2, 3)] == [3, 1, 0]


def test_what_was_said_ten_minutes_ago_is_forgotten() -> None:
    attention = Attention()
    attention.note(1, 1.0)
    attention.note(2, 2 * SPAN + 2)
    assert attention.had(1) == 0
