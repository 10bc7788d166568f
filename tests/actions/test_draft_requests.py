"""Drafts shortened, addressed to several, about bills: what a follow-up asks for is seen in the text or said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from actions.reply import Reply
from knowledge.knowledge import Knowledge
from scripts.draft_facts import check_facts, load_vocabulary
from scripts.draft_repeats import body_of, sentences_of

Ask = Callable[..., Reply]


def draft(ask: Ask, account: str, **slots: object) -> Reply:
    """An e-mail to this customer, in English where nothing else is said."""
    return ask("draft_talk_track", account, medium="email", **slots)


def told(reply: Reply) -> str:
    """All that is said about the draft."""
    return " ".join(line.text for section in reply.sections if section.key == "note" for line in section.lines)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "purpose", ["offer", "check_in", "apology", "renewal", "silence", "introduction", "appointment"]
)
def test_shorter_is_a_fifth_shorter_and_still_shorter_goes_on_until_one_sentence_is_left(
    ask: Ask, purpose: str, language: str
) -> None:
    asked = {"purpose": purpose, "language": language}
    whole = body_of(draft(ask, "Kestrel Freight", **asked))
    steps = [draft(ask, "Kestrel Freight", draft_length=length, **asked) for length in ("shorter", "half", "shortest")]
    before = len(whole)
    for reply in steps:
        text = body_of(reply)
        assert len(text) < before or "cannot be shorter" in told(reply) or "これ以上は短く" in told(reply)
        before = len(text)
    assert len(body_of(steps[0])) <= 0.8 * len(whole) or len(sentences_of(whole)) <= 3


def test_what_must_be_mentioned_outlives_every_shortening(ask: Ask) -> None:
    text = body_of(draft(ask, "Kestrel Freight", purpose="check_in", must_mention="renewal", draft_length="shortest"))
    assert "20 December" in text


def test_a_shorter_page_and_a_shorter_call_lose_lines_at_each_step(ask: Ask) -> None:
    def size(length: str, **asked: str) -> int:
        reply = ask("draft_talk_track", "Acme Corporation", **asked, **({"draft_length": length} if length else {}))
        return sum(len(line.text) for section in reply.sections if section.key != "note" for line in section.lines)

    for asked in ({}, {"purpose": "brief"}):
        sizes = [size(length, **asked) for length in ("", "shorter", "half")]
        assert sizes == sorted(set(sizes), reverse=True), asked


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_reminder_of_bills_names_each_that_is_overdue_and_what_they_come_to(ask: Ask, language: str) -> None:
    one = body_of(draft(ask, "Saltmarsh Textiles", purpose="payment", language=language))
    two = body_of(draft(ask, "Quarry Lane Builders", purpose="payment", language=language))
    assert re.search("1,620,000", one)
    assert two.count("255,000") == 2
    assert "510,000" in two
    assert not re.search("席|seats|trial|お試し", one + two)


@pytest.mark.parametrize("account", ["Saltmarsh Textiles", "Quarry Lane Builders", "春日丘運輸株式会社"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_fact_of_a_reminder_of_bills_has_a_figure(ask: Ask, demo: Knowledge, account: str, language: str) -> None:
    reply = draft(ask, account, purpose="payment", language=language)
    assert not any(check_facts(body_of(reply), reply, account, load_vocabulary(demo)).strays.values())


def test_the_longer_a_bill_is_open_the_plainer_the_reminder_unless_it_is_to_be_soft(ask: Ask) -> None:
    late, fresher = (
        body_of(draft(ask, name, purpose="payment")) for name in ("Quarry Lane Builders", "春日丘運輸株式会社")
    )
    soft = body_of(draft(ask, "Quarry Lane Builders", purpose="payment", tone="softer"))
    assert "Please let me know this week" in late
    assert "this week when" not in fresher + soft


@pytest.mark.parametrize("language", ["en", "ja"])
def test_where_no_bill_is_overdue_no_reminder_is_written_and_that_is_said(ask: Ask, language: str) -> None:
    reply = draft(ask, "Acme Corporation", purpose="payment", language=language)
    assert not body_of(reply)
    assert re.search("No invoice of|ご請求はない", reply.headline)


def test_a_reminder_of_bills_goes_to_whoever_keeps_the_books(ask: Ask) -> None:
    assert "経理部長　岡部 進様" in body_of(draft(ask, "春日丘運輸株式会社", purpose="payment", language="ja"))


@pytest.mark.parametrize(
    ("account", "language", "asked", "greeted"),
    [
        ("Acme Corporation", "en", {"addressee": "Olivia|Ben"}, "Hello Olivia and Ben,"),
        ("Acme Corporation", "en", {"addressee": "everybody", "role": "all"}, "Hello Olivia, Ben and Rachel,"),
        ("さくら商事株式会社", "ja", {"addressee": "大西部長|水野課長"}, "涼子様\n情報システム課長　水野"),
    ],
)
def test_several_readers_are_greeted_together(
    ask: Ask, account: str, language: str, asked: dict[str, str], greeted: str
) -> None:
    assert greeted in body_of(draft(ask, account, language=language, **asked))


def test_of_several_readers_one_who_is_not_there_is_said_and_the_other_greeted(ask: Ask) -> None:
    reply = draft(ask, "Acme Corporation", addressee="Ben|Zoltan")
    assert "Hello Ben," in body_of(reply)
    assert "Zoltan" in told(reply)


def test_another_language_is_a_change_and_is_not_said_to_be_none(ask: Ask) -> None:
    last = json.dumps({"purpose": "check_in", "medium": "email", "language": "en"})
    assert told(draft(ask, "Acme Corporation", purpose="check_in", language="ja", last=last)) == ""


def test_a_change_that_changes_nothing_is_said_beside_other_notes(ask: Ask) -> None:
    asked = {"purpose": "check_in", "addressee": "CFO", "role": "finance"}
    last = json.dumps({**asked, "medium": "email", "language": "en"})
    assert "stays as it was" in told(draft(ask, "Acme Corporation", **asked, leave_out="zeppelin", last=last))


def test_a_trouble_of_another_day_than_the_one_that_is_open_is_said_to_be_that(ask: Ask) -> None:
    reply = draft(ask, "Initech", purpose="apology", matter="yesterday's outage", date="2026-09-29")
    assert "No trouble of 29 September is recorded" in told(reply)


def test_dates_beside_an_apology_stand_each_on_a_line_after_it(ask: Ask) -> None:
    text = body_of(
        draft(
            ask,
            "Hooli",
            purpose="apology",
            matter="the late answer",
            occasion="silence",
            must_mention="meeting",
            weekdays="1,3",
        )
    )
    assert "I am sorry for the late answer." in text
    assert re.search(r"\n\n– Tuesday, 6 October, in the \w+\n– ", text)


def test_a_meeting_to_come_that_nobody_recorded_is_not_proposed_instead(ask: Ask) -> None:
    reply = draft(ask, "Hooli", purpose="thanks", must_mention="next_meeting")
    assert "next meeting" in told(reply)
    assert "– " not in body_of(reply)


def test_a_settled_meeting_in_a_letter_that_sells_nothing_is_about_what_they_have(ask: Ask) -> None:
    reply = draft(ask, "Kestrel Freight", purpose="renewal", must_mention="agreed", date="2026-10-02")
    assert "take up Cloud Workspace Business with you" in body_of(reply)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_who_is_on_the_telephone_is_not_told_how_to_write_back(ask: Ask, language: str) -> None:
    for account in ("Kestrel Freight", "青葉坂精工株式会社", "Hooli"):
        text = body_of(ask("draft_talk_track", account, medium="call", purpose="check_in", language=language))
        assert not re.search("ring you|A line or two|お電話のほうが|一言いただければ", text)


def test_that_a_contract_runs_is_no_reason_that_outlives_what_is_offered(ask: Ask) -> None:
    text = body_of(draft(ask, "Copperfield Foods", draft_length="half"))
    assert "visitors of the website" in text
    assert "since April 2025" not in text


LOST = ("漣橋化成株式会社", "Crimsonpool Research Group")


@pytest.mark.parametrize("account", LOST)
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "purpose", ["check_in", "thanks", "apology", "appointment", "silence", "renewal", "objection", "introduction"]
)
def test_of_what_somebody_left_nobody_asks_how_it_is_used(ask: Ask, account: str, language: str, purpose: str) -> None:
    text = body_of(draft(ask, account, purpose=purpose, language=language))
    assert text
    assert not re.search(
        r"ご利用状況|お手間がかかって|継続、|ご利用に関する|まだ影響|still cost|make the day easier|You can keep"
        r"|about the use of|works at|working at",
        text,
    )


@pytest.mark.parametrize("account", LOST)
def test_where_the_contracts_have_ended_a_renewal_is_said_to_be_none(ask: Ask, account: str) -> None:
    reply = draft(ask, account, purpose="renewal")
    assert "nothing to renew" in told(reply)


def test_a_contract_of_one_month_lasted_until_it_and_not_from_it_until_it(ask: Ask) -> None:
    text = body_of(draft(ask, "漣橋化成株式会社", purpose="win_back", language="ja"))
    assert "2025年11月まで" in text
    assert "2025年11月から" not in text


def test_a_follow_up_the_day_after_a_call_is_said_to_be_early(ask: Ask) -> None:
    reply = draft(ask, "合同会社朧峰医療", purpose="silence")
    assert "29 September" in told(reply)
    assert "Our last call was" not in body_of(reply)


def test_nobody_asks_for_a_talk_before_a_day_more_than_half_a_year_ahead(ask: Ask) -> None:
    text = body_of(draft(ask, "Hooli", purpose="renewal"))
    assert "before 3 January 2028" not in text
    assert "20 minutes" in text


@pytest.mark.parametrize("account", ["Larkspur Robotics", "株式会社北斗製作所", "Copperdown Outfitters Group"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_fact_of_a_brief_has_a_figure_whatever_closes_the_gate(
    ask: Ask, demo: Knowledge, account: str, language: str
) -> None:
    reply = draft(ask, account, purpose="brief", language=language)
    assert not any(check_facts(body_of(reply), reply, account, load_vocabulary(demo)).strays.values())


def test_an_introduction_asks_for_the_way_by_which_they_were_last_spoken_to(ask: Ask) -> None:
    call = body_of(draft(ask, "Hooli", purpose="introduction"))
    matter = body_of(draft(ask, "Acme Corporation", purpose="introduction"))
    assert "by telephone" in call
    assert "to hear where following up on the contacts from trade fairs stands" in matter


@pytest.mark.parametrize(
    ("matter", "subject"), [("it is too expensive", "costs"), ("we have no time", "the time it takes")]
)
def test_the_subject_of_an_answer_names_what_they_objected_to(ask: Ask, matter: str, subject: str) -> None:
    assert subject in body_of(draft(ask, "Acme Corporation", purpose="objection", matter=matter)).splitlines()[0]


def test_the_subject_after_silence_names_their_matter_where_there_is_one(ask: Ask) -> None:
    assert "trade fairs" in body_of(draft(ask, "Acme Corporation", purpose="silence")).splitlines()[0]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_count_that_speaks_against_an_offer_stands_in_it_only_where_it_is_asked_for(ask: Ask, language: str) -> None:
    counted = "31社のうち5社" if language == "ja" else "Of 31 customers"
    assert counted not in body_of(draft(ask, "Acme Logistics", language=language))
    assert counted in body_of(draft(ask, "Acme Logistics", language=language, must_mention="proof"))


def test_somebody_unhappy_who_left_is_asked_what_went_wrong_and_not_what_must_change(ask: Ask) -> None:
    text = body_of(draft(ask, "Heatherthorpe Merchants Ltd."))
    assert "What should we have done better" in text
    assert "have to change first" not in text


def test_where_no_budget_is_the_answer_the_subject_speaks_of_no_cost(ask: Ask) -> None:
    subject = body_of(draft(ask, "Acme Logistics", purpose="objection", matter="no budget")).splitlines()[0]
    assert "cost" not in subject


def test_a_trouble_that_only_the_asker_names_is_told_in_their_words_with_nobody_at_work_on_it(ask: Ask) -> None:
    reply = draft(ask, "Hooli", purpose="apology", matter="the slow support")
    assert "I am sorry about the slow support." in body_of(reply)
    assert "is on it" not in body_of(reply)
    assert "No open or recent trouble" in told(reply)


@pytest.mark.parametrize(
    ("language", "matter", "said"),
    [
        ("en", "their newsletter numbers", "Congratulations on your newsletter numbers!"),
        ("ja", "新店舗の開店", "新店舗の開店の件、誠におめでとうございます。"),
    ],
)
def test_a_congratulation_names_what_the_asker_named_and_sells_nothing(
    ask: Ask, language: str, matter: str, said: str
) -> None:
    reply = draft(ask, "Acme Corporation", purpose="congratulation", matter=matter, language=language)
    assert said in body_of(reply)
    assert not re.search("¥|円|20 minutes|20分", body_of(reply))
    assert re.search("nothing of it is recorded|記録がない", told(reply))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_where_nobody_said_on_what_to_congratulate_that_is_asked_and_nothing_written(ask: Ask, language: str) -> None:
    reply = draft(ask, "Hooli", purpose="congratulation", language=language)
    assert not body_of(reply)
    assert re.search("On what to congratulate|どのお祝いか", reply.headline)


@pytest.mark.parametrize(
    ("language", "thing", "said"),
    [
        ("en", "the training", "I would also like to talk with you about the training."),
        ("en", "their move", "about your move."),
        ("ja", "研修", "あわせて、研修についてもお話しできれば幸いです。"),
    ],
)
def test_of_a_thing_that_nobody_recorded_the_letter_says_no_more_than_that_one_would_like_to_talk_about_it(
    ask: Ask, language: str, thing: str, said: str
) -> None:
    reply = draft(ask, "Acme Corporation", must_mention=thing, language=language)
    assert said in body_of(reply)
    assert re.search("Nothing is recorded of|記録がない", told(reply))


@pytest.mark.parametrize(("account", "purpose"), [("Acme Corporation", "offer"), ("Saltmarsh Textiles", "payment")])
def test_a_discount_is_nothing_to_talk_about(ask: Ask, account: str, purpose: str) -> None:
    reply = draft(ask, account, purpose=purpose, must_mention="a discount")
    assert "discount" not in body_of(reply)
    assert "discount" in told(reply)


@pytest.mark.parametrize(("language", "day"), [("en", "Tuesday, 6 October"), ("ja", "10月6日（火）に貴社へ伺い")])
def test_a_visit_one_would_like_to_pay_takes_the_place_of_the_talk_asked_for(ask: Ask, language: str, day: str) -> None:
    reply = draft(ask, "Acme Corporation", must_mention="visit", date="2026-10-06", language=language)
    assert body_of(reply).count(day) == 1
    assert not re.search("next week|来週", body_of(reply))


@pytest.mark.parametrize(
    ("language", "tone", "said"),
    [
        ("en", "direct", "Please pay by 9 October."),
        ("ja", "direct", "10月9日までにお支払いくださいますよう"),
        ("en", "", "arrange the payment by 9 October?"),
    ],
)
def test_a_payment_is_asked_for_by_the_day_named(ask: Ask, language: str, tone: str, said: str) -> None:
    asked = {"date": "2026-10-09", "language": language, **({"tone": tone} if tone else {})}
    reply = draft(ask, "Saltmarsh Textiles", purpose="payment", **asked)
    assert said in body_of(reply)
    assert told(reply) == ""


def test_a_day_that_is_past_is_not_asked_for(ask: Ask) -> None:
    reply = draft(ask, "Saltmarsh Textiles", purpose="payment", date="2026-09-01")
    assert "by 1 September" not in body_of(reply)
    assert "is past" in told(reply)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_three_options_in_a_letter_stand_each_with_what_is_paid_now_and_then(ask: Ask, language: str) -> None:
    text = body_of(draft(ask, "Acme Corporation", must_mention="tiers", language=language))
    options = [line for line in text.splitlines() if line.startswith(("– ", "・"))]
    assert len(options) == 3
    assert "260,000" in options[0]
    assert all(amount in options[1] for amount in ("325,000", "65,000", "780,000"))


def test_somebody_who_left_is_not_told_to_make_the_most_of_what_they_have(ask: Ask) -> None:
    for account in LOST:
        for matter in ("no budget", "what we have is enough"):
            text = body_of(draft(ask, account, purpose="objection", matter=matter))
            assert not re.search("your use change|most of what you have", text)


def test_where_the_day_of_notice_is_past_no_choice_is_promised_that_it_closed(ask: Ask) -> None:
    text = body_of(draft(ask, "星河里電機株式会社", purpose="renewal"))
    assert "what can still be done" in text
    assert "give some of them back" not in text


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_follow_up_names_the_day_of_the_last_contact_once(ask: Ask, language: str) -> None:
    day = "8月11日" if language == "ja" else "11 August"
    assert body_of(draft(ask, "Meridian Optics", purpose="silence", language=language)).count(day) == 1


def test_a_check_in_asks_no_more_than_two_questions(ask: Ask) -> None:
    for account in ("Acme Corporation", "Umbra Systems", "Kestrel Freight", "Hooli", "Copperfield Foods"):
        assert body_of(draft(ask, account, purpose="check_in")).count("?") <= 2 + 1  # with the one of the subject


def test_an_apology_begins_with_no_word_of_a_long_silence(ask: Ask) -> None:
    assert "ご無沙汰" not in body_of(draft(ask, "Indigoden Cargo Co.", purpose="apology", language="ja"))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_whoever_left_lately_is_not_met_as_after_a_long_time(ask: Ask, language: str) -> None:
    text = body_of(draft(ask, "合同会社琥珀丘歯科", purpose="win_back", language=language))
    assert not re.search("You may remember us|ご無沙汰", text)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_is_said_to_have_been_passed_on_that_nobody_recorded(ask: Ask, language: str) -> None:
    text = body_of(draft(ask, "Marblecliff Networks", purpose="thanks", occasion="survey", language=language))
    assert not re.search("have passed|伝えております", text)


def test_people_they_plan_to_take_on_are_not_made_an_if_in_the_next_sentence(ask: Ask) -> None:
    text = body_of(draft(ask, "Acme Corporation"))
    assert "You plan to take on 6 more people" in text
    assert "If you take on people" not in text


def test_in_the_midst_of_a_long_contract_no_choice_is_offered_for_today(ask: Ask) -> None:
    text = body_of(draft(ask, "Open Pro", purpose="renewal"))
    assert "When the time comes" in text
    assert "leave out what nobody uses" not in text
