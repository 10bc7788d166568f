from knowledge.analytics.feedback import NeedHeard, group_unanswered
from knowledge.demo import DEMO_DAY
from knowledge.history import NeedSaid
from tests.actions.conftest import Ask


def _heard(account: int, text: str, monthly: int) -> NeedHeard:
    return NeedHeard(NeedSaid(account, None, text, None, DEMO_DAY), account, f"A{account}", monthly)


def test_the_same_need_of_two_customers_is_one_line_with_both_revenues() -> None:
    needs = [
        _heard(1, "offline mode on ships", 100),
        _heard(2, "an offline mode on ships!", 250),
        _heard(1, "Offline mode on ships", 100),
    ]
    (group,) = group_unanswered(needs, [])
    assert (group.times, sum(group.revenue.values()), group.accounts) == (3, 350, ["A1", "A2"])


def test_a_need_that_a_product_answers_is_not_told_to_product(do: Ask) -> None:
    do("record_need", "Acme Corporation", need="single sign-on for everybody")
    do("record_need", "Acme Corporation", need="a submarine edition of it all")
    do("record_need", "Globex Corporation", need="a submarine edition")
    needs = do("product_feedback", month="2026-09").tables[0]
    assert [row[0] for row in needs.rows] == ["a submarine edition of it all"]
    assert needs.rows[0][1:3] == ("2", "2")
    assert "失注の理由" in {table.title for table in do("product_feedback", month="2026-09", language="ja").tables}


def test_a_month_without_anything_says_so(do: Ask) -> None:
    assert do("product_feedback", month="2031-01").tables == ()


def test_a_month_that_is_none_is_refused(do: Ask) -> None:
    assert do("product_feedback", month="sometime").trouble


def test_somebody_away_is_stood_in_for_from_the_next_handoff_on(do: Ask) -> None:
    away = do("set_absence", until="2026-10-09", deputy="Maya", asker="Daniel Osei")
    assert "Handoffs go to Maya Collins" in away.headline
    sent = do("hand_off_account", "Globex Corporation", need="SSO", asker="Hannah Reyes")
    assert "Handed Globex Corporation to Maya Collins" in sent.headline
    assert do("set_absence", until="2026-10-09", deputy="Nobody Here", asker="Daniel Osei").trouble
