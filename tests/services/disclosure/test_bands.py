"""What a band tells of how many people there are."""

from itertools import groupby

from services.disclosure.bands import band_of, most_in


def test_each_number_has_the_nearest_band() -> None:
    firsts = [(band, next(people)) for band, people in groupby(range(1200), band_of)]
    assert firsts == [(0, 0), (10, 10), (20, 15), (50, 35), (100, 75), (200, 150), (500, 350), (1000, 750)]


def test_no_band_is_narrower_than_five_people_and_its_most_is_in_it() -> None:
    fewest = 0
    while fewest < 1_000_000:
        band = band_of(fewest)
        assert most_in(band) - fewest >= 4
        assert band_of(most_in(band)) == band < band_of(most_in(band) + 1)
        fewest = most_in(band) + 1
