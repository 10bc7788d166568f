"""Who is at risk, by revenue, with reasons; and what changed since a day."""

import pytest

from tests.actions.conftest import Ask
from tests.actions.test_recommend_offer import said


def test_customers_at_risk_come_first_by_revenue_with_two_reasons_and_a_play(ask: Ask) -> None:
    reply = ask("list_churn_risks")
    assert reply.headline == "3 at risk (¥892,800 a month), 15 to watch (¥5,126,200 a month)."
    first = reply.sections[0]
    assert first.title == "1. Saltmarsh Textiles: at risk, 68 points, ¥540,000 a month"
    assert "Use fell by 51%" in first.lines[0].text
    assert "Owner Maya Collins. They decide on renewal by 9 Nov 2026." in first.lines[2].text
    assert len(first.lines) == 4
    assert {choice.intent for choice in first.choices} >= {"assess_churn", "brief_account", "hold_account"}


def test_ten_lines_at_most_and_the_rest_is_counted(ask: Ask) -> None:
    sections = ask("list_churn_risks").sections
    assert len([section for section in sections if section.key.startswith("account_")]) == 10
    assert [section.key for section in sections[-2:]] == ["rest", "lost_means"]
    assert "8 more" in sections[-2].lines[0].text


def test_revenue_at_risk_is_a_figure_with_its_basis(ask: Ask) -> None:
    figure = ask("list_churn_risks").figure("revenue_at_risk")
    assert figure.raw == 892_800
    assert figure.basis == "3 accounts at risk"


@pytest.mark.parametrize(
    ("slots", "scope"),
    [
        ({"team": "International"}, "International"),
        ({"region": "Chicago"}, "Chicago"),
        ({"industry": "Manufacturing"}, "Manufacturing"),
        ({"person": "Maya Collins"}, "Maya Collins"),
        ({"product": "SFA"}, "SFA"),
        ({"touch": "high"}, {"en": "high-touch", "ja": "ハイタッチ"}),
        ({"rfm": "loyal"}, {"en": "loyal", "ja": "ロイヤル"}),
        ({"phase": "renewal"}, {"en": "renewal", "ja": "更新"}),
        ({"country": "JP"}, "JP"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_each_filter_narrows_the_list_and_is_named(
    ask: Ask, slots: dict[str, str], scope: str | dict[str, str], language: str
) -> None:
    everybody, some = ask("list_churn_risks", language=language), ask("list_churn_risks", language=language, **slots)
    assert (scope if isinstance(scope, str) else scope[language]) in some.headline
    assert (some.figure("revenue_watch").raw or 0) < (everybody.figure("revenue_watch").raw or 0)


def test_a_manager_sees_only_their_own_teams_customers(ask: Ask) -> None:
    titles = [section.title for section in ask("list_churn_risks", asker="Grace Whitfield").sections]
    assert any("Saltmarsh" in title for title in titles)
    assert not any("春日丘運輸" in title for title in titles)


def test_what_changed_since_a_day_is_told_by_kind_with_band_and_points_before_and_after(ask: Ask) -> None:
    reply = ask("list_churn_risks", date="2026-09-01")
    assert reply.headline == "Since 1 Sep 2026: 5 worse, 3 lost and 3 saved."
    titles = [section.title or "" for section in reply.sections]
    assert titles[0].startswith("1. Worse · Initech: healthy 5 → to watch 34 points")
    assert any("Topazshaw Forwarding Inc.: healthy 15.1 → to watch 22.9 points" in title for title in titles)
    assert "解約3社" in ask("list_churn_risks", date="2026-09-01", language="ja").headline


def test_a_day_without_a_turn_is_one_line(ask: Ask) -> None:
    reply = ask("list_churn_risks", date="2026-09-29", region="Chicago")
    assert not reply.sections
    assert reply.headline.startswith("No big changes since 29 Sep 2026 (Chicago)")


def test_a_day_that_cannot_be_read_is_asked_about(ask: Ask) -> None:
    assert "I cannot read" in said(ask("list_churn_risks", date="the other day"))
