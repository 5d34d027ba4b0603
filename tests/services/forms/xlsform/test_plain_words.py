"""A chat shows no markdown and no HTML: labels made for ODK or KoBo become plain words, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.forms.xlsform.plain_words import plain_words
from tests.support.forms.form_tables import Begin
from tests.support.forms.interviewing import asked

STYLED = [
    ("**Bold** and *it* _em_ __st__", "Bold and it em st"),
    ("السؤال **مهم** جدًا", "السؤال مهم جدًا"),
    ("**two\nlines**", "two\nlines"),
    ("_${first_name}_ and ${last_name}", "${first_name} and ${last_name}"),
    ("**${x}**", "${x}"),
    ("# Title\ntext", "Title\ntext"),
    ("### Title ###", "Title"),
    ("[here](https://example.org/a_b_c)", "here (https://example.org/a_b_c)"),
    ("[+100](tel:+100)", "+100"),
    ("<b>Hi</b><br/>there", "Hi\nthere"),
    ('<span style="color:red">Red</span>', "Red"),
    ("<p>One</p>\n<p>Two</p>", "One\n\nTwo"),
    ('<a href="https://example.org">Look</a>', "Look (https://example.org)"),
    ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
    ("<style>p {color: red}</style>Words<!-- no -->", "Words"),
    ("&lt;5 &amp; &nbsp;more", "<5 &  more"),
    (r"\*as it is\*", "*as it is*"),
]


@pytest.mark.parametrize(("written", "read"), STYLED)
def test_styled_words_are_read_as_words(written: str, read: str) -> None:
    assert plain_words(written) == read


LOOKS_LIKE_IT = [
    *("Name *", "* required", "5 < 6 and 7 > 3", "<5 years", "2*3*4", "snake_case_word", "___ of ___", "AT&T; R&D"),
    *(
        "a &copy 2020",
        "x<y>z",
        "(a * b) * c",
        "1. one\n2. two",
        "- a\n- b",
        "#1 reason",
        "No. #",
        "~5~",
        "${a_b} ${c_d}",
    ),
]


@pytest.mark.parametrize("written", LOOKS_LIKE_IT)
def test_what_only_looks_like_markdown_stays(written: str) -> None:
    assert plain_words(written) == written


@given(st.text(alphabet="ab *_#<>/[]()&;\\`~${}\n", max_size=40))
def test_any_words_are_read_and_references_stay(written: str) -> None:
    assert plain_words(f"{written} ${{ref_to_it}}").count("${ref_to_it}") == 1


def test_labels_hints_messages_and_choices_are_plain(begin: Begin) -> None:
    question = asked(
        begin(
            """
            | survey  |
            |         | type           | name | label         | hint            |
            |         | select_one put | at   | How **many**? | <i>Be exact</i> |
            | choices |
            |         | list_name | name | label        |
            |         | put       | a    | <b>Many</b>  |
            """
        )
    )
    assert (question.label, question.hint, question.choices[0].label) == ("How many?", "Be exact", "Many")
