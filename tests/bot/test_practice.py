"""A practice room is shut off from everything real, and from other practice rooms."""

from pathlib import Path

import pytest

from bot.practice import _door, _environment
from tests.support.ports import free_port


def test_nothing_real_reaches_it_and_the_lock_on_its_token_lies_in_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMANA_TOKEN", "123456789:" + "A" * 35)
    monkeypatch.setenv("AMANA_DATABASE", "postgresql://somewhere/real")
    environment = _environment(tmp_path)
    assert environment["AMANA_TOKEN"].startswith("100000001:practice")
    assert "AMANA_DATABASE" not in environment
    assert environment["TMPDIR"] == str(tmp_path)


def test_who_wants_another_port_for_the_desk_gets_it_where_it_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """And from then on nobody else: not even a room that opens before this one's desk has started."""
    port = free_port()
    monkeypatch.setenv("AMANA_DESK_PORT", str(port))
    with _door() as first, _door() as second:
        assert first.getsockname()[1] == port
        assert second.getsockname()[1] != port
