"""A firm that records deals only: what was won is what was bought, and the next project is no silence."""

from collections.abc import Callable

import pytest

from bot.adapters.health import examine_records
from tests.firms.firm import ImportedFirm, words_of


@pytest.fixture
def studio(open_firm: Callable[[str], ImportedFirm]) -> ImportedFirm:
    return open_firm("deals_only")


def test_a_won_deal_is_a_purchase_where_nothing_else_tells_of_any(studio: ImportedFirm) -> None:
    assert studio.ask("how many customers do we have?").figure("look_up").raw == 11
    assert studio.ask("how many customers have we lost?").figure("look_up").raw == 0
    assert "they have Website; last bought 1 Apr 2024" in words_of(studio.run("brief_account", "Silent Sails"))
    assert "has bought 2 times, last on 30 Apr 2025" in words_of(studio.run("show_purchases", "Atlas Foods"))
    assert not [each for each in studio.run("assess_churn", "Silent Sails").figures if each.key == "churn"]
    assert "orders" not in examine_records(studio.url, "en").split(".")[0]


@pytest.mark.parametrize(
    ("language", "film", "care"),
    [
        (
            "en",
            "6 of 11 accounts that had Website added it within 90 days",
            "nobody with the same products added it within 90",
        ),
        ("ja", "90日以内に追加したのは、11社中6社", "90日以内に追加した例がなく"),
    ],
)
def test_what_followed_on_what_is_counted_over_won_deals(
    studio: ImportedFirm, language: str, film: str, care: str
) -> None:
    told = words_of(studio.run("recommend_offer", "Silent Sails", language=language))
    assert film in told
    assert care in told
    assert ("No more than usual." if language == "en" else "通常の割合を上回りません。") in told


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("which deals are open?", "Open Orchard"),
        ("which deals did we lose?", "Lost Lantern"),
        ("進行中の案件は？", "Open Orchard"),
        ("失注した案件は？", "Lost Lantern"),
    ],
)
def test_a_deal_that_waits_and_one_that_was_lost_are_told(studio: ImportedFirm, question: str, name: str) -> None:
    reply = studio.ask(question, language="en" if question.isascii() else "ja")
    assert reply.figure("look_up").raw == 1
    assert name in words_of(reply)


def test_purchases_of_their_own_take_the_place_of_deals(written_firm: Callable[[dict[str, str]], ImportedFirm]) -> None:
    firm = written_firm(
        {
            "accounts.csv": "id,name\na,Aster Print",
            "products.csv": "id,name\np,Poster\nq,Banner",
            "deals.csv": "id,account,outcome,opened_on,closed_on\nd,a,won,2026-01-05,2026-02-05",
            "deal_lines.csv": "id,deal,product\nl,d,p",
            "purchases.csv": "id,account,product,purchased_on\nb,a,q,2026-02-07",
        }
    )
    told = words_of(firm.run("show_purchases", "Aster Print"))
    assert "Banner" in told
    assert "Poster" not in told
