"""Every setting is explained in .env.example, and a bad one gets one clear sentence."""

from pathlib import Path

import pytest

from bot.settings import CHECKOUT, Settings, SettingsWrong, read_settings

GOOD_TOKEN = "123456789:abcdefghijklmnopqrstuvwxyzABCDEFGHI"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def example_lines() -> dict[str, str]:
    lines = (CHECKOUT / ".env.example").read_text().splitlines()
    return {line.split("=")[0]: lines[number - 1] for number, line in enumerate(lines) if line.startswith("AMANA_")}


def test_every_setting_stands_in_the_example_with_a_line_of_explanation() -> None:
    explained = example_lines()
    assert set(explained) == {f"AMANA_{name.upper()}" for name in Settings.model_fields}
    assert all(line.startswith("# ") and len(line) > 20 for line in explained.values())


def test_the_example_itself_is_a_valid_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text((CHECKOUT / ".env.example").read_text())
    assert read_settings().desk_port == 8477


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("AMANA_TOKEN", "hunter2", "AMANA_TOKEN is not a bot token"),
        ("AMANA_PROXY", "ftp://example:1", "AMANA_PROXY is not a proxy address"),
        ("AMANA_DESK_PORT", "eighty", "AMANA_DESK_PORT: "),
        ("AMANA_DESK_PORT", "70000", "AMANA_DESK_PORT: "),
        ("AMANA_DESK_LOCK_MINUTES", "0", "AMANA_DESK_LOCK_MINUTES: "),
        ("AMANA_API_URL", "telegram", "AMANA_API_URL: "),
        ("AMANA_LIMITS", "false", "AMANA_LIMITS may be false only with another"),
    ],
)
def test_a_bad_setting_gets_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong) as wrong:
        read_settings()
    assert len(wrong.value.sentences) == 1
    assert wrong.value.sentences[0].startswith(said)
    assert "hunter2" not in wrong.value.sentences[0]


def test_a_misspelt_setting_in_the_file_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("AMANA_DESK_PROT=1\n")
    with pytest.raises(SettingsWrong) as wrong:
        read_settings()
    assert "AMANA_DESK_PROT" in wrong.value.sentences[0]


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMANA_TOKEN", GOOD_TOKEN)
    monkeypatch.setenv("AMANA_PROXY", "socks5://user:secretword@127.0.0.1:1080")
    shown = repr(read_settings())
    assert "abcdefghij" not in shown
    assert "secretword" not in shown
