"""Requests no browser makes, from a browser that is inside and from one that is not."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from urllib.parse import quote, urlsplit

import aiohttp

from tests.fuzzing.bending import WORDS, bent_words, torn
from tests.fuzzing.campaign import Strike
from tests.fuzzing.targets.serving import Counter, a_counter
from tests.support.offices import found_in

HEADERS = (
    "Host",
    "Origin",
    "Cookie",
    "Content-Type",
    "Content-Length",
    "Accept-Language",
    "Referer",
    "Range",
    "Accept",
)
FIELDS = (
    "do",
    "reply",
    "note",
    "version",
    "reply_was",
    "note_was",
    "then_was",
    "passphrase",
    "next",
    "language",
    "name",
)
DOINGS = ("reply", "note", "status", "assign", "verify", "give", "take", "close", "draft", "unknown")


async def strike_once(counter: Counter, pages: list[str], chance: Random) -> None:
    visitor = counter.visitor if chance.random() < 0.8 else counter.desk.visitor()
    page = chance.choice(pages)
    if chance.random() < 0.4:
        page = "/" + quote(bent_words(page, chance).encode("utf-8", "surrogatepass"), safe="/{}?=&%")
    if chance.random() < 0.3:
        query = quote(
            bent_words("page=2&zone=block_c&status=open&q=night", chance).encode("utf-8", "surrogatepass"), safe="=&%"
        )
        page += f"?{query}"
    if chance.random() < 0.3:
        await raw(counter, page, chance)
        return
    if chance.random() < 0.5:
        counter.judge(await visitor.get(page))
        return
    names = chance.sample(FIELDS, chance.randint(1, 5))
    fields = {name: bent_words(chance.choice((*WORDS, "some words")), chance) for name in names}
    fields["do"] = chance.choice(DOINGS)
    clean = {name: text.encode("utf-8", "replace").decode() for name, text in fields.items()}
    headers = (
        {"Origin": bent_words(counter.desk.url, chance).encode("ascii", "ignore").decode()}
        if chance.random() < 0.2
        else {}
    )
    headers = {name: "".join(sign for sign in value if sign.isprintable()) for name, value in headers.items()}
    token = "wrong" if chance.random() < 0.2 or visitor._last is None else None
    counter.judge(await visitor.post(page, clean, token, **headers))


async def raw(counter: Counter, page: str, chance: Random) -> None:
    """Bytes that only look like a request: whatever comes back, the desk is there for the next."""
    address = urlsplit(counter.desk.url)
    lines = [f"{chance.choice(('GET', 'POST', 'PUT', 'HEAD', 'X'))} {page} HTTP/1.1", f"Host: {address.netloc}"]
    lines += [f"{chance.choice(HEADERS)}: {bent_words('en;q=0.8', chance)}" for _ in range(chance.randint(0, 4))]
    body = "&".join(f"{name}={chance.choice(WORDS)}" for name in FIELDS[:3])
    request = ("\r\n".join(lines) + "\r\n\r\n" + body).encode("utf-8", "surrogatepass")
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(torn(request, chance) if chance.random() < 0.6 else request)
    try:
        await writer.drain()
        writer.write_eof()
        async with asyncio.timeout(5):
            answer = await reader.read(4000)
        status = answer.split(b" ")[1:2]
        assert not (status and status[0].startswith(b"5")), (request, answer[:200])
    except (TimeoutError, OSError):
        pass  # half a request may be waited for; that is the reader's own limit
    finally:
        writer.close()


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Strike]:
    async with a_counter(found_in(folder / "founded.db"), folder / "office.db") as counter:
        case = counter.office.report()
        pages = [re.sub(r"\{[^}]*\}", case.hex(), page) for page in counter.pages]

        async def strike(chance: Random) -> None:
            try:
                await strike_once(counter, pages, chance)
            except aiohttp.ClientError:
                counter.judge(await counter.visitor.get("/"))
            if counter.visitor.last.path.startswith(("/unlock", "/lock")):
                await counter.visitor.unlock(counter.office.passphrases["caseworker"])

        yield strike
