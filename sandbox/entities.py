"""Text as Telegram treats it: commands and links are found in it, HTML is parsed out of it, its length is checked."""

import re
from html.parser import HTMLParser
from typing import Any

from sandbox.parameters import utf16_length
from sandbox.refusals import bad_request

MAX_TEXT = 4096
MAX_CAPTION = 1024

_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?(?!\w))"
    r"|(?P<url>https?://[^\s<>]+)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.]+)"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
    r"|(?P<hashtag>(?<!\w)#[^\W\d]\w*)"
)
_MAY_HOLD_ENTITIES = re.compile(r"[/@#:]")
_STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link", "span": "spoiler",
    "tg-emoji": "custom_emoji",
}  # fmt: skip

Entities = list[dict[str, Any]]


def found_entities(text: str) -> Entities:
    """Commands, links, addresses, mentions and hashtags, with offsets in UTF-16 units."""
    if not _MAY_HOLD_ENTITIES.search(text):
        return []
    return [
        {
            "type": match.lastgroup,
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match.group()),
        }
        for match in _FOUND.finditer(text)
    ]


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.entities: Entities = []
        self.length = 0
        self._open: list[tuple[str, int, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _STYLES:
            raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {self._byte()}')
        self._open.append((tag, self.length, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open:
            raise bad_request(f"can't parse entities: Unexpected end tag at byte offset {self._byte()}")
        opened, start, attributes = self._open.pop()
        if opened != tag:
            raise bad_request(
                f"can't parse entities: Unmatched end tag at byte offset {self._byte()}, "
                f'expected "</{opened}>", found "</{tag}>"'
            )
        if self.length > start:
            self.entities.append(_entity(tag, start, self.length - start, attributes))

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
        self.length += utf16_length(data)

    def finish(self) -> tuple[str, Entities]:
        self.close()
        if self._open:
            raise bad_request(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{self._open[-1][0]}\""
            )
        return "".join(self.pieces), sorted(self.entities, key=lambda entity: entity["offset"])

    def _byte(self) -> int:
        line, column = self.getpos()
        return len("\n".join([*self.rawdata.split("\n")[: line - 1], ""]).encode()) + column


def _entity(tag: str, offset: int, length: int, attributes: dict[str, str | None]) -> dict[str, Any]:
    entity: dict[str, Any] = {"type": _STYLES[tag], "offset": offset, "length": length}
    if tag == "a":
        entity["url"] = attributes.get("href") or ""
    return entity


def parsed_text(raw: str, parse_mode: str) -> tuple[str, Entities]:
    """Text and entities as Telegram keeps them. Markdown is taken as plain: this stand-in does not parse it."""
    if not parse_mode:
        text = raw.strip()
        return text, found_entities(text)
    mode = parse_mode.lower()
    if mode in {"markdown", "markdownv2"}:
        return raw.strip(), []
    if mode != "html":
        raise bad_request("unsupported parse_mode")
    parser = _Markup()
    parser.feed(raw)
    text, entities = parser.finish()
    return text.rstrip(), entities or found_entities(text)


def check_text(text: str) -> None:
    if not text:
        raise bad_request("message text is empty")
    if len(text) > MAX_TEXT or utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")


def check_caption(caption: str) -> None:
    if utf16_length(caption) > MAX_CAPTION:
        raise bad_request("message caption is too long")
