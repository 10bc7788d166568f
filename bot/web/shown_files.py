"""Pictures and tables of an answer, as files."""

from __future__ import annotations

import io

from starlette.responses import PlainTextResponse, Response

from actions.reply import Reply
from bot.csv_writer import write_rows
from bot.pictures.draw import NotDrawn, draw_chart

_NOT_FOUND = 404


def send_part(reply: Reply, name: str, *, dark: bool) -> Response | None:
    """The picture ``<key>.png`` or the table ``<key>.csv`` of an answer; None where it has none of that name."""
    stem, _, ending = name.rpartition(".")
    chart = next((each for each in reply.charts if each.key == stem), None)
    sheet = next((each for each in reply.sheets if each.key == stem), None)
    if chart and ending == "png":
        try:
            content = draw_chart(chart, language=reply.language, dark=dark)
        except NotDrawn as why:
            return PlainTextResponse(f"{why}\n", _NOT_FOUND)
        return Response(content, media_type="image/png")
    if sheet and ending == "csv":
        text = io.StringIO(newline="")
        write_rows([sheet.columns, *sheet.rows], text)
        saved = {"content-disposition": f'attachment; filename="{sheet.key}.csv"'}
        return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=saved)
    return None
