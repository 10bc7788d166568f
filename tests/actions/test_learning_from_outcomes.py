"""What customers and colleagues said changes the next answer, and is taken back by undo."""

import datetime as dt
import re

import pytest

from actions.reply import Reply
from knowledge.demo import DEMO_DAY
from knowledge.kernel.lineage import RowRange
from knowledge.knowledge import Knowledge
from knowledge.lineage import load_rows
from tests.actions.conftest import Ask
from tests.actions.test_recommend_offer import said

MA = "Marketing Automation Standard"
REPS = ("Maya Collins", "Daniel Osei", "Priya Nair")


def products(reply: Reply) -> list[str]:
    return [offer.product for offer in reply.offers]


def undo(do: Ask, reply: Reply, asker: str) -> None:
    change = next(choice.slots["change"] for choice in reply.choices if choice.intent == "undo")
    do("undo", change=change, asker=asker)


def test_too_early_moves_the_date_and_the_answer_says_who_said_so_when(do: Ask) -> None:
    until = (DEMO_DAY + dt.timedelta(days=60)).isoformat()
    for product in products(do("recommend_offer", "Open Pro")):
        logged = do("log_outcome", "Open Pro", outcome="too_early", product=product, until=until)
    reply = do("recommend_offer", "Open Pro")
    assert (reply.verdict, reply.verdict_until) == ("wait", dt.date.fromisoformat(until))
    assert "Wait until 29 Nov 2026: they said “too early” on 30 Sep 2026." in said(reply)
    undo(do, logged, "operator")
    assert do("recommend_offer", "Open Pro").verdict == "now"


def test_a_lost_reason_decides_how_long_the_product_rests(do: Ask) -> None:
    do("log_outcome", "Acme Corporation", outcome="lost", product=MA, reason="competitor")
    reply = do("recommend_offer", "Acme Corporation")
    assert MA not in products(reply)
    assert f"{MA} rests until 30 Sep 2027: they said “no” on 30 Sep 2026 (A competitor)." in said(reply)


def test_not_relevant_by_a_colleague_rests_the_product_here_and_is_no_ask(do: Ask) -> None:
    told = do("give_feedback", "Acme Corporation", feedback="not_relevant", product=MA, asker=REPS[0])
    assert "does not count as an ask" in said(told)
    reply = do("recommend_offer", "Acme Corporation")
    assert MA not in products(reply)
    assert "Maya Collins found it not relevant for them on 30 Sep 2026" in said(reply)
    assert MA in products(do("recommend_offer", "さくら商事株式会社")), "elsewhere the rule still holds"
    undo(do, told, REPS[0])
    assert MA in products(do("recommend_offer", "Acme Corporation"))


def test_three_different_people_set_the_rule_aside_and_the_same_one_thrice_does_not(do: Ask) -> None:
    def grumble(who: str) -> Reply:
        return do("give_feedback", "Acme Corporation", feedback="not_relevant", product=MA, asker=who)

    for _ in range(3):
        assert "by 1 of 3 different people" in said(grumble(REPS[0]))
    grumble(REPS[1])
    last = grumble(REPS[2])
    assert "is set aside: 3 different people found it not relevant" in said(last)
    undo(do, last, REPS[2])
    assert "by 2 of 3" in said(grumble(REPS[1]))


def test_operations_put_a_rule_back_and_a_rep_may_not(do: Ask) -> None:
    for who in REPS:
        do("give_feedback", "Initech", feedback="not_relevant", product=MA, asker=who)
    told = do("decide_rule", rule="need:8", step="set_aside", asker=REPS[0])
    assert told.trouble
    assert "Only operations and managers" in told.headline
    assert do("decide_rule", rule="need:8", step="set_aside", asker="Tom Ellery").headline.startswith("Set aside: ")
    assert do("decide_rule", rule="need:8", step="restored", asker="Tom Ellery").headline.startswith("Back in use: ")
    assert do("decide_rule", rule="need:8", step="restored", asker="Tom Ellery").trouble, "nothing to put back"


def test_why_opens_the_take_up_on_this_ground(ask: Ask) -> None:
    reply = ask("recommend_offer", "Acme Corporation")
    figure = next(figure for figure in reply.figures if figure.key.startswith("take_up_"))
    assert figure.value.startswith("of ")
    assert "nothing is said about the cause" in figure.formula
    score = reply.figure(figure.key.replace("take_up_", "score_"))
    assert "for the take-up on this ground" in score.basis


@pytest.mark.parametrize("account", ["Acme Corporation", "Birchholm Castings LLC", "Northwind Traders", "Open Pro"])
def test_the_rows_behind_a_take_up_are_those_that_it_counts(ask: Ask, demo: Knowledge, account: str) -> None:
    figures = [each for each in ask("recommend_offer", account).figures if each.key.startswith("take_up_")]
    assert figures
    for figure in figures:
        assert figure.lineage
        with demo.access("operator", as_of=DEMO_DAY) as access:
            count, rows = load_rows(
                access, RowRange(figure.lineage.table, product_ids=figure.lineage.product_ids), most=999
            )
        proposals = int(re.findall(r"of (\d+)", figure.value)[0])
        assert count == len(rows) == proposals
        assert sum(row.cells["outcome"] == "won" for row in rows) == figure.raw


def test_a_rep_sees_the_count_of_the_firm_and_the_rows_of_their_customers(demo: Knowledge, ask: Ask) -> None:
    figure = next(each for each in ask("recommend_offer", "Northwind Traders").figures if "take_up" in each.key)
    assert figure.lineage
    wanted = RowRange(figure.lineage.table, product_ids=figure.lineage.product_ids)
    with demo.access("operator", as_of=DEMO_DAY) as everybody, demo.access("Daniel Osei", as_of=DEMO_DAY) as own:
        assert load_rows(own, wanted, most=999)[0] == load_rows(everybody, wanted, most=999)[0]
        assert len(load_rows(own, wanted, most=999)[1]) < len(load_rows(everybody, wanted, most=999)[1])


def test_both_languages_learn_alike(ask: Ask) -> None:
    english, japanese = (ask("recommend_offer", "Initech", language=language) for language in ("en", "ja"))
    assert [figure.raw for figure in english.figures] == [figure.raw for figure in japanese.figures]
