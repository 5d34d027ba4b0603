"""What the control API lets a phone do, by name: each takes the request's JSON and returns the answer's."""

import base64
from collections.abc import Awaitable, Callable

from sandbox.messages import FILE_KINDS
from sandbox.phone import Phone
from sandbox.room import JSON


async def _send(phone: Phone, body: JSON) -> JSON:
    return {"message_id": await phone.send(str(body["text"]))}


async def _press(phone: Phone, body: JSON) -> JSON:
    return {"pressed": await phone.press(str(body["label"]))}


async def _press_inline(phone: Phone, body: JSON) -> JSON:
    return {"callback_query_id": await phone.press_inline(str(body["data"]), body.get("message_id"))}


async def _start(phone: Phone, body: JSON) -> JSON:
    return {"message_id": await phone.start(body.get("payload"))}


async def _attach(phone: Phone, body: JSON) -> JSON:
    kind = str(body["kind"])
    if kind == "location":
        number = await phone.location(float(body.get("latitude", 0)), float(body.get("longitude", 0)))
    elif kind == "contact":
        number = await phone.contact(
            str(body.get("phone_number", "+10000000000")), body.get("first_name") or phone.name
        )
    elif kind in FILE_KINDS:
        data = base64.b64decode(body["data"]) if body.get("data") else None
        number = await phone.attach(kind, data, body.get("caption"), body.get("filename"), body.get("mime_type"))
    else:
        raise ValueError(f"nothing of kind {kind} can be attached")
    return {"message_id": number}


async def _change(phone: Phone, body: JSON) -> JSON:
    phone.name = body.get("name", phone.name)
    phone.language = body.get("language_code", phone.language)
    if "blocked" in body:
        await (phone.block() if body["blocked"] else phone.unblock())
    if body.get("offline", phone.offline) != phone.offline:
        await (phone.go_offline() if body["offline"] else phone.go_online())
    return {}


async def _edit(phone: Phone, body: JSON) -> JSON:
    await phone.edit(int(body["message_id"]), str(body["text"]))
    return {}


async def _delete(phone: Phone, body: JSON) -> JSON:
    await phone.delete(int(body["message_id"]))
    return {}


async def _delete_chat(phone: Phone, body: JSON) -> JSON:
    await phone.delete_chat()
    return {}


ACTIONS: dict[str, Callable[[Phone, JSON], Awaitable[JSON]]] = {
    "send": _send,
    "press": _press,
    "press_inline": _press_inline,
    "start": _start,
    "attach": _attach,
    "change": _change,
    "edit": _edit,
    "delete": _delete,
    "delete_chat": _delete_chat,
}
