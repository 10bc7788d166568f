"""A matrix as a picture: names at the left, columns above, one tile a cell; and the same in words as a table."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from actions.reply import Chart, Matrix, Table
from bot.pictures.looks import Colours, Tile, font, strong

_WIDTH = 9.0  # inches, as wide as Slack shows a picture
_ROW, _HEAD, _FOOT = 0.34, 1.08, 0.2  # inches: a line; title, legend and columns; below
_NAMES = 2.35  # inches for the names at the left
# Letters that fit, a full-width one counting two: beside the tiles; for an inch of a tile, and of what stands above.
_NAME_UNITS, _CELL_UNITS, _HEAD_UNITS = 27, 11, 17.5
_GAP = 0.045  # inches between tiles
_MARKS = {"owned": "●", "nothing": "·", "held": "–"}


def matrix_size(matrix: Matrix) -> tuple[float, float]:
    """Inches, so that a line is as tall in a short matrix as in a long one."""
    return _WIDTH, _HEAD + _ROW * len(matrix.rows) + _FOOT


def draw_matrix(figure: Any, chart: Chart, matrix: Matrix, colours: Colours, language: str) -> None:
    """Tiles, names and legend on an empty figure of ``matrix_size``; measured in inches from the top left."""
    width, height = matrix_size(matrix)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.axis("off")
    axes.text(0.2, 0.28, chart.title, color=colours.ink, va="center", fontproperties=strong(13, language, chart.title))
    _draw_legend(axes, matrix, colours, language)
    tile = (width - _NAMES - 0.2) / max(len(matrix.columns), 1)
    for column, name in enumerate(matrix.columns):
        middle = _NAMES + (column + 0.5) * tile
        text = _head(name, int(tile * _HEAD_UNITS))
        axes.text(middle, 0.93, text, color=colours.quiet, ha="center", va="center", fontproperties=font(8, language))
    for line, row in enumerate(matrix.rows):
        top = _HEAD + line * _ROW
        name = cut(row.label, _NAME_UNITS)
        place = {"ha": "right", "va": "center", "color": colours.ink}
        axes.text(_NAMES - 0.12, top + _ROW / 2, name, fontproperties=font(9, language), **place)
        for column, (state, words) in enumerate(row.cells):
            at = (_NAMES + column * tile, top, tile, _ROW)
            _draw_tile(axes, at, colours.tiles[state], words or _MARKS.get(state, ""), language)


def _draw_tile(axes: Any, at: tuple[float, float, float, float], look: Tile, words: str, language: str) -> None:
    from matplotlib.patches import FancyBboxPatch

    left, top, width, height = at
    corner = (left + _GAP, top + _GAP)
    shape = "round,pad=0,rounding_size=0.05"
    axes.add_patch(
        FancyBboxPatch(
            corner,
            width - 2 * _GAP,
            height - 2 * _GAP,
            boxstyle=shape,
            facecolor=look.fill,
            edgecolor=look.edge,
            lw=0.8,
        )
    )
    text = cut(words, int((width - 0.1) * _CELL_UNITS * 1.12))
    letters = strong(8, language, text) if look.is_strong else font(8, language)
    middle = (left + width / 2, top + height / 2)
    axes.text(*middle, text, color=look.ink, ha="center", va="center", fontproperties=letters)


def _draw_legend(axes: Any, matrix: Matrix, colours: Colours, language: str) -> None:
    left = 0.2
    for state, words in matrix.legend:
        _draw_tile(axes, (left, 0.5, 0.32, 0.26), colours.tiles[state], _MARKS.get(state, ""), language)
        axes.text(left + 0.38, 0.63, words, color=colours.quiet, va="center", fontproperties=font(8, language))
        left += 0.38 + _units(words) * 0.073 + 0.25


def matrix_table(chart: Chart, matrix: Matrix) -> Table:
    """The same as a table: the offer where there is one, else the state in words."""
    states = dict(matrix.legend)
    rows = tuple((row.label, *(words or states[state] for state, words in row.cells)) for row in matrix.rows)
    return Table(key=chart.key, title=chart.title, columns=("", *matrix.columns), rows=rows)


def _head(name: str, units: int) -> str:
    """A name too long for its column by the short one in its brackets: MA for マーケティングオートメーション（MA）."""
    short = re.search(r"[(（](.+?)[)）]$", name)
    return short.group(1) if short and _units(name) > units else cut(name, units)


def cut(text: str, units: int) -> str:
    """At most so many letters, a full-width one counting two, with an ellipsis where some are left out.

    >>> cut("Acme Corporation", 8), cut("さくら商事株式会社", 8), cut("Acme", 8)
    ('Acme Co…', 'さくら…', 'Acme')
    """
    if _units(text) <= units:
        return text
    kept, room = "", units - 1
    for letter in text:
        room -= _units(letter)
        if room < 0:
            break
        kept += letter
    return kept.rstrip() + "…"


def _units(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
