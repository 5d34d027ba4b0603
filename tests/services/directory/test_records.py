"""How things of the directory are told apart from what they were."""

from dataclasses import replace

from services.authoring.parts import Texts
from services.directory.model import Service
from services.directory.records import version_of

KITCHEN = Service(
    "6f1c0d0e-0000-5000-8000-000000000001",
    organization="",
    name=Texts({"en": "Example kitchen", "ar": "مطبخ مثال", "ckb": "چێشتخانە"}),
    description=Texts({"en": "Meals", "ar": "وجبات"}),
    needs=("food",),
    source="Example",
)


def test_a_version_is_the_same_in_every_release() -> None:
    """An editor's conversation holds it through an upgrade: another form of it would call every service changed."""
    assert version_of(KITCHEN) == "dc07d422"


def test_a_version_changes_with_any_text_in_any_language() -> None:
    spelt = replace(KITCHEN, name=Texts({**KITCHEN.name.by_language, "ckb": "مەتبەخ"}))
    assert version_of(spelt) != version_of(KITCHEN)
