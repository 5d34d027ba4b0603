"""What is left of markdown and HTML in a text, as plain words: a chat shows neither, and their signs would be read out.

ODK and KoBo show both in labels and hints (https://docs.getodk.org/form-styling/).
"""

from __future__ import annotations

import html
import re

REFERENCE = re.compile(r"\$\{[^}]*\}")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = ("blockquote", "br", "center", "div", "hr", "li", "ol", "p", "pre", "tr", "ul", *HEADINGS)
INLINE = (
    *("a", "abbr", "b", "big", "code", "del", "em", "font", "i", "img", "ins", "mark", "s", "small", "span", "strike"),
    *("strong", "style", "sub", "sup", "table", "tbody", "td", "th", "thead", "u"),
)
NAMES = "|".join(sorted((*BLOCKS, *INLINE), key=len, reverse=True))
TAG = re.compile(rf"</?(?P<name>{NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
LINK_TAG = re.compile(r"<a\s[^<>]*href\s*=\s*[\"']?([^\"'\s<>]+)[^<>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
NOT_SHOWN = re.compile(r"<!--.*?-->|<style\b[^<>]*>.*?</style>", re.IGNORECASE | re.DOTALL)
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
LINK = re.compile(r"!?\[([^\[\]]*)\]\(\s*<?([^\s()<>]*)>?(?:\s+[\"'][^\"']*[\"'])?\s*\)")
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
EMPHASIS = (
    re.compile(r"\*\*\*(?=[^\s*])(.+?)(?<=[^\s*])\*\*\*", re.DOTALL),
    re.compile(r"\*\*(?=[^\s*])(.+?)(?<=[^\s*])\*\*", re.DOTALL),
    re.compile(r"(?<![\w*\\])\*(?=[^\s*),.;:!?])([^*\n]+?)(?<=[^\s*\\])\*(?![\w*])"),
    re.compile(r"(?<![\w_])__(?=[^\s_])(.+?)(?<=[^\s_])__(?![\w_])"),
    re.compile(r"(?<![\w_\\])_(?=[^\s_])([^_\n]+?)(?<=[^\s_\\])_(?![\w_])"),
    re.compile(r"~~(?=[^\s~])(.+?)(?<=[^\s~])~~"),
    re.compile(r"(?<!`)`([^`\n]+)`(?!`)"),
)
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!~<>-])")
KEPT = "\ue000{}\ue001"
KEPT_AGAIN = re.compile("\ue000(\\d+)\ue001")


def plain_words(written: str) -> str:
    """The same words without markdown and tags. What only looks like it ('5 < 6', 'Name *', '2*3', '${a_b}') stays."""
    if not any(sign in written for sign in "*_#[<&\\~`"):
        return written
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1] if found.re is ESCAPED else found[0])
        return KEPT.format(len(kept) - 1)

    text = ESCAPED.sub(keep, REFERENCE.sub(keep, written))
    text = _without_markdown(_without_tags(text))
    text = KEPT_AGAIN.sub(lambda found: kept[int(found[1])], text)
    return re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r"\n{3,}", "\n\n", text)).strip()


def _without_tags(text: str) -> str:
    text = LINK_TAG.sub(lambda found: _with_address(found[2], found[1]), NOT_SHOWN.sub("", text))
    text = TAG.sub(lambda found: "\n" if found["name"].lower() in BLOCKS else "", text)
    return ENTITY.sub(lambda found: html.unescape(found[0]).replace("\u00a0", " "), text)


def _without_markdown(text: str) -> str:
    text = HEADING.sub(r"\1", LINK.sub(lambda found: _with_address(found[1], found[2]), text))
    for emphasis in EMPHASIS:
        text = emphasis.sub(r"\1", text)
    return text


def _with_address(words: str, address: str) -> str:
    """An address can be pressed in a chat; one that says the same as the words, or leads to no page, is left out."""
    is_page = address.startswith(("http://", "https://", "tel:", "mailto:"))
    bare = address.removeprefix("tel:").removeprefix("mailto:")
    return f"{words} ({bare})" if is_page and bare not in words else words
