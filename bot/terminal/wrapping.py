"""Breaks lines of a narrow window as each script wants it: English between words, Japanese between characters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_WIDE = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
# Marks that must not begin a line hang on to what stands before them, those that must not end one to what follows.
_CLOSES, _OPENS = "、。，．・：；？！」』）】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々％", "「『（【〈《"
_PIECES = re.compile(rf"[{_OPENS}]*(?:[^{_WIDE}\s]+|[{_WIDE}])[{_CLOSES}]*|\s+|.", re.DOTALL)
_IS_WIDE = re.compile(f"[{_WIDE}]")


@dataclass(frozen=True)
class Prose:
    """A text that fills the width it is given; what stands in it is drawn as it is, never read as mark-up."""

    text: str
    style: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Lines as wide as there is room."""
        lines = fill(self.text, options.max_width) if _IS_WIDE.search(self.text) else [self.text]
        yield Text("\n".join(lines), style=self.style, overflow="fold")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """From its longest word, in Japanese one character with its mark, to its longest line."""
        measured = Measurement.get(console, options, Text(self.text))
        return Measurement(min(4, measured.maximum), measured.maximum) if _IS_WIDE.search(self.text) else measured


def fill(text: str, width: int) -> list[str]:
    """The lines of a text at so many columns, a Japanese character taking two.

    >>> fill("SFA スタンダードをご利用の31社です。", 16)
    ['SFA スタンダード', 'をご利用の31社で', 'す。']
    """
    return [line for given in text.split("\n") for line in _fill_one(given, width)]


def _fill_one(text: str, width: int) -> list[str]:
    lines, line, room = list[str](), "", width
    for piece in _PIECES.findall(text):
        needed = cell_len(piece)
        if needed > room and line:
            lines.append(line.rstrip())
            line, room = "", width
        if line or not piece.isspace():
            line, room = line + piece, room - needed
    return [*lines, line.rstrip()]
