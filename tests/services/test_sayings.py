"""Listed sayings stand for what people write: any person and tense, misspelt, with apostrophes or without."""

from collections.abc import Sequence

import pytest

from services.directory.folding import all_words
from services.sayings import Found, NotASaying, Places, Saying, sayings

GROUPS = {"who": ["me", "us", "my"]}


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
