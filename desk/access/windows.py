"""What pages say of themselves: that they are shown, and that they were left. Neither is work."""

from aiohttp import web

from desk.pages import config_of, session_of


async def note_window(request: web.Request) -> web.Response:
    """POST /window: `page` is a name the page gave itself, `is` 'shown' or 'left'."""
    form, session = await request.post(), session_of(request)
    if session is not None and session.workspace is not None:
        page = str(form.get("page", ""))[:40]
        if form.get("is") == "shown":
            session.windows.show(page)
        else:
            session.windows.leave(page, config_of(request).ticks())
    return web.Response(status=204)
