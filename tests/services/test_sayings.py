"""Listed sayings stand for what people write: any person and tense, misspelt, with apostrophes or without."""

import pytest

from services.directory.folding import all_words
from services.sayings import Found, NotASaying, sayings

GROUPS = {"who": ["me", "us", "my"]}


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
    ],
)
def test_a_saying_is_found_in_what_people_write(said: str, language: str, written: str) -> None:
    assert any(map(Found(all_words(written)).has, sayings(said, language, GROUPS)))


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
    assert not any(map(Found(all_words(written)).has, sayings(said, language, GROUPS)))


def test_what_is_put_out_of_sight_is_not_found_and_joins_nothing() -> None:
    (flu,), (shot,), (gone,) = (sayings(said, "en", {}) for said in ("flu shot", "shot", "my gone"))
    assert not Found(["a", "flu", "shot"]).without([flu]).has(shot)
    assert Found(["flu", "shot", "he", "shot"]).without([flu]).has(shot)
    assert not Found(["my", "flu", "shot", "gone"]).without([flu]).has(gone)


@pytest.mark.parametrize(
    ("said", "language", "rule"),
    [("<whom> died", "en", "names a group “whom” that there is not"), ("کوشت~", "ckb", "no verbs of “ckb” are known")],
)
def test_what_is_wrong_with_a_saying_is_said(said: str, language: str, rule: str) -> None:
    with pytest.raises(NotASaying, match=rule):
        sayings(said, language, GROUPS)
