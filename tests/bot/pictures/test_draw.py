"""Charts as PNG: in light and dark, with Japanese letters, and a clear line where there is nothing to draw."""

import pytest

from actions.reply import Chart, ChartSeries
from bot.pictures.draw import NothingToDraw, draw_chart

PNG = b"\x89PNG\r\n\x1a\n"


def chart(*points: tuple[str, float], title: str = "解約リスクのある月額金額の推移") -> Chart:
    series = (ChartSeries(label="解約リスクあり", points=points),)
    return Chart(
        key="c", kind="line", title=title, unit="JPY", series=series, alt="alt", marks=(("2026-09-02", "基準を変更"),)
    )


@pytest.mark.parametrize("dark", [False, True])
def test_a_chart_with_japanese_words_is_drawn_without_a_missing_letter(dark: bool) -> None:
    assert draw_chart(chart(("2026-09-01", 10.0), ("2026-09-02", 20.0)), dark=dark).startswith(PNG)


def test_light_and_dark_differ_and_the_same_chart_is_the_same_picture() -> None:
    one = chart(("2026-09-01", 10.0), ("2026-09-30", 20.0))
    assert draw_chart(one) == draw_chart(one)
    assert draw_chart(one) != draw_chart(one, dark=True)


def test_nothing_to_draw_is_one_clear_line() -> None:
    with pytest.raises(NothingToDraw, match="there is nothing to draw yet"):
        draw_chart(chart())
