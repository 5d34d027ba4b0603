"""What a poster is made of, for tests."""

from services.authoring.parts import EmergencyLine, Texts
from services.content.content import Organisation


def texts(english: str, arabic: str, sorani: str, french: str) -> Texts:
    """One text in four languages."""
    return Texts({"en": english, "ar": arabic, "ckb": sorani, "fr": french})


def organisation(emergency: EmergencyLine | None = None) -> Organisation:
    """An organisation that exists nowhere, with one emergency line."""
    nothing = Texts({})
    police = EmergencyLine(texts("Police", "الشرطة", "پۆلیس", "Police"), "000")
    return Organisation(
        site="example",
        languages=("en", "ar", "ckb", "fr"),
        timezone="Asia/Baghdad",
        second_yes_over=0,
        name=texts("Example team", "فريق المثال", "تیمی نموونە", "L’équipe Exemple"),
        who_reads=nothing,
        answer_time=nothing,
        outside_route=nothing,
        emergency=(emergency or police,),
        safe_services=(),
    )
