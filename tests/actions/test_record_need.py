import pytest

from knowledge.terms import Verdict
from tests.actions.conftest import Ask
from tests.actions.test_recommend_offer import said


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_need_changes_the_next_answer_at_once(do: Ask, language: str) -> None:
    before = do("recommend_offer", "Globex Corporation", language=language)
    assert "single sign-on" not in said(before)
    noted = do("record_need", "Globex Corporation", need="single sign-on for 200 people", language=language)
    assert noted.choices[-1].intent == "undo"
    after = do("recommend_offer", "Globex Corporation", language=language)
    new = {offer.product_id for offer in after.offers} - {offer.product_id for offer in before.offers}
    assert len(new) == 1
    assert "single sign-on for 200 people" in said(after)


def test_undo_makes_the_answer_as_it_was(do: Ask) -> None:
    before = do("recommend_offer", "Globex Corporation")
    noted = do("record_need", "Globex Corporation", need="single sign-on for 200 people")
    do("undo", change=noted.choices[-1].slots["change"])
    assert do("recommend_offer", "Globex Corporation") == before
    assert do("undo").trouble, "there is nothing left to undo"


def test_an_empty_need_is_asked_for_and_what_was_said_is_kept(do: Ask) -> None:
    asked = do("record_need", "Acme Corporation", need="  ", said_by="Olivia Hart")
    assert asked.pending_slot is not None
    assert (asked.pending_slot.slot, asked.pending_slot.slots["said_by"]) == ("need", "Olivia Hart")


def test_a_product_off_the_list_is_asked_back_with_the_nearest(do: Ask) -> None:
    asked = do("record_need", "Acme Corporation", need="reports", product="Zorgblatt 3000")
    assert asked.choices
    assert all(choice.slots["need"] == "reports" for choice in asked.choices)


def test_what_says_the_same_is_tied_together(do: Ask) -> None:
    do("record_need", "Globex Corporation", need="single sign-on for 200 people")
    again = do("record_need", "Globex Corporation", need="Single sign-on!")
    assert "The two count as one need" in said(again)


def test_what_they_own_already_is_not_sold_again(do: Ask) -> None:
    noted = do("record_need", "Everbright Holdings", need="single sign-on for 200 people")
    assert "They have Secure Access Advanced already" in said(noted)


def test_nobody_records_for_an_account_out_of_sight(do: Ask) -> None:
    assert do("record_need", "Acme Corporation", need="SSO", asker="Kenji Nobody").trouble


def test_a_hold_closes_the_gate_at_once_and_lifting_opens_it(do: Ask) -> None:
    name = "Northwind Traders"
    assert do("recommend_offer", name).verdict is Verdict.NOW
    do("hold_account", name, until="2026-10-14", reason="an outage is being solved")
    held = do("recommend_offer", name)
    assert held.verdict is Verdict.NOT_NOW
    assert "an outage is being solved" in said(held)
    do("hold_account", name, step="lift")
    assert do("recommend_offer", name).verdict is Verdict.NOW


def test_a_need_said_in_japanese_and_in_english_counts_once(do: Ask) -> None:
    do("record_need", "Acme Corporation", need="シングルサインオンを使いたい", language="ja")
    again = do("record_need", "Acme Corporation", need="single sign-on for everybody")
    assert "The two count as one need." in said(again)
    other = do("record_need", "Acme Corporation", need="給与計算を自動化したい", language="ja")
    assert "1件のニーズ" not in said(other)
