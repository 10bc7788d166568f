"""Draws a chart as a PNG, in light or dark, with a font that has Japanese letters."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from actions.reply import Chart


class NothingToDraw(ValueError):
    """A chart without points; the sentence in ``alt`` says what there is to say."""


@dataclass(frozen=True)
class _Colours:
    paper: str
    ink: str
    grid: str
    lines: tuple[str, ...]


LIGHT = _Colours("#ffffff", "#1d1c1d", "#dddddd", ("#c0392b", "#1264a3", "#2b7a4b"))
DARK = _Colours("#1a1d21", "#e8e8e8", "#44474b", ("#ff7a6b", "#6cb8ff", "#7fd6a0"))


def draw_chart(chart: Chart, *, dark: bool = False) -> bytes:
    """The PNG. NothingToDraw where no series has a point."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    if not any(series.points for series in chart.series):
        raise NothingToDraw(f"{chart.title}: there is nothing to draw yet")
    colours = DARK if dark else LIGHT
    figure = Figure(figsize=(8, 3.6), dpi=150, facecolor=colours.paper)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    _draw_lines(axes, chart, colours)
    _dress(axes, chart, colours)
    figure.tight_layout()
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", facecolor=colours.paper, metadata={"Description": chart.alt})
    return drawn.getvalue()


def _draw_lines(axes: Any, chart: Chart, colours: _Colours) -> None:
    for series, colour in zip(chart.series, colours.lines * len(chart.series), strict=False):
        days = [dt.date.fromisoformat(day) for day, _ in series.points]
        amounts = [amount for _, amount in series.points]
        axes.plot(days, amounts, color=colour, linewidth=2, label=series.label)
        axes.fill_between(days, amounts, color=colour, alpha=0.12)
    told = sorted(day for series in chart.series for day, _ in series.points)
    for day, label in chart.marks:
        is_late = day in told and told.index(day) > len(told) / 2
        axes.axvline(dt.date.fromisoformat(day), color=colours.ink, linestyle=":", linewidth=1)
        axes.annotate(
            label,
            (dt.date.fromisoformat(day), 1),
            xycoords=("data", "axes fraction"),
            xytext=(-4 if is_late else 4, -10),
            ha="right" if is_late else "left",
            textcoords="offset points",
            color=colours.ink,
            fontproperties=_font(8),
        )


def _dress(axes: Any, chart: Chart, colours: _Colours) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda day, _: _write_day(day)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _: f"{amount:,.0f}"))
    axes.set_ylim(bottom=0)
    axes.set_facecolor(colours.paper)
    axes.set_title(f"{chart.title} ({chart.unit})", color=colours.ink, loc="left", fontproperties=_font(12))
    axes.grid(axis="y", color=colours.grid, linewidth=0.6)
    axes.tick_params(colors=colours.ink, labelsize=8)
    for name, spine in axes.spines.items():
        spine.set_visible(name == "bottom")
        spine.set_color(colours.grid)
    if len(chart.series) > 1:
        axes.legend(prop=_font(9), frameon=False, labelcolor=colours.ink)


def _write_day(number: float) -> str:
    """A day as the axis counts it, from 1970 on."""
    return (dt.date(1970, 1, 1) + dt.timedelta(days=round(number))).isoformat()


def _font(size: int) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(files("matplotlib_fontja") / "fonts" / "ipaexg.ttf"), size=size)
