"""The 64 pictures from which a receipt's two check words come, and how they are shown.

Each is a plain thing known in camps and towns from Duhok to Beni to Marawi, easy to say aloud and easy to
tell from the others. Left out on purpose: signs of faith, flags, parties and armed groups (peacock, dove,
star, sun, eagle, cedar, watermelon), weapons, things tied to flight by sea or air, body parts, and whatever
is an insult or a coarse word in one of our languages.
"""

from typing import NamedTuple

from locales.words import Message, Words, mark


class Picture(NamedTuple):
    """An emoji and the noun that is read aloud for it."""

    emoji: str
    noun: Message


# The order is part of every sealed report and never changes.
PICTURES: tuple[Picture, ...] = (
    Picture("🐪", mark("camel")),
    Picture("🐎", mark("horse")),
    Picture("🐿️", mark("squirrel")),
    Picture("🐘", mark("elephant")),
    Picture("🦒", mark("giraffe")),
    # NOTE: with a shell.
    Picture("🐢", mark("turtle")),
    Picture("🐟", mark("fish")),
    Picture("🐝", mark("bee")),
    Picture("🐬", mark("dolphin")),
    # NOTE: for sewing.
    Picture("🧵", mark("thread")),
    Picture("🦜", mark("parrot")),
    Picture("🐧", mark("penguin")),
    Picture("🌙", mark("moon")),
    Picture("☁️", mark("cloud")),
    Picture("❄️", mark("snow")),
    Picture("💧", mark("water")),
    Picture("🌳", mark("tree")),
    Picture("🌴", mark("palm tree")),
    Picture("🌵", mark("cactus")),
    # NOTE: of a tree.
    Picture("🍃", mark("leaf")),
    Picture("🌼", mark("flower")),
    Picture("🌾", mark("wheat")),
    Picture("🍞", mark("bread")),
    Picture("🍏", mark("apple")),
    # NOTE: the fruit.
    Picture("🍊", mark("orange")),
    Picture("🍋", mark("lemon")),
    Picture("🍇", mark("grapes")),
    Picture("🍓", mark("strawberry")),
    Picture("🥕", mark("carrot")),
    Picture("🍅", mark("tomato")),
    Picture("🧅", mark("onion")),
    Picture("🍚", mark("rice")),
    Picture("🍯", mark("honey")),
    Picture("🧂", mark("salt")),
    Picture("🧀", mark("cheese")),
    Picture("☕", mark("coffee")),
    Picture("🍲", mark("soup")),
    Picture("🎂", mark("cake")),
    # NOTE: of a door.
    Picture("🔑", mark("key")),
    Picture("🚪", mark("door")),
    Picture("💡", mark("lamp")),
    # NOTE: an alarm clock.
    Picture("⏰", mark("clock")),
    Picture("📕", mark("book")),
    Picture("✏️", mark("pencil")),
    # NOTE: a parcel.
    Picture("📦", mark("box")),
    Picture("👕", mark("shirt")),
    # NOTE: worn on the nose, not to drink from.
    Picture("👓", mark("glasses")),
    Picture("☂️", mark("umbrella")),
    Picture("🎒", mark("schoolbag")),
    Picture("🧺", mark("basket")),
    Picture("🚲", mark("bicycle")),
    Picture("🚌", mark("bus")),
    Picture("🚂", mark("train")),
    Picture("🚗", mark("car")),
    # NOTE: the ball.
    Picture("⚽", mark("football")),
    # NOTE: to make music.
    Picture("🥁", mark("drum")),
    Picture("🎸", mark("guitar")),
    Picture("📻", mark("radio")),
    Picture("🎈", mark("balloon")),
    Picture("🥄", mark("spoon")),
    Picture("🧼", mark("soap")),
    Picture("🪑", mark("chair")),
    Picture("👒", mark("hat")),
    Picture("🚜", mark("tractor")),
)


def shown(indexes: tuple[int, ...] | list[int], words: Words) -> str:
    """The pictures at `indexes` with their words, as in "🐪 camel · 🌙 moon"; past 63 raises IndexError."""
    pictures = [PICTURES[index] for index in indexes]
    return words.aligned(" · ".join(f"{picture.emoji} {words(picture.noun)}" for picture in pictures))
