"""When an article is due again for one customer, and when it was dropped, worked by hand."""

import datetime as dt

import pytest

from knowledge.offers.article_rhythm import ArticleState, read_rhythms

START = dt.date(2026, 1, 1)


def orders(*days: int, article: int = 1, quantity: int = 10) -> list[tuple[int, dt.date, int, int | None]]:
    return [(article, START + dt.timedelta(days=day), quantity, 1000 * quantity) for day in days]


def state(lines: list[tuple[int, dt.date, int, int | None]], day: int, article: int = 1) -> ArticleState:
    return read_rhythms(lines, as_of=START + dt.timedelta(days=day))[article].state


def test_the_next_order_is_due_one_usual_gap_after_the_last() -> None:
    rhythm = read_rhythms(orders(0, 30, 62, 90), as_of=START + dt.timedelta(days=100))[1]
    assert (rhythm.gap_days, rhythm.due_on) == (30, START + dt.timedelta(days=120))
    assert (rhythm.quantity, rhythm.amount_minor) == (10, 10_000)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (112, ArticleState.DUE),  # 8 days before its day: a quarter of the gap
        (111, ArticleState.RUNNING),
        (135, ArticleState.DUE),  # half a gap late is still due
        (136, ArticleState.SILENT),  # missing, but so are all their orders
    ],
)
def test_an_article_is_due_around_its_day(day: int, expected: ArticleState) -> None:
    assert state(orders(0, 30, 60, 90), day) is expected


def test_an_article_missing_from_later_orders_was_dropped() -> None:
    lines = orders(0, 30, 60, 90) + orders(0, 30, 60, 90, 121, article=2)
    assert state(lines, 136) is ArticleState.DROPPED
    assert state(lines, 136, article=2) is not ArticleState.DROPPED


def test_three_orders_or_unsteady_gaps_are_no_rhythm() -> None:
    assert state(orders(0, 30, 60), 90) is ArticleState.NO_RHYTHM
    assert state(orders(0, 5, 60, 65, 160), 170) is ArticleState.NO_RHYTHM


def test_lines_of_one_order_are_one_day_and_a_return_is_none() -> None:
    lines = [*orders(0, 30, 60, 90), *orders(90, quantity=5), *orders(95, quantity=-10)]
    rhythm = read_rhythms(lines, as_of=START + dt.timedelta(days=100))[1]
    assert (rhythm.days, rhythm.last_on) == (4, START + dt.timedelta(days=90))


def test_a_yearly_buyer_is_not_due_months_before() -> None:
    lines = orders(0, 365, 730, 1095)
    assert state(lines, 1095 + 365 - 15) is ArticleState.RUNNING
    assert state(lines, 1095 + 365 - 14) is ArticleState.DUE
