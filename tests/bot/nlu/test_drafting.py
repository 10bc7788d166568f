"""What a message says of a text to be written: purpose, reader, medium, tone, length, what must and must not stand."""

from __future__ import annotations

import re

import pytest

from bot.dialogue.state import DialogueState
from bot.nlu.atoms import Atom, Pieces
from bot.nlu.draft_patch import read_draft
from bot.nlu.drafting import is_one_text, read_drafting
from bot.nlu.followups import read_follow_up
from bot.nlu.reading import AccountMention, Reading
from bot.nlu.vocabulary import Sense


def reading(text: str, *, intent: str = "draft_talk_track", confidence: float = 0.3, **told: object) -> Reading:
    """A message in whose words the classifier is not sure of anything."""
    language = "ja" if any("぀" <= letter <= "鿿" for letter in text) else "en"
    return Reading(text, intent, confidence, language, close=True, **told)  # type: ignore[arg-type]


def drafting(**slots: object) -> DialogueState:
    """A thread whose last answer was a draft for a customer."""
    return DialogueState(account_id=1, account="Harbour Mills", intent="draft_talk_track", language="en", slots=slots)


@pytest.mark.parametrize(
    ("said", "purpose", "medium"),
    [
        ("write an apology for the late reply", "apology", None),
        ("thank-you mail for the visit", "thanks", "email"),
        ("a check-in mail, no selling please", "check_in", "email"),
        ("can you mail them to arrange a call", "appointment", "email"),
        ("draft a renewal letter", "renewal", "letter"),
        ("one-pager for the board", "approval", None),
        ("write the minutes of our meeting", "minutes", None),
        ("win-back mail", "win_back", "email"),
        ("answer to their objection by mail", "objection", "email"),
        ("follow-up mail, they have not answered", "silence", "email"),
        ("intro mail, I take over from Ana", "introduction", "email"),
        ("a mail about the bill that is still unpaid", "payment", "email"),
        ("dunning letter, friendly", "payment", "letter"),
        ("write them that they have not paid yet", "payment", "email"),
        ("入金の催促メールをお願いします", "payment", "email"),
        ("未払いの件で手紙を書いて", "payment", "letter"),
        ("congrats mail to them on the newsletter numbers", "congratulation", "email"),
        ("新店舗の開店祝いの手紙を書いて", "congratulation", "letter"),
        ("お詫びの手紙を書いて", "apology", "letter"),
        ("訪問のお礼メール", "thanks", "email"),
        ("売り込みなしで様子伺いのメールを", "check_in", "email"),
        ("アポ取りのメール", "appointment", "email"),
        ("稟議書の下書きを作って", "approval", None),
        ("議事録を作成して", "minutes", None),
        ("更新のご案内メールをお願いします", "renewal", "email"),
        ("返信がないのでフォローのメールを", "silence", "email"),
        ("担当変更の挨拶メール", "introduction", "email"),
    ],
)
def test_a_text_is_asked_for_with_its_purpose_and_medium(said: str, purpose: str, medium: str | None) -> None:
    words = read_drafting(said)
    assert words.asks, words
    assert (words.slots.get("purpose"), words.slots.get("medium")) == (purpose, medium)


@pytest.mark.parametrize(
    "said",
    [
        "remind me to mail them on Friday",
        "who wrote the last mail?",
        "when did we send the letter",
        "note: they want an apology",
        "mail me the list every Monday",
        "what is the e-mail address of Ana",
        "金曜にメールするようリマインドして",
        "先週メールを送りました",
        "先方からお礼の電話があった",
        "お詫びのメールが届きました",
        "誰がメールしましたか？",
        "メールアドレスは？",
    ],
)
def test_what_only_speaks_of_texts_asks_for_none(said: str) -> None:
    assert read_draft(reading(said, intent="out_of_scope"), read_follow_up(said, ()), DialogueState()) is None


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("for the CFO", {"addressee": "CFO", "role": "finance"}),
        ("make it to Ana Brandt", {"addressee": "Ana Brandt"}),
        ("less pushy", {"tone": "softer"}),
        ("more formal please", {"tone": "formal"}),
        ("too stiff, warmer", {"tone": "warmer"}),
        ("get to the point", {"tone": "direct"}),
        ("half as long", {"draft_length": "half"}),
        ("mention the price", {"must_mention": "price"}),
        ("leave out the trial", {"leave_out": "trial"}),
        ("as a Slack message", {"medium": "slack"}),
        ("for the second offer", {"which": "second"}),
        ("both offers please", {"which": "both"}),
        ("in Japanese", {"wished_language": "ja", "language": "ja"}),
        ("sign it as Ana Brandt", {"sender": "Ana Brandt"}),
        ("shorter, more formal, for the IT manager", {"draft_length": "shorter", "tone": "formal", "role": "it"}),
        ("経理部長宛てで", {"addressee": "経理部長", "role": "finance"}),
        ("もうちょい柔らかく", {"tone": "softer"}),
        ("もう少し丁寧に、短めで", {"tone": "formal", "draft_length": "shorter"}),
        ("価格にも触れて", {"must_mention": "price"}),
        ("お試しの話は抜きで", {"leave_out": "trial"}),
        ("2番目の方で", {"which": "second"}),
        ("Slackで送る形に", {"medium": "slack"}),
        ("英語で", {"wished_language": "en", "language": "en"}),
        ("too formal", {"tone": "casual"}),
        ("not so formal, and shorter still", {"tone": "casual", "draft_length": "shorter"}),
        ("丁寧すぎる", {"tone": "casual"}),
        ("to Ana and the CFO", {"addressee": "Ana|CFO"}),
        ("for everybody there", {"role": "all"}),
        ("社長にの", {"addressee": "社長", "role": "owner"}),
        ("係長への", {"addressee": "係長"}),
        ("佐藤様と鈴木課長宛てで、短めに", {"addressee": "佐藤様|鈴木課長", "draft_length": "shorter"}),
        ("全員宛てに", {"role": "all"}),
    ],
)
def test_a_follow_up_changes_its_own_part_and_no_other(said: str, changed: dict[str, str]) -> None:
    before = drafting(purpose="offer", medium="email")
    found = read_draft(reading(said, intent="show_metrics"), read_follow_up(said, ()), before)
    assert found is not None
    slots, _ = found
    assert changed.items() <= slots.items()
    assert slots["purpose"] == "offer"
    assert slots["medium"] == changed.get("medium", "email")
    assert "unread" not in slots


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("an appointment mail to Ana", "Tuesday or Thursday afternoon"),
        ("handover mail to Harbour Mills", "I take over from Ana, sign as Ben"),
        ("佐藤部長にアポのメール", "来週の火曜か木曜の午後、30分"),
    ],
)
def test_what_follows_a_text_asked_for_says_more_of_it(first: str, second: str) -> None:
    assert is_one_text(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a thank-you mail to Ana", "remind me on Friday"),
        ("write Ana a mail", "who renews next month?"),
        ("who owns Harbour Mills", "from Ben"),
        ("佐藤部長にお礼のメール", "金曜にリマインドして"),
    ],
)
def test_what_asks_for_something_else_is_no_part_of_a_text(first: str, second: str) -> None:
    assert not is_one_text(first, second)


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("sorry for the late answer, propose tuesday or thursday", {"purpose": "apology", "must_mention": "meeting"}),
        ("no letter, a mail", {"medium": "email"}),
        ("手紙じゃなくてメールで", {"medium": "email"}),
        ("with the price included", {"must_mention": "price"}),
        ("mention our next meeting", {"must_mention": "next_meeting"}),
        ("次回の打ち合わせに触れて", {"must_mention": "next_meeting"}),
        ("and offer them a discount", {"promise": "discount"}),
        ("formal, no trial, price, to Ana", {"leave_out": "trial", "must_mention": "price", "addressee": "Ana"}),
        (
            "they complained about the slow answer, write to Ana",
            {"purpose": "apology", "matter": "the slow answer", "medium": "email"},
        ),
        ("thank them for the course", {"purpose": "thanks", "matter": "the course"}),
        ("クレームの件でメールを書いて", {"purpose": "apology", "medium": "email"}),
    ],
)
def test_a_word_says_what_it_says_and_nothing_beside_it(said: str, slots: dict[str, str]) -> None:
    assert read_drafting(said).slots == slots | {
        key: value
        for key, value in read_drafting(said).slots.items()
        if key not in {"purpose", "medium", "must_mention"}
    }


@pytest.mark.parametrize("said", ["they complained by mail", "sorry, I meant Ana", "苦情のメールが来ました"])
def test_a_complaint_told_is_no_apology_asked_for(said: str) -> None:
    assert "purpose" not in read_drafting(said).slots


@pytest.mark.parametrize("said", ["a shorter subject line", "subject shorter", "件名を短く"])
def test_what_no_draft_can_have_shortens_nothing_else(said: str) -> None:
    words = read_drafting(said)
    assert words.cannot
    assert not words.slots


@pytest.mark.parametrize("said", ["any overdue invoices?", "how much is unpaid", "未払いの請求は？", "滞納はある？"])
def test_bills_are_asked_for_as_well_as_written_about(said: str) -> None:
    assert "purpose" not in read_drafting(said).slots


@pytest.mark.parametrize("said", ["to Ana, and mention the price", "価格の件、課長宛てで"])
def test_what_follows_a_name_is_nobody(said: str) -> None:
    assert "|" not in read_drafting(said).slots["addressee"]


def test_somebody_at_the_threads_own_customer_names_no_customer_anew() -> None:
    mill = AccountMention(1, "Harbour Mills")
    person = Atom(3, 6, "Ana", (Sense("name", "contact"),))
    said = "to Ana, mention the renewal"
    found = read_draft(
        reading(
            said, account=mill, accounts=(mill,), mention=mill.name, spans=((3, 6),), pieces=Pieces("", (person,), ())
        ),
        read_follow_up(said, ()),
        drafting(purpose="check_in", medium="email"),
    )
    assert found
    assert found[0] | {"addressee": "Ana", "must_mention": "renewal", "purpose": "check_in"} == found[0]


def test_what_an_apology_is_about_is_its_matter() -> None:
    assert read_drafting("お詫びメール書いて、先週の遅延の件、課長宛て").slots["matter"] == "先週の遅延"


@pytest.mark.parametrize(
    "said",
    [
        "summarise for my boss",
        "sum it up for my manager",
        "key points for our director",
        "部長向けに要点まとめて",
        "上司用に要約して",
        "社内用のまとめにして",
        "課長への報告用に整理して",
    ],
)
def test_a_summary_for_ones_own_people_is_no_letter_any_more(said: str) -> None:
    found = read_draft(reading(said), read_follow_up(said, ()), drafting(purpose="appointment", medium="email"))
    assert found
    assert found[0]["purpose"] == "brief"
    assert "addressee" not in found[0]
    assert "unread" not in found[0]
    again = read_draft(reading("for the CFO"), read_follow_up("for the CFO", ()), drafting(**found[0]))
    assert again
    assert not {"purpose", "inside"} & again[0].keys()


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("offer her tuesdays or thursdays only", {"weekdays": "1,3"}),
        ("propose tue or wed", {"weekdays": "1,2"}),
        ("only fridays, in the morning", {"weekdays": "4", "half_day": "morning"}),
        ("not on mondays", {"weekdays": "1,2,3,4"}),
        ("mornings only", {"half_day": "morning"}),
        ("火曜か木曜だけで", {"weekdays": "1,3"}),
        ("火・木の午後で", {"weekdays": "1,3", "half_day": "afternoon"}),
        ("金曜以外で", {"weekdays": "0,1,2,3"}),
        ("午前中のみ", {"half_day": "morning"}),
    ],
)
def test_weekdays_and_halves_of_a_day_are_the_only_ones_proposed(said: str, slots: dict[str, str]) -> None:
    found = read_draft(reading(said), read_follow_up(said, ()), drafting(purpose="appointment", medium="email"))
    assert found
    assert {name: found[0].get(name) for name in ("weekdays", "half_day", "unread") if found[0].get(name)} == slots
    assert found[0]["purpose"] == "appointment"


@pytest.mark.parametrize(
    "said", ["appointment mail for Tuesday", "火曜のアポのメール", "a call from Monday to Wednesday"]
)
def test_one_weekday_or_a_span_of_them_is_a_date(said: str) -> None:
    assert "weekdays" not in read_drafting(said).slots


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("harbour mills email: dont mention seats, mention survey", {"leave_out": "seats", "must_mention": "survey"}),
        ("email to harbour mills, short, w/ price", {"must_mention": "price", "draft_length": "shorter"}),
        ("thx mail to harbour mills, warm tone", {"purpose": "thanks", "tone": "warmer"}),
        ("harbour mills appt mail, only thu or fri", {"purpose": "appointment", "weekdays": "3,4"}),
        ("draft smth for lena at harbour mills bout the extra seats", {"addressee": "lena", "must_mention": "seats"}),
        ("write to harbour mills were sorry bout the outage", {"purpose": "apology", "matter": "the outage"}),
        ("nudge harbour mills they havent replied", {"purpose": "silence"}),
        ("harbour mills said too expensive. reply pls, short", {"purpose": "objection", "draft_length": "shorter"}),
        ("need an email for the it guy at harbour mills", {"addressee": "it guy", "role": "it"}),
        ("check in w/ harbour mills no pitch", {"purpose": "check_in"}),
        ("draft email harbour mills, sign as Lena Voss", {"sender": "Lena Voss"}),
        ("harbour mills email not salesy, mention the trial", {"tone": "softer", "must_mention": "trial"}),
        ("凪浜商会に短めメール、価格入りで", {"must_mention": "price", "draft_length": "shorter"}),
        ("凪浜商会へのメール、売り込み感なしでお試しは入れて", {"tone": "softer", "must_mention": "trial"}),
        ("凪浜商会の稟議 1枚で", {"purpose": "approval"}),
        ("凪浜商会にお詫び、商品の話はなしで", {"purpose": "apology"}),
        ("凪浜商会に担当変更のあいさつをお願い", {"purpose": "introduction"}),
        ("凪浜商会に高いと言われた。返信を短く", {"purpose": "objection", "draft_length": "shorter"}),
        ("凪浜商会に断られたのでお礼の返信", {"purpose": "objection", "occasion": "declined"}),
        ("凪浜商会アポ、木金だけ", {"purpose": "appointment", "weekdays": "3,4"}),
        ("凪浜商会の情シスの人にメール", {"addressee": "情シス", "role": "it"}),
        ("凪浜商会メール、差出人は平野、更新日も書いて", {"sender": "平野", "must_mention": "renewal"}),
        ("席の件で小西さんに短いSlack、価格なし", {"addressee": "小西", "must_mention": "seats", "leave_out": "price"}),
        ("凪浜商会 先日の提案のその後どうですかメール", {"purpose": "silence"}),
    ],
)
def test_a_request_in_haste_is_a_text_with_every_wish_in_it(said: str, slots: dict[str, str]) -> None:
    name = re.search("harbour mills|凪浜商会", said)
    words = read_drafting(said, (name.span(),) if name else ())
    read = {**words.slots, **({"draft_length": words.slots["length"]} if "length" in words.slots else {})}
    assert words.asks
    assert slots.items() <= read.items()
    assert words.left == ""


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("no thats far too pushy", {"tone": "softer"}),
        ("make it stronger", {"tone": "direct"}),
        ("keep the fees out of it", {"leave_out": "price"}),
        ("dont mention the robots", {"leave_out": "robots"}),
        ("mention the new warehouse", {"must_mention": "the new warehouse"}),
        ("say that we meet", {"must_mention": "agreed"}),
        ("six lines at most", {"sentences": "6"}),
        ("for the users, not the boss", {"role": "user"}),
        ("for their cfo", {"addressee": "CFO", "role": "finance"}),
        ("write that they get a discount", {"promise": "discount"}),
        ("tues or weds next week", {"weekdays": "1,2", "week": "next"}),
        ("give her 4 slots", {"times": "4"}),
        ("費用は伏せて", {"leave_out": "price"}),
        ("倉庫の話には触れないで", {"leave_out": "倉庫"}),
        ("新しい倉庫にも触れて", {"must_mention": "新しい倉庫"}),
        ("お会いする件も入れて", {"must_mention": "agreed"}),
        ("三行くらいで", {"sentences": "3"}),
        ("もっと強めに", {"tone": "direct"}),
        ("2番目の案で", {"which": "second"}),
        ("現場の方向けに", {"role": "user"}),
        ("値引きすると書いて", {"promise": "discount"}),
        ("来週の月曜か木曜で", {"weekdays": "0,3", "week": "next"}),
        ("候補を4つ", {"times": "4"}),
    ],
)
def test_every_part_of_a_change_in_haste_is_read(said: str, changed: dict[str, str]) -> None:
    found = read_draft(
        reading(said, intent="ask_playbook"), read_follow_up(said, ()), drafting(purpose="appointment", medium="email")
    )
    assert found, read_drafting(said)
    assert changed.items() <= found[0].items()
    assert "unread" not in found[0], found[0]


@pytest.mark.parametrize("said", ["write the mintues", "an apolgoy mail", "an intorduction for them by mail"])
def test_a_word_with_two_letters_in_the_wrong_order_is_the_word(said: str) -> None:
    assert read_drafting(said).slots["purpose"] in ("minutes", "apology", "introduction")


@pytest.mark.parametrize(
    ("said", "sender"),
    [
        ("from hannah", "hannah"),
        ("sign it as hannah", "hannah"),
        ("intro mail, hannah looks after them now", "hannah"),
        ("intro mail, I take over from hannah", None),
        ("平野から", "平野"),
        ("署名は平野で", "平野"),
        ("平野から引き継いだ挨拶メール", None),
    ],
)
def test_one_of_our_own_signs_in_whatever_letters_the_name_is_typed(said: str, sender: str | None) -> None:
    colleague = "hannah" if "hannah" in said else "平野"
    assert read_drafting(said, colleagues=(colleague,)).slots.get("sender") == sender


def test_no_selling_said_of_an_apology_leaves_it_an_apology() -> None:
    said = "no selling please"
    found = read_draft(reading(said), read_follow_up(said, ()), drafting(purpose="apology", medium="email"))
    assert found
    assert found[0]["purpose"] == "apology"


def test_who_is_written_to_tells_the_customer_where_none_is_named() -> None:
    said = "thank you note to lena voss"
    pieces = Pieces(said, (), (), customer=(7, "Harbour Mills"))
    found = read_draft(reading(said, pieces=pieces), read_follow_up(said, ()), DialogueState())
    assert found
    assert found[1].account == AccountMention(7, "Harbour Mills")


@pytest.mark.parametrize(
    "said", ["email harbour mills about the price increase", "誕生日のメッセージを書いて", "年賀状の文面"]
)
def test_a_text_of_which_nothing_is_on_record_is_named(said: str) -> None:
    words = read_drafting(said)
    assert words.asks
    assert words.strange


def test_a_customer_named_by_a_name_of_two_is_not_dropped_for_the_one_before() -> None:
    said = "葵の小西さんに昨日の打ち合わせのお礼"
    asked = reading(said, mention="葵", candidates=("葵商事", "葵物流"), spans=((0, 1),))
    found = read_draft(asked, read_follow_up(said, ((0, 1),)), drafting(purpose="offer", medium="email"))
    assert found
    assert found[1].mention == "葵"


def test_shorter_twice_is_shorter_still_and_longer_goes_back() -> None:
    slots: dict[str, object] = {"medium": "email"}
    lengths = []
    for said in ("shorter", "shorter", "even shorter", "a bit longer"):
        found = read_draft(reading(said), read_follow_up(said, ()), drafting(**slots))
        assert found
        slots = found[0]
        lengths.append(slots.get("draft_length"))
    assert lengths == ["shorter", "half", "shortest", "half"]


def test_a_tone_takes_the_place_of_its_opposite_and_joins_others() -> None:
    warm = read_draft(reading("warmer"), read_follow_up("warmer", ()), drafting(tone="formal"))
    casual = read_draft(reading("casual"), read_follow_up("casual", ()), drafting(tone="formal,warmer"))
    assert warm
    assert casual
    assert warm[0]["tone"] == "formal,warmer"
    assert casual[0]["tone"] == "warmer,casual"


def test_what_must_be_said_is_no_longer_left_out() -> None:
    said = "mention the price"
    found = read_draft(reading(said), read_follow_up(said, ()), drafting(leave_out="price|trial"))
    assert found
    assert (found[0]["must_mention"], found[0]["leave_out"]) == ("price", "trial")


def test_a_word_that_no_part_explains_is_kept_to_be_told() -> None:
    found = read_draft(reading("softer, with fireworks"), read_follow_up("softer, with fireworks", ()), drafting())
    assert found
    assert found[0]["unread"] == "fireworks"


def test_an_unknown_name_that_is_addressed_is_no_customer() -> None:
    said = "水野課長宛てにして"
    found = read_draft(reading(said, mention="水野課長", spans=((0, 4),)), read_follow_up(said, ((0, 4),)), drafting())
    assert found
    slots, meant = found
    assert slots["addressee"] == "水野課長"
    assert meant.mention is None


def test_a_new_purpose_drops_what_belonged_to_the_last_one() -> None:
    said = "now an apology letter"
    before = drafting(purpose="thanks", matter="the visit", occasion="meeting", tone="formal")
    found = read_draft(reading(said), read_follow_up(said, ()), before)
    assert found
    assert found[0]["purpose"] == "apology"
    assert found[0]["tone"] == "formal"
    assert "matter" not in found[0]


@pytest.mark.parametrize(
    ("said", "purpose", "occasion"),
    [
        ("they said it's too pricey, answer that", "objection", None),
        ("write a reply, they turned us down", "objection", "declined"),
        ("断られた時の返信を書いて", "objection", "declined"),
        ("高いって言われた、返事書いて", "objection", None),
    ],
)
def test_an_answer_to_what_they_said_is_a_text(said: str, purpose: str, occasion: str | None) -> None:
    words = read_drafting(said)
    assert words.asks
    assert (words.slots["purpose"], words.slots.get("occasion")) == (purpose, occasion)


@pytest.mark.parametrize(
    ("said", "left"),
    [("translate to french", "translate french"), ("件名だけ変えて", "件名"), ("use bold", "bold")],
)
def test_a_change_that_no_draft_can_have_is_told_and_not_swallowed(said: str, left: str) -> None:
    patched = read_draft(reading(said), read_follow_up(said, ()), drafting(purpose="offer"))
    assert patched is not None
    slots, _ = patched
    assert slots["unread"] == left or left in slots.get("must_mention", "")
    assert "addressee" not in slots


def test_a_word_for_a_tone_is_no_customers_name() -> None:
    said = reading("もっとフォーマルに", mention="フォーマル", spans=((3, 8),))
    patched = read_draft(said, read_follow_up(said.text, ()), drafting(purpose="offer"))
    assert patched is not None
    slots, meant = patched
    assert slots["tone"] == "formal"
    assert meant.mention is None


def test_the_sender_named_is_no_product_and_a_new_purpose_starts_without_old_wishes() -> None:
    said = reading("from Ana Brandt", entities={"product": "Ana Brandt"})
    slots, _ = read_draft(said, read_follow_up(said.text, ()), drafting(purpose="offer")) or ({}, None)
    assert slots["sender"] == "Ana Brandt"
    assert "product" not in slots
    before = drafting(purpose="offer", must_mention="price", tone="formal")
    text = "now a thank-you mail for the visit"
    slots, _ = read_draft(reading(text), read_follow_up(text, ()), before) or ({}, None)
    assert "must_mention" not in slots
    assert slots["tone"] == "formal"


@pytest.mark.parametrize(
    ("said", "day", "mentioned"),
    [
        ("add that i'd like to come by on tuesday", "tuesday", "visit"),
        ("mention that I would like to visit them next week", "next week", "visit"),
        ("来週火曜に伺いたいって足して", "来週火曜", "visit"),
        ("add that I'd like to come by to show the dashboard", "", "I'd like to come by to show the dashboard"),
        ("mention the training", "", "the training"),
    ],
)
def test_a_visit_is_told_by_itself_and_anything_else_stands_as_it_was_said(said: str, day: str, mentioned: str) -> None:
    others = [(said.index(day), said.index(day) + len(day))] if day else []
    words = read_drafting(said, (), others)
    assert words.slots["must_mention"] == mentioned
    assert not words.left


def test_how_things_are_is_asked_after_and_no_visit() -> None:
    assert "must_mention" not in read_drafting("ご様子を伺いたいと入れて").slots


def test_a_payment_asked_for_is_no_reader() -> None:
    assert "addressee" not in read_drafting("firmer, ask for payment by 9 october").slots
