"""Promises of finding what leads straight to somebody in a text that others are going to read."""

import pytest

from services.directory.pointers import pointers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Call 0770 123 4567 about the lamp", ("0770 123 4567",)),
        ("٠٧٧٠١٢٣٤٥٦٧ اتصلوا", ("07701234567",)),
        ("ask @ali_h, or ali@mail.example.org.", ("@ali_h", "ali@mail.example.org")),
        ("https://t.me/ali_h and wa.me/9647701234567", ("https://t.me/ali_h", "wa.me/9647701234567")),
        ("+964 770 123 4567, +964 770 123 4567", ("+964 770 123 4567",)),
        ("The lamp since 2026-03-10, 12 people at 15:30, tent 1043", ()),
        ("Light at the well.We need it", ()),
        ("Ali Hasan steals water", ()),
    ],
)
def test_numbers_handles_and_pages_are_found_and_days_are_not(text: str, found: tuple[str, ...]) -> None:
    assert pointers(text) == found
