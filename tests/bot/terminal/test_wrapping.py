"""Lines break as each script wants it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from bot.terminal.wrapping import Prose, fill

TOLD = "SFA スタンダードをご利用の31社中19社が90日以内に追加しています（全体では138社中17社）。「名刺が五百枚あり」"


def drawn(text: str, width: int) -> list[str]:
    console = Console(width=width, color_system=None)
    with console.capture() as caught:
        console.print(Prose(text))
    return [line.rstrip() for line in caught.get().splitlines()]


def test_japanese_fills_each_line_and_no_mark_stands_at_the_wrong_end() -> None:
    for width in range(12, 60):
        lines = fill(TOLD, width)
        assert all(cell_len(line) <= width for line in lines)
        assert all(cell_len(line) >= width - 8 for line in lines[:-1])
        assert not any(line[0] in "、。）」ー" for line in lines)
        assert not any(line[-1] in "（「" for line in lines)


def test_english_breaks_between_words() -> None:
    assert drawn("They have asked for it.", 12) == ["They have", "asked for", "it."]


@given(st.text(st.sampled_from("aé 1スご（）。ー\n名"), max_size=60), st.integers(6, 30))
def test_nothing_is_lost(text: str, width: int) -> None:
    assert "".join("".join(fill(text, width)).split()) == "".join(text.split())
