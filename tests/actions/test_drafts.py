"""Drafts one would send as they are: every fact in them is behind a figure, and each part of a request is obeyed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from actions.reply import Reply
from knowledge.knowledge import Knowledge
from knowledge.tables import Account
from scripts.draft_facts import check_facts, load_vocabulary
from scripts.draft_repeats import body_of, count_repeats, load_names, sentences_of
from scripts.evaluate_drafts import CHANGES, INSIDE, MATTERS_OF, PURPOSES, draft_all

Ask = Callable[..., Reply]
_STEP = 11  # every so many customers in the usual run; `make eval-drafts` looks at all of them


def draft(ask: Ask, account: str, **slots: object) -> Reply:
    """An e-mail to this customer, in English where nothing else is said."""
    return ask("draft_talk_track", account, medium="email", **slots)


def accounts_of(demo: Knowledge, step: int = _STEP) -> list[str]:
    """Every so many customers of the demo company."""
    with demo.engine.connect() as connection:
        return list(connection.execute(select(Account.name).order_by(Account.id)).scalars())[::step]


def _all(ask: Ask, demo: Knowledge) -> Iterator[tuple[str, str, str, Reply]]:
    for place, account in enumerate(accounts_of(demo)):
        for language in ("en", "ja"):
            for purpose in (*(purpose for purpose in PURPOSES if purpose != "payment"), *INSIDE):
                matters = MATTERS_OF.get(purpose)
                matter = {"matter": matters[language][place % len(matters[language])]} if matters else {}
                yield account, language, purpose, draft(ask, account, purpose=purpose, language=language, **matter)


def test_every_number_day_person_and_product_in_a_draft_has_a_figure_or_a_rule_behind_it(
    ask: Ask, demo: Knowledge
) -> None:
    vocabulary, strays = load_vocabulary(demo), []
    for account, language, purpose, reply in _all(ask, demo):
        text = body_of(reply)
        assert text, (account, language, purpose)
        facts = check_facts(text, reply, account, vocabulary)
        strays += [(account, language, purpose, kind, found) for kind, found in facts.strays.items() if found]
    assert strays == []


def test_a_number_person_or_product_that_no_figure_backs_is_found(ask: Ask, demo: Knowledge) -> None:
    reply = draft(ask, "Acme Corporation")
    text = f"{body_of(reply)} Peter Gibbons pays 4,711 for Cloud Workspace Team."
    strays = check_facts(text, reply, "Acme Corporation", load_vocabulary(demo)).strays
    assert "4711" in strays["numbers and days"]
    assert strays["products"] == ["Cloud Workspace Team"]


def test_no_sentence_stands_in_more_than_half_of_the_drafts_of_a_purpose_whatever_names_are_in_it(
    demo: Knowledge,
) -> None:
    """Of so few customers a half; `make eval-drafts` holds all of them to a third."""
    drafts = list(draft_all(demo, every=_STEP))
    names = load_names(demo)
    most = [each for repeats in count_repeats(drafts, names).values() for each in repeats if each[0] > 1 / 2]
    assert most == []


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "changed",
    [
        *({"purpose": purpose} for purpose in (*PURPOSES[1:], *INSIDE)),
        *CHANGES,
        {"language": "both"},
    ],
    ids=lambda changed: "-".join(f"{key}_{value}" for key, value in changed.items()),
)
def test_drafts_that_differ_in_one_part_of_the_request_differ_in_the_text(
    ask: Ask, language: str, changed: dict[str, str]
) -> None:
    slots = {"medium": "email", "purpose": "offer", "language": language}
    other = {**slots, **changed}
    if changed == {"language": "both"}:
        other["language"] = "ja" if language == "en" else "en"
    one, two = (
        ask("draft_talk_track", "Acme Corporation", **slots),
        ask("draft_talk_track", "Acme Corporation", **other),
    )
    assert body_of(one) != body_of(two)


def test_half_as_long_is_half_and_keeps_reason_and_ask(ask: Ask) -> None:
    whole = body_of(draft(ask, "Acme Corporation", product="Marketing Automation Standard", role="finance"))
    half = body_of(draft(ask, "Acme Corporation", product="Marketing Automation Standard", draft_length="half"))
    assert len(half) < 0.65 * len(whole)
    assert "600 leads" in half
    assert "20 minutes" in half


def test_a_need_is_reported_and_never_quoted_from_the_note(ask: Ask) -> None:
    letter = body_of(draft(ask, "さくら商事株式会社", language="ja"))
    assert "見込み客へのフォローが追いつかないと伺いました" in letter
    assert "「" not in letter.split("Osusume Demo KK")[1]


@pytest.mark.parametrize(
    ("account", "helps", "sells"),
    [
        ("Initech", "sign-in outage", "Secure Access"),
        ("Ashdown Partners", "31 March 2027", "list price"),
        ("Umbra Retail", "30 October", "list price"),
        ("Larkspur Robotics", "5 of the 30 people", "SFA Standard"),
        ("Tallgrass Media", "heard from us twice", "Secure Access"),
        ("Vandelay Industries", "become quieter", "list price"),
    ],
)
def test_a_customer_who_must_not_be_pitched_gets_a_letter_that_fits_the_reason(
    ask: Ask, account: str, helps: str, sells: str
) -> None:
    letter = body_of(draft(ask, account))
    assert helps in letter
    assert sells not in letter


def test_satisfaction_that_nobody_knows_is_asked_about_first(ask: Ask) -> None:
    letter = body_of(draft(ask, "Hooli"))
    first = letter.split("\n\n")[2]
    assert first.startswith("Before anything else: does Support Desk Business do for you what you hoped for?")


@pytest.mark.parametrize("purpose", [p for p in PURPOSES if p not in ("offer", "objection", "renewal")])
def test_a_letter_that_keeps_a_relation_names_no_price_and_no_trial(ask: Ask, purpose: str) -> None:
    letter = body_of(draft(ask, "Acme Corporation", purpose=purpose))
    assert not re.search(r"¥|list price|30 days|Marketing Automation", letter)


def test_after_an_apology_not_even_a_price_asked_for_is_named(ask: Ask) -> None:
    reply = draft(ask, "Initech", purpose="apology", must_mention="price")
    assert "¥" not in body_of(reply)
    assert any("sells nothing" in line.text for section in reply.sections for line in section.lines)


@pytest.mark.parametrize(
    ("account", "language", "who", "greeted"),
    [
        ("Acme Corporation", "en", "ben", "Hello Ben,"),
        ("Acme Corporation", "en", "IT Manager", "Hello Ben,"),
        ("Acme Corporation", "en", "CFO", "Hello finance team at Acme Corporation,"),
        ("さくら商事株式会社", "ja", "水野課長", "情報システム課長　水野 哲也様"),
        ("さくら商事株式会社", "ja", "大西部長", "営業部長　大西 涼子様"),
        ("さくら商事株式会社", "en", "大西部長", "Hello Onishi-san,"),
    ],
)
def test_a_reader_is_found_by_name_title_or_role(ask: Ask, account: str, language: str, who: str, greeted: str) -> None:
    role = {"CFO": "finance", "IT Manager": "it"}.get(who)
    slots = {"role": role} if role else {}
    assert greeted in body_of(draft(ask, account, language=language, addressee=who, **slots))


def test_somebody_who_has_left_is_not_written_to_and_that_is_said(ask: Ask) -> None:
    reply = draft(ask, "Saltmarsh Textiles", addressee="Dora Finch")
    assert "Hello Bill," in body_of(reply)
    assert any("Dora Finch left" in line.text for section in reply.sections for line in section.lines)


def test_the_chief_of_finance_reads_cost_and_return_and_a_user_does_not(ask: Ask) -> None:
    facts = {"product": "Marketing Automation Standard"}
    cfo = body_of(draft(ask, "Acme Corporation", addressee="CFO", role="finance", **facts))
    usual = body_of(draft(ask, "Acme Corporation", **facts))
    assert "¥150,000 a month (¥1,800,000 a year)" in cfo
    assert "pays for itself" in cfo
    assert "¥" not in usual


def test_an_appointment_proposes_half_days_of_the_week_asked_for(ask: Ask) -> None:
    letter = body_of(draft(ask, "Hooli", purpose="appointment", date="2026-10-12", date_end="2026-10-16"))
    assert letter.count("in the morning") + letter.count("in the afternoon") == 3
    assert "12 October" not in letter  # a public holiday in Japan


def test_a_page_for_approval_has_all_that_a_committee_asks(ask: Ask) -> None:
    page = body_of(draft(ask, "さくら商事株式会社", purpose="approval", language="ja"))
    for title in ("目的", "課題", "提案内容", "効果", "費用", "比較", "リスク", "スケジュール", "承認いただきたい事項"):
        assert f"■ {title}" in page
    assert "月額150,000円、年額1,800,000円です（定価・税別）。" in page


def test_new_colleagues_in_a_note_are_held_against_free_seats(ask: Ask) -> None:
    letter = body_of(draft(ask, "Acme Corporation"))
    assert "5 are left. You plan to take on 6 more people in November, and 1 of them would be without a seat." in letter


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_tier_promises_two_allowances_and_each_says_what_it_costs_them(ask: Ask, language: str) -> None:
    stay, middle, more = ask("compare_tiers", "Acme Corporation", product="MA スタンダード", language=language).tiers
    allowances = [line for line in more.gives if "mails" in line or "通" in line]
    assert len(allowances) == 1
    assert "150,000" in middle.price
    assert "1,800,000" in middle.price
    assert stay.price


def test_seats_are_told_now_then_and_by_their_difference(ask: Ask) -> None:
    _, middle, _ = ask("compare_tiers", "Acme Corporation").tiers
    for amount in ("¥325,000", "¥65,000", "¥780,000"):
        assert amount in middle.price


@pytest.mark.parametrize(
    ("first", "second"), [("Acme Corporation", "Northwind Traders"), ("Kestrel Freight", "Copperfield Foods")]
)
def test_two_customers_of_different_kinds_get_different_questions_and_objections(
    ask: Ask, first: str, second: str
) -> None:
    talks = [
        {s.key: {line.text for line in s.lines} for s in ask("draft_talk_track", account).sections}
        for account in (first, second)
    ]
    assert not talks[0]["talk_ask"] & talks[1]["talk_ask"]
    assert talks[0]["talk_objections"] != talks[1]["talk_objections"]
    assert talks[0]["talk_close"] != talks[1]["talk_close"]


def test_an_apology_for_nothing_recorded_claims_nobody_at_work_on_it(ask: Ask) -> None:
    letter = body_of(draft(ask, "Hooli", purpose="apology"))
    assert "I will find out what went wrong" in letter
    assert "is on it" not in letter


def test_a_customer_of_ours_is_not_won_back(ask: Ask) -> None:
    reply = draft(ask, "Acme Corporation", purpose="win_back")
    assert "lacked" not in body_of(reply)
    assert any("is a customer of ours" in line.text for section in reply.sections for line in section.lines)


def test_after_let_us_not_talk_about_buying_no_price_and_no_trial_follow(ask: Ask) -> None:
    letter = body_of(draft(ask, "Hooli", purpose="objection", matter="no budget"))
    assert not re.search(r"¥|list price|30 days", letter)


def test_a_renewal_is_about_the_contract_decided_on_next_and_its_own_deadline(ask: Ask) -> None:
    letter = body_of(draft(ask, "株式会社朧畑工務店", purpose="renewal", language="ja"))
    assert "MA スタンダード" not in letter
    assert "11月1日" in letter


def test_a_no_is_answered_with_thanks_and_pressed_no_further(ask: Ask) -> None:
    letter = body_of(draft(ask, "Acme Corporation", purpose="objection", occasion="declined", language="ja"))
    assert "お返事をくださり、誠にありがとうございました" in letter
    assert "円" not in letter


def test_a_letter_on_paper_has_its_date_in_full_and_each_line_of_the_address(ask: Ask) -> None:
    english = body_of(ask("draft_talk_track", "Acme Corporation", medium="letter"))
    assert english.startswith("30 September 2026\n\nAcme Corporation\nOlivia Hart\nHead of Sales\n\nDear Olivia Hart,")
    japanese = body_of(ask("draft_talk_track", "さくら商事株式会社", medium="letter", language="ja"))
    assert "拝啓　" in japanese
    assert "さて、9月23日に" in japanese
    assert "500枚" in japanese


def test_a_page_for_approval_keeps_one_style_of_sentence(ask: Ask, demo: Knowledge) -> None:
    pages = [body_of(draft(ask, account, purpose="approval", language="ja")) for account in accounts_of(demo)]
    sentences = [re.sub(r"（[^）]*）|「[^」]*」", "", line) for page in pages for line in page.splitlines()]
    told = [sentence for sentence in sentences if sentence.startswith("・") and sentence.endswith("。")]
    assert [each for each in told if not re.search("(?:です|ます|ません|こと)。$", each)] == []


def test_more_seats_are_approved_as_seats_and_answered_for_as_seats(ask: Ask) -> None:
    page = body_of(draft(ask, "Acme Corporation", purpose="approval"))
    assert "10 more seats of SFA Standard for at most ¥780,000 a year, the first 5 at once" in page
    assert "Trial" not in page
    answer = body_of(draft(ask, "Acme Corporation", purpose="objection", matter="it is too expensive"))
    assert "begin with 5 more people" in answer
    assert "30 days" not in answer


def test_minutes_and_thanks_name_no_meeting_that_is_not_recorded(ask: Ask) -> None:
    minutes = draft(ask, "Quarry Lane Builders", purpose="minutes")
    assert body_of(minutes).startswith("Subject: Our meeting\n")
    thanks = draft(ask, "Quarry Lane Builders", purpose="thanks", occasion="meeting")
    assert any("No meeting or call is recorded" in line.text for section in thanks.sections for line in section.lines)


def test_what_was_noted_after_a_meeting_was_not_said_in_it(ask: Ask) -> None:
    minutes = body_of(draft(ask, "株式会社楓井戸データ", purpose="minutes"))
    assert "30 August" in minutes
    assert "3 September" not in minutes


def test_an_english_letter_has_names_in_letters(ask: Ask) -> None:
    letter = body_of(draft(ask, "さくら商事株式会社", purpose="introduction"))
    assert "I am Yuki Tanabe and look after Sakura Shoji in sales." in letter
    assert letter.endswith("Kind regards,\nYuki Tanabe\nOsusume Demo KK")
    assert not re.search("[ぁ-んァ-ヶ一-龠]", letter)


def test_a_sender_whose_name_nobody_could_read_leaves_the_signature_to_the_firm(ask: Ask) -> None:
    reply = draft(ask, "さくら商事株式会社", purpose="check_in", sender="森下 渚")
    assert body_of(reply).endswith("Kind regards,\nOsusume Demo KK")
    assert any("the firm alone signs" in line.text for section in reply.sections for line in section.lines)


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"weekdays": "1,3"}, ["Tuesday, 6 October", "Thursday, 8 October", "Tuesday, 13 October"]),
        ({"weekdays": "4", "half_day": "morning"}, ["Friday, 9 October", "Friday, 16 October", "Friday, 23 October"]),
        (
            {"weekdays": "1", "date": "2026-10-05", "date_end": "2026-10-09"},
            ["Tuesday, 6 October, in the morning", "Tuesday, 6 October, in the afternoon"],
        ),
    ],
)
def test_an_appointment_keeps_to_the_weekdays_and_the_half_of_the_day_asked_for(
    ask: Ask, asked: dict[str, str], days: list[str]
) -> None:
    letter = body_of(draft(ask, "Hooli", purpose="appointment", **asked))
    lines = [line.removeprefix("– ") for line in letter.splitlines() if line.startswith("– ")]
    assert [day for day, line in zip(days, lines, strict=True) if not line.startswith(day)] == []
    assert "half_day" not in asked or all(line.endswith("in the morning") for line in lines)


def test_weekdays_on_which_nobody_works_are_said_to_be_that(ask: Ask) -> None:
    reply = draft(ask, "Hooli", purpose="appointment", weekdays="5,6")
    assert any("Nobody works on the weekdays" in line.text for section in reply.sections for line in section.lines)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_options_tell_what_is_paid_now_and_each_costs_something_else(ask: Ask, demo: Knowledge, language: str) -> None:
    for account in accounts_of(demo):
        prices = [tier.price for tier in ask("compare_tiers", account, language=language).tiers]
        assert len(set(prices)) == len(prices)
        assert not prices or re.search("as today|現在と同じ|no extra cost|追加費用なし", prices[0])


def test_a_colleague_named_in_short_signs_in_full(ask: Ask) -> None:
    assert body_of(draft(ask, "Acme Corporation", sender="Hannah")).endswith("Hannah Reyes\nOsusume Demo KK")


def test_more_seats_asked_for_where_none_are_advised_are_not_passed_over(ask: Ask) -> None:
    reply = draft(ask, "Northwind Traders", must_mention="seats")
    assert any("More seats are not among" in line.text for section in reply.sections for line in section.lines)


def test_a_text_nobody_has_facts_for_is_not_written_as_something_else(ask: Ask) -> None:
    reply = draft(ask, "Acme Corporation", strange="christmas")
    assert not body_of(reply)
    assert "“christmas”" in reply.headline


def told(reply: Reply) -> str:
    """All that is said about the draft."""
    return " ".join(line.text for section in reply.sections if section.key == "note" for line in section.lines)


def test_a_change_that_changes_nothing_is_said_to_be_that(ask: Ask) -> None:
    last = json.dumps({"purpose": "renewal", "medium": "letter"})
    same = ask("draft_talk_track", "Kestrel Freight", medium="letter", purpose="renewal", tone="formal", last=last)
    other = ask(
        "draft_talk_track", "Kestrel Freight", medium="letter", purpose="renewal", draft_length="half", last=last
    )
    assert "stays as it was" in told(same)
    assert told(other) == ""


def test_words_that_must_not_stand_go_with_their_aside_or_their_sentence(ask: Ask) -> None:
    whole = body_of(draft(ask, "Kestrel Freight", purpose="renewal"))
    short = body_of(draft(ask, "Kestrel Freight", purpose="renewal", leave_out="notice"))
    assert ", and notice would" in whole
    assert "notice" not in short
    assert "runs until 20 December." in short


@pytest.mark.parametrize(("language", "words", "said"), [("en", "audit", "before the audit"), ("ja", "名刺", "お名刺")])
def test_words_to_be_mentioned_are_found_in_what_they_asked_for(ask: Ask, language: str, words: str, said: str) -> None:
    account = "Northwind Traders" if language == "en" else "さくら商事株式会社"
    reply = draft(ask, account, purpose="silence", language=language, must_mention=words)
    assert said in body_of(reply)
    assert (
        told(draft(ask, account, purpose="silence", language=language, must_mention="zeppelin")).count("zeppelin") == 1
    )


@pytest.mark.parametrize(("language", "day"), [("en", "Thursday, 1 October"), ("ja", "10月1日（木）")])
def test_a_settled_meeting_takes_the_place_of_the_one_asked_for(ask: Ask, language: str, day: str) -> None:
    reply = draft(ask, "Acme Corporation", language=language, must_mention="agreed", date="2026-10-01")
    assert day in body_of(reply)
    assert not re.search("20 minutes|20分", body_of(reply))
    assert day in told(reply)


def test_so_many_half_days_are_proposed_in_the_week_named(ask: Ask) -> None:
    reply = draft(ask, "Hooli", purpose="appointment", times="4", weekdays="1,2", week="after_next")
    lines = [line for line in body_of(reply).splitlines() if line.startswith("– ")]
    assert len(lines) == 4
    assert all(re.search("Tuesday, 13 October|Wednesday, 14 October", line) for line in lines)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_call_of_any_purpose_is_spoken_and_has_no_subject(ask: Ask, language: str) -> None:
    for purpose in ("appointment", "objection", "thanks", "renewal"):
        text = body_of(ask("draft_talk_track", "Acme Corporation", medium="call", purpose=purpose, language=language))
        assert not re.search("Subject|件名|貴社|Kind regards", text)


def test_the_outage_is_the_severe_ticket_that_is_open(ask: Ask) -> None:
    text = body_of(draft(ask, "Initech", purpose="apology", matter="the outage"))
    assert "the sign-in outage" in text
    assert "Hannah Reyes" in text


@pytest.mark.parametrize(
    ("account", "product"),
    [("Umbra Systems", "Marketing Automation Standard"), ("朝霧橋フーズ株式会社", "Secure Access Essentials")],
)
def test_an_objection_is_about_what_was_proposed_last(ask: Ask, account: str, product: str) -> None:
    assert product in body_of(draft(ask, account, purpose="objection", matter="it is too expensive"))


def test_what_must_be_about_their_matter_is_the_offer_that_answers_it(ask: Ask) -> None:
    assert "Marketing Automation" in draft(ask, "Acme Corporation", about="trade fair leads").headline


def test_no_discount_is_promised_whoever_asks(ask: Ask) -> None:
    assert "no discount" in told(draft(ask, "Acme Corporation", promise="discount"))


def test_of_two_bad_answers_the_newer_one_is_answered(ask: Ask) -> None:
    assert "9月15日" in body_of(draft(ask, "株式会社夕凪峰フーズ", language="ja"))


@pytest.mark.parametrize("sentences", [3, 4])
def test_so_many_sentences_are_kept_and_the_ask_is_one_of_them(ask: Ask, sentences: int) -> None:
    whole = body_of(draft(ask, "Acme Corporation"))
    text = body_of(draft(ask, "Acme Corporation", sentences=str(sentences)))
    ask_line = next(line for line in whole.splitlines() if line.startswith("Would 20 minutes"))
    assert ask_line in text
    assert len(sentences_of(text)) - len(sentences_of(text.split("\n\n")[0])) <= sentences + 2
