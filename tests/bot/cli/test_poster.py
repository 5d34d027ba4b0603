"""`amana poster`, as a steward types it."""

import asyncio

import pypdfium2
import pytest
import zxingcpp

from sandbox import Sandbox
from tests.support.command_line import CommandLine


def links(amana: CommandLine) -> list[str]:
    """What the codes on the page say."""
    picture = pypdfium2.PdfDocument(amana.place / "poster.pdf")[0].render(scale=2).to_pil()
    return sorted(found.text for found in zxingcpp.read_barcodes(picture))


def test_a_poster_of_a_forum_in_all_four_languages(amana: CommandLine) -> None:
    languages = [word for code in ("en", "ar", "ckb", "fr") for word in ("--language", code)]
    done = amana("poster", "--forum", "women", *languages, "--bot", "@example_bot", "-o", "poster.pdf")
    assert done.code == 0, done.err
    assert links(amana) == [f"https://t.me/example_bot?start=f_women_{code}" for code in ("ar", "ckb", "en", "fr")]
    drafts = [line for line in done.out.splitlines() if line.startswith("No native speaker")]
    assert len(drafts) == 3


async def test_telegram_is_asked_for_the_name_of_the_bot(amana: CommandLine) -> None:
    async with Sandbox() as telegram:
        amana.settings |= {"AMANA_TOKEN": telegram.token, "AMANA_API_URL": telegram.url}
        done = await asyncio.to_thread(amana, "poster", "-o", "poster.pdf", "--paper", "a5")
        name = telegram.bot_username
    assert done.code == 0, done.err
    assert links(amana) == [f"https://t.me/{name}"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "Say which bot the poster is for with --bot, or set AMANA_TOKEN."),
        (["--bot", "no bot"], "This is not the name of a bot. Write it as @BotFather shows it, such as @example_bot."),
        (["--bot", "a_bot", "--forum", "men"], "There is no forum “men”. There are: security, women, youth"),
        (["--bot", "a_bot", "--language", "tlh"], "Your content has no texts in “tlh”. It has: en, ar, ckb, fr"),
        (["--bot", "a_bot", "--paper", "A3"], "There are two sizes of paper: A4 and A5."),
        (["--bot", "a_bot", "--font", "none.ttf"], "This file is no font:\n    none.ttf"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(amana: CommandLine, options: list[str], sentence: str) -> None:
    done = amana("poster", "-o", "poster.pdf", *options)
    assert (done.code, done.err.strip()) == (2, sentence)
    assert not (amana.place / "poster.pdf").exists()


def test_a_place_where_nothing_can_be_written_is_said(amana: CommandLine) -> None:
    done = amana("poster", "--bot", "a_bot", "-o", "nowhere/poster.pdf")
    assert done.code != 0
    assert "Traceback" not in done.said
    assert "nowhere/poster.pdf" in done.err
