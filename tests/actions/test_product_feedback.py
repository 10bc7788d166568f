import datetime as dt

from actions.notification_dispatcher import NotificationDispatcher
from actions.product_feedback.answer import FEEDBACK_COLUMNS, feedback_rows
from actions.reply import Reply
from knowledge.accounts.history import NeedSaid
from knowledge.demo import DEMO_DAY
from knowledge.knowledge import Knowledge
from knowledge.offers.product_feedback import NeedHeard, group_unanswered
from knowledge.playbook.phrases import Phrases
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


def test_an_absence_is_taken_back_by_its_button_in_both_languages(do: Ask) -> None:
    do("set_absence", until="2026-10-09", deputy="Maya", asker="Daniel Osei")
    (button,) = do("set_absence", until="2026-10-20", asker="Daniel Osei").choices
    told = do("undo", asker="Daniel Osei", **button.slots)
    assert told.headline == "Undone: the absence; what was noted before holds again."
    sent = do("hand_off_account", "Globex Corporation", need="SSO", asker="Hannah Reyes")
    assert "Handed Globex Corporation to Maya Collins" in sent.headline, "the first absence holds again"
    assert "不在" in do("undo", asker="Daniel Osei", language="ja").headline
    assert do("undo", asker="Daniel Osei").trouble, "nothing is left to take back"


def test_operations_read_counts_of_everybody_without_names(do: Ask) -> None:
    do("record_need", "Acme Corporation", need="a submarine edition of it all")
    table = do("product_feedback", month="2026-09", asker="Tom Ellery").tables[0]
    assert "Who" not in table.columns
    assert "Acme Corporation" not in str(table.rows)
    assert table.rows[0][0] == "a submarine edition of it all"


def test_last_month_reaches_operations_once_on_the_first_working_day(do: Ask, own_demo: Knowledge) -> None:
    do("record_need", "Acme Corporation", need="a submarine edition of it all")
    told: list[tuple[str, Reply]] = []

    def deliver(person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        if reply.intent == "product_feedback":
            told.append((person_key, reply))

    for moment in ("2026-09-30T01:00", "2026-10-01T01:00", "2026-10-01T02:00", "2026-10-02T01:00"):
        at = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
        NotificationDispatcher(own_demo, lambda at=at: at, "test").bring(deliver)  # type: ignore[misc]
    months = [(who, reply.headline) for who, reply in told]
    assert [who for who, _ in months] == ["demo:tom.ellery", "demo:tom.ellery"]
    assert "From 1 Aug 2026 to 31 Aug 2026" in months[0][1], "September's run catches up on August"
    assert "From 1 Sep 2026 to 30 Sep 2026" in months[1][1]
    assert "submarine" in str(told[1][1].tables)


def test_rows_for_a_file_hold_bare_numbers(do: Ask, own_demo: Knowledge) -> None:
    do("record_need", "Acme Corporation", need="a submarine edition of it all")
    with own_demo.access("operator", as_of=DEMO_DAY) as access:
        rows = feedback_rows(access, dt.date(2026, 9, 1), Phrases("en"))
    assert all(len(row) == len(FEEDBACK_COLUMNS) for row in rows)
    assert ("need", "2026-09", "", "", "a submarine edition of it all", 1, 1, 310000, "JPY") in rows
