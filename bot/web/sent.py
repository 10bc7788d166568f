"""What a page of ours sends: the fields of a form, and files."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.requests import Request

from bot.http_body import Refused, read_body
from bot.web.importing import Files, read_files

_MOST_BYTES = 200_000  # of a form
_MOST_FIELDS = 500
_BAD = 400
Sent = dict[str, str]


async def read_sent(request: Request, *, takes_files: bool) -> tuple[Sent, Files]:
    """The fields of a form, the last of a name, and its files. Raises Refused where it is too long or none."""
    if takes_files and request.headers.get("content-type", "").startswith("multipart/"):
        return await read_files(request)
    body = await read_body(request, most_bytes=_MOST_BYTES)
    try:
        fields = parse_qs(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise Refused(_BAD, "no form") from error
    return {name: values[-1] for name, values in fields.items()}, {}


def as_lines(text: str) -> str:
    """A text as a file holds it; browsers send lines with a return before each end."""
    return text.replace("\r\n", "\n").strip() + "\n" if text.strip() else ""
