"""What a poster is made of, for tests."""

from typing import Any

from services.authoring.parts import EmergencyLine, Texts
from services.content.content import Organisation


def texts(english: str, arabic: str, sorani: str, french: str) -> Texts:
    """One text in four languages."""
    return Texts({"en": english, "ar": arabic, "ckb": sorani, "fr": french})


def organisation(**more: Any) -> Organisation:
    """An organisation that exists nowhere."""
    nothing = Texts({})
    name = texts("Example team", "فريق المثال", "تیمی نموونە", "L’équipe Exemple")
    police = EmergencyLine(texts("Police", "الشرطة", "پۆلیس", "Police"), "000")
    plain: dict[str, Any] = {
        "site": "example",
        "languages": ("en", "ar", "ckb", "fr"),
        "name": name,
        "who_reads": nothing,
        "answer_time": nothing,
        "outside_route": nothing,
        "emergency": (police,),
        "safe_services": (),
        "timezone": "Asia/Baghdad",
        "second_yes_over": 0,
    }
    return Organisation(**{**plain, **more})
