"""How pictures look: colours that read well on Slack's light and dark papers, letters for both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_LATIN, _JAPANESE = "DejaVu Sans", "IPAexGothic"  # the first comes with matplotlib


@dataclass(frozen=True)
class Tile:
    """How one state of a matrix looks; ``is_strong``: its words are what one looks for."""

    fill: str
    edge: str
    ink: str
    is_strong: bool = False


@dataclass(frozen=True)
class Colours:
    """``quiet`` is for what is read second: axes, units, marks. ``tiles``: by state of a matrix."""

    paper: str
    ink: str
    quiet: str
    grid: str
    lines: tuple[str, ...]
    tiles: Mapping[str, Tile]


_LIGHT_TILES = {
    "owned": Tile("#d5e6f3", "#d5e6f3", "#1264a3"),
    "open": Tile("#c9501c", "#c9501c", "#ffffff", is_strong=True),
    "nothing": Tile("#ffffff", "#e6e6e6", "#8d8c8d"),
    "held": Tile("#efedea", "#efedea", "#6f6d6a"),
}
_DARK_TILES = {
    "owned": Tile("#1f3a52", "#1f3a52", "#6cb8ff"),
    "open": Tile("#ff9e6b", "#ff9e6b", "#1a1d21", is_strong=True),
    "nothing": Tile("#1a1d21", "#35383c", "#7b7d80"),
    "held": Tile("#2b2d31", "#2b2d31", "#a9abad"),
}
LIGHT = Colours("#ffffff", "#1d1c1d", "#616061", "#e6e6e6", ("#1264a3", "#c9501c", "#2b7a4b"), _LIGHT_TILES)
DARK = Colours("#1a1d21", "#f2f2f2", "#a9abad", "#35383c", ("#6cb8ff", "#ff9e6b", "#7fd6a0"), _DARK_TILES)


def font(size: int, language: str) -> Any:
    """Letters of one size; what one font lacks comes from the other."""
    from matplotlib.font_manager import FontProperties

    _know_japanese()
    families = [_JAPANESE, _LATIN] if language == "ja" else [_LATIN, _JAPANESE]
    return FontProperties(family=families, size=size)


def strong(size: int, language: str, text: str) -> Any:
    """Bold letters where ``text`` needs Latin ones only: the Japanese font has no bold."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=_LATIN, size=size, weight="bold") if text.isascii() else font(size, language)


@cache
def _know_japanese() -> None:
    from matplotlib.font_manager import fontManager

    fontManager.addfont(str(files("matplotlib_fontja") / "fonts" / "ipaexg.ttf"))
