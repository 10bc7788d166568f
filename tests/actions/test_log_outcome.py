from sqlalchemy import select

from actions.reply import Reply
from knowledge.demo import DEMO_DAY
from knowledge.knowledge import Knowledge
from knowledge.proposals.queries.won_answers import WonSaid, load_won_answers
from knowledge.tables import WonAnswer
from knowledge.terms import Verdict
from tests.actions.conftest import Ask
from tests.actions.test_recommend_offer import said

MA = "Marketing Automation Standard"


def _products(reply: Reply) -> set[str]:
    return {offer.product for offer in reply.offers}


def test_a_no_rests_the_product_from_the_next_answer_on(do: Ask) -> None:
    assert MA in _products(do("recommend_offer", "Acme Corporation"))
    lost = do("log_outcome", "Acme Corporation", outcome="lost", product=MA, reason="far too expensive for them")
    assert "Reason: Too expensive." in said(lost)
    assert "before 29 Dec 2026" in said(lost)
    assert MA not in _products(do("recommend_offer", "Acme Corporation"))
    do("undo", change=lost.choices[-1].slots["change"])
    assert MA in _products(do("recommend_offer", "Acme Corporation"))


def test_later_rests_until_the_day_they_named(do: Ask) -> None:
    later = do("log_outcome", "Acme Corporation", outcome="later", product=MA, until="2026-11-02")
    assert "before 2 Nov 2026" in said(later)


def test_two_asks_close_the_gate(do: Ask) -> None:
    do("log_outcome", "Acme Corporation", outcome="pitched", product=MA)
    do("log_outcome", "Acme Corporation", outcome="pitched", product="Secure Access Essentials")
    assert do("recommend_offer", "Acme Corporation").verdict is Verdict.NOT_NOW


def test_what_was_just_won_is_not_offered_again_and_three_questions_follow(do: Ask, own_demo: Knowledge) -> None:
    won = do("log_outcome", "Acme Corporation", outcome="won", product=MA, amount_minor=3_600_000)
    assert MA not in _products(do("recommend_offer", "Acme Corporation"))
    assert "¥3,600,000" in said(won)
    for answer in ("a growing maker of sensors", "600 leads nobody followed up", None):
        assert won.pending_slot is not None
        slots = {key: value for key, value in won.pending_slot.slots.items() if key not in {"account_id", "account"}}
        extra = {"answer": answer} if answer else {"skip": 1}
        won = do("log_outcome", "Acme Corporation", **slots, **extra)
    assert won.pending_slot is None
    with own_demo.engine.connect() as connection:
        kept = list(connection.execute(select(WonAnswer.question, WonAnswer.answer)))
    assert kept == [("customer", "a growing maker of sensors"), ("trouble", "600 leads nobody followed up")]


def test_what_is_missing_is_asked_with_choices(do: Ask) -> None:
    asked = do("log_outcome", "Acme Corporation")
    assert {choice.slots["outcome"] for choice in asked.choices} >= {"won", "lost", "later", "pitched"}
    asked = do("log_outcome", "Acme Corporation", outcome="lost", product=MA)
    assert {choice.slots["reason"] for choice in asked.choices} >= {"price", "timing", "competitor"}
    asked = do("log_outcome", "Acme Corporation", outcome="later", product=MA, until="2020-01-01")
    assert "not in the future" in asked.headline
    assert all(choice.slots["product"] == MA for choice in asked.choices)


def test_the_outcome_comes_back_to_whoever_handed_over(do: Ask) -> None:
    cs, rep = "Hannah Reyes", "Daniel Osei"
    do("hand_off_account", "Globex Corporation", need="SSO for 200 people", asker=cs)
    won = do("log_outcome", "Globex Corporation", outcome="won", product="Secure Access Essentials", asker=rep)
    assert "Hannah Reyes, who handed this over, hears of it." in said(won)
    assert "won by Daniel Osei" in do("list_handoffs", "Globex Corporation", asker=cs).headline
    do("undo", asker=rep)
    assert "is in touch" in do("list_handoffs", "Globex Corporation", asker=cs).headline


def _win(do: Ask, *answers: str | None, asker: str = "Maya Collins") -> Reply:
    told = do("log_outcome", "Acme Corporation", outcome="won", product=MA, asker=asker)
    for answer in answers:
        assert told.pending_slot is not None
        slots = {key: value for key, value in told.pending_slot.slots.items() if key not in {"account_id", "account"}}
        told = do("log_outcome", "Acme Corporation", **slots, answer=answer, skip=int(answer is None), asker=asker)
    return told


def _said_of_wins(knowledge: Knowledge, asker: str = "operator") -> tuple[WonSaid, ...]:
    with knowledge.access(asker, as_of=DEMO_DAY) as access:
        return load_won_answers(access)


def test_what_was_said_of_a_won_deal_can_be_read_again(do: Ask, own_demo: Knowledge) -> None:
    thanks = _win(do, "a maker of sensors", None, "the trial with five users")
    assert "What struck home: the trial with five users" in said(thanks)
    (deal,) = _said_of_wins(own_demo)
    assert (deal.account, deal.said_by) == ("Acme Corporation", "Maya Collins")
    assert deal.answers == {"customer": "a maker of sensors", "proposal": "the trial with five users"}
    assert _said_of_wins(own_demo, "yuki.tanabe@osusume-demo.example") == (), "a rep of another team"


def test_an_answer_about_a_won_deal_is_undone_before_the_win(do: Ask, own_demo: Knowledge) -> None:
    _win(do, "a maker of sensors", "600 leads")
    assert "won deal" in do("undo", asker="Maya Collins").headline
    assert list(_said_of_wins(own_demo)[0].answers) == ["customer"]
    do("undo", asker="Maya Collins")
    assert "the outcome" in do("undo", asker="Maya Collins").headline
    assert _said_of_wins(own_demo) == ()


def test_a_win_that_was_undone_asks_nothing_more(do: Ask, own_demo: Knowledge) -> None:
    won = _win(do)
    assert won.pending_slot is not None
    do("undo", asker="Maya Collins")
    late = do("log_outcome", **won.pending_slot.slots, answer="too late", asker="Maya Collins")
    assert "does not count as won any more" in late.headline
    assert _said_of_wins(own_demo) == ()


def test_a_family_means_the_tier_that_was_pitched(do: Ask) -> None:
    do("log_outcome", "Acme Corporation", outcome="pitched", product="Marketing Automation Pro")
    lost = do("log_outcome", "Acme Corporation", outcome="lost", product="Marketing Automation", reason="price")
    assert lost.headline == "Noted: Acme Corporation does not take Marketing Automation Pro."


def test_a_family_never_pitched_is_asked_about_by_its_tiers(do: Ask) -> None:
    asked = do("log_outcome", "Acme Corporation", outcome="lost", product="Marketing Automation", reason="price")
    assert asked.choices[0].slots["product"] == MA
    assert {str(choice.slots["product"]).rpartition(" ")[0] for choice in asked.choices} == {"Marketing Automation"}
    assert all(choice.slots["reason"] == "price" for choice in asked.choices)
