"""Fixtures for the rules."""

import pytest

from services import sealing


@pytest.fixture
def quick_passphrases(monkeypatch):
    """Newly enrolled members' passphrases cost nearly nothing to stretch. The founders' are real."""
    monkeypatch.setattr(sealing, "PASSPHRASE_COST", sealing.Cost(1, 8192))
