"""A confidential service shows the way to its place in no text, field, translation or file."""

import pytest

from services.authoring.parts import Texts
from services.directory.model import Location, PhoneNumber, Schedule, Service, ServiceAtLocation, texts_in
from services.directory.untold import leads_there, untold_place, untold_service

HOUSE = Location("h", Texts({"en": "House"}), address=Texts({"en": "Mill Gate 7, Example Town"}))
KEPT = "A bed, food and a lawyer. Free of charge."


@pytest.mark.parametrize(
    "way",
    [
        "We are at 12 Elm Street.",
        "Ask for Mill Gate 7.",
        "Located behind the old mill.",
        "Next to the pharmacy, ring twice.",
        "Building no. 4, floor 2.",
        "36.1901, 44.0089",
        "https://maps.app.goo.gl/abc",
        "Nous sommes 14 bis, rue de l’Église.",
        "En face de la mairie.",
        "العنوان: شارع الجامعة.",
        "مقابل المدرسة.",
        "نزیک قوتابخانەکە.",
        "شەقامی ٦٠ مەتری.",
        "Take bus 4 to the mill and ask for Rosa.",
        "Walk past the well, second door.",
        "33.5132 N 36.2913 E",
        "Prenez le bus et descendez au moulin.",
    ],
)
def test_a_sentence_that_leads_there_goes_from_whichever_text_it_stands_in(way: str) -> None:
    texts = Texts({"en": f"{KEPT} {way}", "ar": way})
    service = Service(
        "s",
        "o",
        Texts({"en": "Shelter, 12 Elm Street"}),
        description=texts,
        alert=texts,
        application_process=texts,
        required_documents=(texts,),
        phones=(PhoneNumber("112", texts),),
        schedules=(Schedule(freq="DAILY", description=texts),),
        locations=(ServiceAtLocation("at", "h", texts),),
        url="https://maps.google.com/?q=1,2",
        is_confidential=True,
    )
    told = untold_service(service, [HOUSE])
    said = [text for each in texts_in(told) for text in each.by_language.values()]
    assert not any(way in text for text in said)
    assert told.description.by_language == {"en": KEPT}
    assert told.name.by_language == {"en": "Shelter"}
    assert told.url == ""
    assert leads_there(way, [HOUSE])


@pytest.mark.parametrize(
    "said", [KEPT, "Call first. We come to you.", "الخدمة بدون مقابل.", "Une écoute, sans rendez-vous."]
)
def test_what_leads_nowhere_stays(said: str) -> None:
    service = Service("s", "o", Texts({"en": "Shelter"}), description=Texts({"en": said}), is_confidential=True)
    assert untold_service(service).description.by_language == {"en": said}


def test_the_texts_of_the_place_itself_go_with_it() -> None:
    place = Location(
        "h", HOUSE.name, address=HOUSE.address, latitude=1.0, longitude=2.0,
        accessibility=Texts({"en": "Ramp. Enter from Mill Gate 7."}),
    )  # fmt: skip
    told = untold_place(place)
    assert (told.latitude, told.address.by_language) == (None, {})
    assert told.accessibility.by_language == {"en": "Ramp."}


def test_of_a_text_that_nobody_here_can_read_nothing_is_told() -> None:
    """Who cannot tell a way from an answer tells neither."""
    said = Texts({"es": "Tome el autobús hasta el molino y pregunte por la casa azul"})
    service = Service("s", "o", Texts({"es": "Casa"}), description=said, is_confidential=True)
    assert untold_service(service).description.by_language == {}
