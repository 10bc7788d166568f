"""Draws a chart as a PNG, in light or dark, with a font that has Japanese letters."""

from __future__ import annotations

import io
import threading
import warnings
from importlib.util import find_spec
from typing import Any

from actions.reply import Chart
from bot.pictures.amounts import SHARE, write_amount, write_short
from bot.pictures.looks import DARK, LIGHT, Colours, font, strong
from bot.pictures.matrix import draw_matrix, matrix_size
from bot.pictures.places import Places

_ONE_AT_A_TIME = threading.Lock()  # the font machinery is shared by all threads
_ROOM_FOR_LABEL = 1.13  # the axis reaches this far beyond the last point, for its value
_FLAT_FROM_ZERO = 0.5  # a share whose lowest value is below this part of its highest is drawn from zero


class NotDrawn(ValueError):
    """There is no picture; the sentence in ``alt`` says what there is to say."""


class NothingToDraw(NotDrawn):
    """A chart without points."""


class NoDrawingLibrary(NotDrawn):
    """Pictures are an extra that is not installed: ``pip install "osusume[charts]"``."""


def draw_chart(chart: Chart, *, language: str = "en", dark: bool = False) -> bytes:
    """The PNG. NothingToDraw where no series has a point, no matrix a line; NoDrawingLibrary."""
    if not any(series.points for series in chart.series) and not (chart.matrix and chart.matrix.rows):
        raise NothingToDraw(f"{chart.title}: there is nothing to draw yet")
    if not can_draw():
        raise NoDrawingLibrary('Pictures need the extra "charts": pip install "osusume[charts]"')
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # an emoji in a name is no reason for no picture
        return _draw(chart, language, DARK if dark else LIGHT)


def can_draw() -> bool:
    """Whether the extra ``charts`` is installed."""
    return find_spec("matplotlib") is not None and find_spec("matplotlib_fontja") is not None


def _draw(chart: Chart, language: str, colours: Colours) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    size = matrix_size(chart.matrix) if chart.matrix else (8, 4)
    figure = Figure(figsize=size, dpi=160, facecolor=colours.paper)
    FigureCanvasAgg(figure)
    if chart.matrix:
        draw_matrix(figure, chart, chart.matrix, colours, language)
    else:
        _draw_curves(figure, chart, colours, language)
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", facecolor=colours.paper, metadata={"Description": chart.alt})
    return drawn.getvalue()


def _draw_curves(figure: Any, chart: Chart, colours: Colours, language: str) -> None:
    axes = figure.add_axes((0.095, 0.13, 0.875, 0.68))
    places = Places.of(chart, language)
    bottom = _bottom(chart)
    _draw_lines(axes, chart, places, colours, language, bottom)
    _draw_marks(axes, chart, places, colours, language)
    _dress(axes, chart, places, colours, language)
    axes.set_ylim(bottom=bottom, top=_top(chart, bottom))
    figure.text(0.02, 0.92, chart.title, color=colours.ink, fontproperties=strong(13, language, chart.title))


def _draw_lines(axes: Any, chart: Chart, places: Places, colours: Colours, language: str, bottom: float) -> None:
    for series, colour in zip(chart.series, colours.lines * len(chart.series), strict=False):
        at = [places.at(name) for name, _ in series.points]
        amounts = [amount for _, amount in series.points]
        if not at:
            continue
        few = "o" if places.names else ""
        axes.plot(at, amounts, color=colour, linewidth=2.2, marker=few, markersize=4.5, clip_on=False)
        if len(chart.series) == 1 and bottom <= 0:
            axes.fill_between(at, amounts, 0, color=colour, alpha=0.12, linewidth=0)
        axes.plot(at[-1:], amounts[-1:], "o", color=colour, markersize=7, markeredgecolor=colours.paper, clip_on=False)
        last = write_short(amounts[-1], chart.unit, language)
        label = last if len(chart.series) == 1 else f"{series.label} {last}"
        axes.annotate(
            label,
            (at[-1], amounts[-1]),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontproperties=strong(10, language, label),
        )


def _draw_marks(axes: Any, chart: Chart, places: Places, colours: Colours, language: str) -> None:
    for name, words in chart.marks:
        at = places.at(name)
        is_late = at > places.middle
        axes.axvline(at, color=colours.quiet, linestyle=(0, (2, 3)), linewidth=1)
        axes.annotate(
            words,
            (at, 1),
            xycoords=("data", "axes fraction"),
            xytext=(-5 if is_late else 5, -4),
            ha="right" if is_late else "left",
            va="top",
            textcoords="offset points",
            color=colours.quiet,
            fontproperties=font(8, language),
        )


def _dress(axes: Any, chart: Chart, places: Places, colours: Colours, language: str) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.set_facecolor(colours.paper)
    axes.set_xlim(places.first, places.first + max(places.last - places.first, 1) * _ROOM_FOR_LABEL)
    ticks = places.ticks()
    axes.set_xticks([at for at, _ in ticks], [words for _, words in ticks])
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _: write_short(amount, chart.unit, language)))
    axes.grid(axis="y", color=colours.grid, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, pad=6, labelcolor=colours.quiet)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font(8, language))
    for name, spine in axes.spines.items():
        spine.set_visible(name == "bottom")
        spine.set_color(colours.grid)


def _bottom(chart: Chart) -> float:
    """Zero; for a share that stays high, such as retention, a little below its lowest, or the curve would lie flat."""
    amounts = [amount for series in chart.series for _, amount in series.points]
    low, high = min(amounts), max(amounts)
    if low < 0:
        return low * 1.1
    return 0.0 if chart.unit != SHARE or low <= high * _FLAT_FROM_ZERO else low - (high - low or high) * 0.35


def _top(chart: Chart, bottom: float) -> float:
    high = max(amount for series in chart.series for _, amount in series.points)
    return high + ((high - bottom) * 0.15 or 1.0)


def list_points(chart: Chart, language: str) -> list[tuple[str, str, str]]:
    """The points of curves in words, for where the picture cannot be shown: series, place, amount."""
    places = Places.of(chart, language)
    return [
        (series.label, places.write(name), write_amount(amount, chart.unit, language))
        for series in chart.series
        for name, amount in series.points
    ]
