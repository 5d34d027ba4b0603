"""The ways the Bot API says no, with its own codes and wording."""


class Refused(Exception):
    """An error answer: HTTP status `code`, Telegram's `description`, seconds to wait with a 429, the supergroup
    that a group has become."""

    def __init__(
        self, code: int, description: str, retry_after: int | None = None, moved_to: int | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.moved_to = moved_to


def bad_request(what: str) -> Refused:
    return Refused(400, f"Bad Request: {what}")


def ill_formed() -> Refused:
    return bad_request("strings must be encoded in UTF-8")


def forbidden(what: str) -> Refused:
    return Refused(403, f"Forbidden: {what}")


def too_many_requests(retry_after: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after)


def unauthorized() -> Refused:
    return Refused(401, "Unauthorized")


def not_found() -> Refused:
    return Refused(404, "Not Found")


def bad_gateway() -> Refused:
    return Refused(502, "Bad Gateway")


def conflicting_poll() -> Refused:
    return Refused(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )


class ConnectionDropped(Exception):
    """No answer at all: the connection is closed instead, `reset` meaning abruptly."""

    def __init__(self, reset: bool) -> None:
        super().__init__()
        self.reset = reset
