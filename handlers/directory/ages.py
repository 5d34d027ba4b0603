"""For which ages a service is, in words."""

from locales import Words

MONTHS = 12


def ages(words: Words, least: float | None, most: float | None) -> str:
    """From the least to the most age, given in years; in months where one is no whole number of years. '' for any."""
    given = [float(age) for age in (least, most) if age is not None]
    in_years = all(age.is_integer() for age in given)
    counted = [int(age) if in_years else round(age * MONTHS) for age in given]
    match counted, least is not None:
        case [first, last], _:
            return _span(words, first, last, in_years)
        case [first], True:
            return _at_least(words, first, in_years)
        case [last], False:
            return _at_most(words, last, in_years)
    return ""


def _span(words: Words, least: int, most: int, in_years: bool) -> str:
    if in_years:
        # NOTE: An age. {n} is the higher number.
        return words.plural("From {least} to {n} year", "From {least} to {n} years", n=most, least=least)
    # NOTE: An age. {n} is the higher number.
    return words.plural("From {least} to {n} month", "From {least} to {n} months", n=most, least=least)


def _at_least(words: Words, least: int, in_years: bool) -> str:
    if in_years:
        # NOTE: An age: for those who are at least so old.
        return words.plural("From {n} year", "From {n} years", n=least)
    # NOTE: An age: for those who are at least so old.
    return words.plural("From {n} month", "From {n} months", n=least)


def _at_most(words: Words, most: int, in_years: bool) -> str:
    if in_years:
        # NOTE: An age: for those who are at most so old.
        return words.plural("Up to {n} year", "Up to {n} years", n=most)
    # NOTE: An age: for those who are at most so old.
    return words.plural("Up to {n} month", "Up to {n} months", n=most)
