"""What comes in over HTTP, read no further than it may be long."""

from __future__ import annotations

from starlette.requests import Request


class Refused(Exception):
    """What is not taken from the network, with the status that says so."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


async def read_bytes(request: Request, *, most_bytes: int) -> bytes:
    """What was sent. Raises Refused before more of it is read."""
    told = request.headers.get("content-length", "0")
    if not told.isdigit() or int(told) > most_bytes:
        raise Refused(413, "too large")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise Refused(413, "too large")
    return body


async def read_body(request: Request, *, most_bytes: int) -> str:
    """The same as text. Raises Refused also where it is none."""
    try:
        return (await read_bytes(request, most_bytes=most_bytes)).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, "not UTF-8") from error
