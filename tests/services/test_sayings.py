"""Listed sayings stand for what people write: any person and tense, misspelt, with apostrophes or without."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.folding import all_words
from services.sayings import Found, NotASaying, Place, Places, Saying, _is_nearly, sayings

GROUPS = {"who": ["me", "us", "my"]}


LISTED = [
    *sayings("slap~", "en", {}),
    *sayings("strangle~", "en", {}),
    *sayings("poison*", "en", {}),
    *sayings("lifeboat", "en", {}),
    *sayings("knife", "en", {}),
    *sayings("frapper~", "fr", {}),
    *sayings("ضرب~", "ar", {}),
]


def written_so(place: Place, word: str) -> bool:
    """The definition, without an index."""
    nearly = any(_is_nearly(word, wanted) for wanted in place.nearly)
    return word in place.exact or word.startswith(place.stems) or nearly


@st.composite
def misspelt(draw: st.DrawFn, word: str) -> str:
    """With up to two letters added, dropped, changed, or swapped with the one before."""
    for _ in range(draw(st.integers(0, 2))):
        at, letter = draw(st.integers(1, len(word))), draw(st.sampled_from("aeiolstz"))
        before, after = word[:at], word[at:]
        swapped = f"{before[:-1]}{after[:1]}{before[-1]}{after[1:]}"
        word = draw(
            st.sampled_from((f"{before}{letter}{after}", before + after[1:], f"{before}{letter}{after[1:]}", swapped))
        )
    return word


def found(written: str, listed: Sequence[Saying]) -> Found:
    return Found(all_words(written), Places(listed))


@pytest.mark.parametrize(
    ("said", "language", "written"),
    [
        ("strangle~ <who>", "en", "he is strangling us"),
        ("strangle~ <who>", "en", "he strangeld me"),
        ("slap~ <who>", "en", "slapped me"),
        ("m’a frappé*", "fr", "mon mari ma frapé"),
        ("m’a frappé*", "fr", "il m'a frappée"),
        ("can’t breathe", "en", "cant breathe"),
        ("frapper~ … enfants", "fr", "ils frappaient tous les enfants"),
        ("ضرب~ ابني", "ar", "بيضربوا ابني"),
        ("ضرب~", "ar", "وضربونا"),
        ("SOS", "en", "sos"),
        ("پارە* وەرگر*", "ckb", "پارەیان وەرگرتووە"),
    ],
)
def test_a_saying_is_found_in_what_people_write(said: str, language: str, written: str) -> None:
    assert any(map(found(written, listed := sayings(said, language, GROUPS)).has, listed))


@pytest.mark.parametrize(
    ("said", "language", "written"),
    [
        ("strangle~ <who>", "en", "a stranger told me"),
        ("poison*", "fr", "du poisson"),
        ("ضرب~", "ar", "مضرب"),
        ("kill~ <who>", "en", "skills for my son"),
        ("lost … child", "en", "lots of child care"),
    ],
)
def test_other_words_are_not_taken_for_it(said: str, language: str, written: str) -> None:
    assert not any(map(found(written, listed := sayings(said, language, GROUPS)).has, listed))


def test_what_is_put_out_of_sight_is_not_found_and_joins_nothing() -> None:
    flu, shot, gone, took = (sayings(said, "en", {})[0] for said in ("flu shot", "shot", "my gone", "took … clinic"))
    listed = (flu, shot, gone, took)
    assert not found("a flu shot", listed).without([flu]).has(shot)
    assert found("flu shot he shot", listed).without([flu]).has(shot)
    assert not found("my flu shot gone", listed).without([flu]).has(gone)
    assert found("took my shot son to the clinic", listed).without([took]).has(shot), "what stands in a gap is heard"


@pytest.mark.parametrize(
    ("said", "language", "rule"),
    [("<whom> died", "en", "names a group “whom” that there is not"), ("کوشت~", "ckb", "no verbs of “ckb” are known")],
)
def test_what_is_wrong_with_a_saying_is_said(said: str, language: str, rule: str) -> None:
    with pytest.raises(NotASaying, match=rule):
        sayings(said, language, GROUPS)


@given(st.sampled_from(LISTED), st.data())
def test_a_word_stands_in_a_place_exactly_when_it_is_written_so_or_begins_so_or_nearly_is_so(
    listed: Saying, data: st.DataObject
) -> None:
    place = listed[0]
    word = data.draw(misspelt(data.draw(st.sampled_from(sorted({*place.exact, *place.stems, *place.nearly})))))
    assert Places(LISTED).of(word) == {place for (place,) in LISTED if written_so(place, word)}


def test_one_wrong_letter_anywhere_in_a_long_word_is_forgiven() -> None:
    places = Places(sayings("violent", "en", {}))
    wrong = {"violent"[:at] + "z" + "violent"[at + more :] for at in range(1, 7) for more in (0, 1)}
    swapped = {"voilent", "viloent", "vioelnt", "violnet", "violetn"}
    assert all(map(places.of, wrong | swapped | {"violentz", "vilent", "violen"}))
    assert Places(sayings("knife", "en", {})).of("kinfe"), "of a shorter one two letters may be swapped"
    assert not any(map(places.of, ("iolent", "zviolent", "ivolent", "vzolenz")))


@pytest.mark.parametrize(
    ("written", "is_said"),
    [
        *(
            ("taken: my dad", True),
            ("taken: grand pa", True),
            ("taken: a great aunt", True),
            ("taken: great uncle", True),
        ),
        *(("taken: grand", False), ("taken: pa", False), ("taken: a great dane", False)),
    ],
)
def test_a_member_of_several_words_counts_whole(written: str, is_said: bool) -> None:
    listed = sayings("taken … <kin>", "en", {"kin": ["dad", "grand-pa", "great aunt", "great uncle"]})
    assert any(map(found(written, listed).has, listed)) == is_said
