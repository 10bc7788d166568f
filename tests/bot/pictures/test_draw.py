"""Charts as PNG: in light and dark, with Japanese letters, and a clear line where there is nothing to draw."""

import pytest

from actions.reply import Chart, ChartSeries, Matrix, MatrixRow
from bot.pictures.draw import NothingToDraw, draw_chart, list_points
from bot.pictures.matrix import matrix_table
from bot.slack.views import tables

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


def test_periods_are_drawn_in_their_order_and_shares_as_percent() -> None:
    points = (("2024年度第4四半期", 0.01), ("2025年度第1四半期", 0.03))
    series = (ChartSeries(label="解約率", points=points),)
    trend = Chart(key="c", kind="line", title="解約率の推移", unit="share", series=series, alt="alt")
    assert draw_chart(trend, language="ja").startswith(PNG)
    assert list_points(trend, "ja")[-1] == ("解約率", "2025年度第1四半期", "3.0%")


def test_a_name_with_an_emoji_is_no_reason_for_no_picture() -> None:
    assert draw_chart(chart(("2026-09-01", 10.0), title="Acme 🚀")).startswith(PNG)


def matrix(rows: int) -> Chart:
    row = MatrixRow(label="さくら商事株式会社", cells=(("owned", ""), ("open", "スタンダード")))
    legend = (("owned", "導入済み"), ("open", "提案可能"))
    whole = Matrix(columns=("SFA", "マーケティングオートメーション（MA）"), rows=(row,) * rows, legend=legend)
    return Chart(key="m", kind="matrix", title="ホワイトスペース", matrix=whole, alt="alt")


def test_a_matrix_is_drawn_as_tall_as_it_has_lines_in_light_and_dark() -> None:
    short, tall = draw_chart(matrix(2), language="ja"), draw_chart(matrix(25), language="ja")
    assert short.startswith(PNG)
    assert int.from_bytes(short[16:20]) == int.from_bytes(tall[16:20])
    assert int.from_bytes(short[20:24]) < int.from_bytes(tall[20:24])
    assert draw_chart(matrix(2), language="ja", dark=True) != short


def test_a_matrix_without_lines_is_nothing_to_draw() -> None:
    with pytest.raises(NothingToDraw):
        draw_chart(matrix(0))


def test_a_matrix_that_cannot_be_shown_is_a_table_of_offers_and_states() -> None:
    chart = matrix(1)
    assert chart.matrix
    assert matrix_table(chart, chart.matrix).rows == (("さくら商事株式会社", "導入済み", "スタンダード"),)
    *_words, table = tables.draw_chart(chart, "ja", None)
    assert [cell["text"] for cell in table["rows"][1]] == ["さくら商事株式会社", "導入済み", "スタンダード"]
