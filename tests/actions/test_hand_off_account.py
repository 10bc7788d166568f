import datetime as dt

import pytest
from sqlalchemy import insert, select, update

from actions.notification_dispatcher import NotificationDispatcher
from actions.reply import Reply
from knowledge.knowledge import Knowledge
from knowledge.tables import Absence, Account, Person
from tests.actions.conftest import Ask
from tests.actions.test_recommend_offer import said

GLOBEX, NEED = "Globex Corporation", "SSO for 200 people"
CS, REP, BOSS = "Hannah Reyes", "Daniel Osei", "Grace Whitfield"


def _person(knowledge: Knowledge, name: str) -> int:
    with knowledge.engine.connect() as connection:
        return int(connection.execute(select(Person.id).where(Person.name == name)).scalar_one())


class Post:
    """Collects what is brought to whom about handoffs."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []

    def __call__(self, person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        if reply.intent == "list_handoffs":
            self.got.append((person_key.removeprefix("demo:"), reply.headline))


def _bring(knowledge: Knowledge, day: int, hour: int) -> list[tuple[str, str]]:
    """What is brought at an hour (UTC) of a day in October 2026 (day 0 is the demo's last of September)."""
    post, at = Post(), dt.datetime(2026, 9, 30, hour, tzinfo=dt.UTC) + dt.timedelta(days=day)
    NotificationDispatcher(knowledge, lambda: at, "test").bring(post)
    return post.got


def test_it_goes_to_the_owner_with_the_product_that_answers_the_need(do: Ask) -> None:
    sent = do("hand_off_account", GLOBEX, need=NEED, avoid="the price of last year", asker=CS)
    assert "Handed Globex Corporation to Daniel Osei" in sent.headline
    assert "Suggested: Secure Access Essentials" in said(sent)
    assert "Avoid: the price of last year" in said(sent)


def test_a_double_click_sends_once(do: Ask) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    assert "already" in do("hand_off_account", GLOBEX, need=NEED, asker=CS).headline
    assert "Open handoffs: 1" in do("list_handoffs", asker=CS).headline


def test_both_sides_see_every_step_and_a_stale_button_changes_nothing(do: Ask) -> None:
    do("hand_off_account", GLOBEX, need=NEED, urgency="hot", asker=CS)
    seen = do("list_handoffs", GLOBEX, asker=REP)
    accept = next(choice for choice in seen.choices if choice.slots["step"] == "accept")
    asked = do("list_handoffs", step="ask", handoff_id=accept.slots["handoff_id"], asker=REP)
    assert asked.pending_slot is not None
    do("list_handoffs", **asked.pending_slot.slots, text="Who decides?", asker=REP)
    stale = do("list_handoffs", **accept.slots, asker=REP)
    assert "nothing was changed" in stale.headline
    assert "“Who decides?”" in said(do("list_handoffs", GLOBEX, asker=CS))


def test_sales_cannot_answer_for_cs_nor_cs_accept_for_sales(do: Ask) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    assert "nothing was changed" in do("list_handoffs", GLOBEX, step="accept", asker=CS).headline
    assert "nothing was changed" in do("list_handoffs", GLOBEX, step="withdraw", asker=REP).headline


def test_an_owner_who_is_away_is_stood_in_for_and_one_who_left_leaves_a_queue(do: Ask, own_demo: Knowledge) -> None:
    daniel, maya = _person(own_demo, REP), _person(own_demo, "Maya Collins")
    away = {"person_id": daniel, "from_on": dt.date(2026, 9, 28), "until_on": dt.date(2026, 10, 9), "deputy_id": maya}
    with own_demo.engine.begin() as connection:
        connection.execute(insert(Absence).values(away))
    sent = do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    assert "Daniel Osei is away; Maya Collins stands in." in said(sent)
    with own_demo.engine.begin() as connection:
        connection.execute(update(Person).where(Person.id == daniel).values(left_on=dt.date(2026, 9, 1)))
    assert "has left" in said(do("hand_off_account", GLOBEX, need="more reports", asker=CS))


def test_unanswered_it_is_reminded_escalated_and_goes_back(do: Ask, own_demo: Knowledge) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)  # Wednesday 10:00 in Tokyo
    assert _bring(own_demo, 0, 2)[0][0] == "daniel.osei"
    assert [who for who, _ in _bring(own_demo, 1, 2)] == ["daniel.osei"]
    assert {who for who, _ in _bring(own_demo, 2, 2)} == {"daniel.osei", "hannah.reyes"}
    assert [who for who, _ in _bring(own_demo, 2, 9)] == ["grace.whitfield"], "the manager, when London wakes"
    assert "hannah.reyes" in [who for who, _ in _bring(own_demo, 5, 3)]
    assert "back with Hannah Reyes" in do("list_handoffs", GLOBEX, asker=CS).headline


def test_once_accepted_nobody_is_reminded_to_answer(do: Ask, own_demo: Knowledge) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    do("list_handoffs", GLOBEX, step="accept", asker=REP)
    assert [who for who, _ in _bring(own_demo, 1, 2)] == ["hannah.reyes"], "only that it was accepted"


def test_a_new_owner_takes_over_what_waits(do: Ask, own_demo: Knowledge) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    with own_demo.engine.begin() as connection:
        new = {"owner_id": _person(own_demo, "Maya Collins")}
        connection.execute(update(Account).where(Account.name == GLOBEX).values(new))
    assert ("maya.collins") in [who for who, _ in _bring(own_demo, 0, 3)]


def test_a_held_account_is_asked_about_first(do: Ask) -> None:
    asked = do("hand_off_account", "Umbra Retail", need="more reports")
    assert "is held until" in asked.headline
    assert [choice.intent for choice in asked.choices] == ["hand_off_account", "hold_account"]
    assert "Handed" in do("hand_off_account", **asked.choices[0].slots).headline


def test_a_colleague_who_does_not_exist_is_asked_for(do: Ask) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    asked = do("list_handoffs", GLOBEX, step="reassign", person="Nobody Here", asker=REP)
    assert "I find nobody here called “Nobody Here”" in asked.headline
    assert asked.choices


def test_a_colleague_who_has_left_is_not_given_a_handoff_and_others_are_offered(do: Ask, own_demo: Knowledge) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    with own_demo.engine.begin() as connection:
        left = update(Person).where(Person.name == "Maya Collins").values(left_on=dt.date(2026, 9, 1))
        connection.execute(left)
    asked = do("list_handoffs", GLOBEX, step="reassign", person="Maya Collins", asker=REP)
    assert asked.headline == "Maya Collins has left the firm. Who takes it over instead?"
    assert asked.choices
    assert "Maya Collins" not in [choice.label for choice in asked.choices]


def test_in_japanese_every_step_reads_as_japanese(do: Ask) -> None:
    sent = do("hand_off_account", GLOBEX, need="200名分のSSO", language="ja", asker=CS)
    assert "引き継ぎました" in sent.headline
    assert "回答待ちです" in do("list_handoffs", GLOBEX, language="ja", asker=REP).headline


@pytest.mark.parametrize(
    ("said", "to"), [("Maya", "Maya Collins"), ("priya nair", "Priya Nair"), ("平野", "平野 翔太")]
)
def test_a_customer_is_handed_to_the_colleague_named(do: Ask, said: str, to: str) -> None:
    sent = do("hand_off_account", GLOBEX, need=NEED, receiver=said, asker=CS)
    assert f"Handed {GLOBEX} to {to}" in sent.headline
    assert f"You chose {to}." in str(sent.sections)


def test_a_name_of_cs_means_cs(do: Ask) -> None:
    assert "to 青山 健司" in do("hand_off_account", GLOBEX, need="unhappy", receiver="青山", asker=REP).headline


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_colleague_who_cannot_take_it_is_asked_about_with_choices_and_the_need_is_kept(
    do: Ask, language: str
) -> None:
    asked = do("hand_off_account", GLOBEX, need=NEED, urgency="hot", receiver="Zaphod", asker=CS, language=language)
    assert asked.pending_slot is not None
    assert asked.pending_slot.slot == "receiver"
    assert len(asked.choices) == 4
    assert all(choice.slots["need"] == NEED and choice.slots["urgency"] == "hot" for choice in asked.choices)
    assert GLOBEX in do(str(asked.choices[0].intent), **asked.choices[0].slots, asker=CS).headline


@pytest.mark.parametrize(("language", "told"), [("en", "has it already"), ("ja", "すでにDaniel Oseiさんが担当")])
def test_a_handoff_is_not_given_to_whoever_has_it(do: Ask, language: str, told: str) -> None:
    do("hand_off_account", GLOBEX, need=NEED, asker=CS)
    asked = do("list_handoffs", GLOBEX, step="reassign", person="daniel", asker=REP, language=language)
    assert told in asked.headline
    assert all(choice.slots["person"] != "demo:daniel.osei" for choice in asked.choices)
