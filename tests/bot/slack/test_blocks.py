"""Whatever the data says, Slack takes the blocks, and nothing in them pings, links or breaks the layout."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock

from actions.registry import load_specs
from actions.reply import (
    AccountRef,
    Chart,
    ChartSeries,
    ChecklistItem,
    Choice,
    Line,
    Offer,
    Reply,
    Section,
    Table,
    Tier,
    Tone,
)
from bot.ports import Say
from bot.slack.views import limits
from bot.slack.views.answer import Page, pages_from
from bot.slack.views.around import draw_feedback, only_you_note, share_button, word
from bot.slack.views.buttons import put_aside, read_button
from bot.slack.views.check import check_blocks, find_controls
from bot.slack.views.checklist import unticked
from bot.slack.views.form import draw_form
from bot.slack.views.tables import plain_table
from bot.tidy import tidy
from knowledge.playbook.phrases import Phrases, load_family
from knowledge.terms import OfferKind, Verdict
from tests.bot.slack.second_opinion import build_again

# Durable work's threads draw random numbers of their own meanwhile, which hypothesis takes for ours.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module")

DAY = dt.date(2026, 9, 30)
NASTY = [
    "<!channel>",
    "<@U0001>",
    "<https://evil.example|our price list>",
    "*bold* _it_ ~no~ `code` :fire: @here",
    "&lt;!here&gt; & <b>",
    "line\nbreak\r\n\ttab\x00zero",
    "\u202etxet desrever\u202c",
    "株式会社テスト＜！＞",
    "’quote“ \"q\" 'a'",
    "a|b>c<d🚀 שלום مرحبا",
]
words = st.one_of(st.sampled_from(NASTY), st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=4_000))
said = words.filter(lambda text: bool(text.strip()))
lines = st.lists(st.builds(Line, text=said, tone=st.sampled_from(Tone)), min_size=1, max_size=12).map(tuple)
slots = st.dictionaries(st.sampled_from(["account", "need", "product"]), said, max_size=3)
rows = st.lists(st.tuples(words, words), max_size=150).map(tuple)
replies = st.builds(
    Reply,
    intent=st.just("recommend_offer"),
    language=st.sampled_from(["en", "ja"]),
    headline=said,
    account=st.builds(AccountRef, id=st.integers(1, 10**9), name=said),
    verdict=st.sampled_from(Verdict),
    verdict_until=st.just(DAY),
    confidence_reason=words,
    sections=st.lists(st.builds(Section, key=st.just("s"), title=words, lines=lines), max_size=8).map(tuple),
    offers=st.lists(
        st.builds(
            Offer,
            kind=st.sampled_from(OfferKind),
            product=said,
            product_id=st.just(1),
            reason=said,
            evidence=st.just({}),
            score=st.just(0.5),
        ),
        max_size=2,
    ).map(tuple),
    tiers=st.lists(
        st.builds(Tier, key=st.just("t"), name=said, price=words, gives=st.tuples(said), lacks=st.tuples(said, said)),
        max_size=3,
    ).map(tuple),
    checklist=st.lists(st.builds(ChecklistItem, key=st.uuids().map(str), text=said, note=words), max_size=14).map(
        tuple
    ),
    choices=st.lists(st.builds(Choice, label=said, intent=st.just("help"), slots=slots), max_size=12).map(tuple),
    tables=st.lists(
        st.builds(Table, key=st.just("t"), title=words, columns=st.tuples(words, words), rows=rows), max_size=2
    ).map(tuple),
    charts=st.lists(
        st.builds(
            Chart,
            key=st.just("c"),
            kind=st.just("line"),
            title=said,
            unit=words,
            series=st.tuples(st.builds(ChartSeries, label=said, points=st.tuples(st.tuples(said, st.just(1.5))))),
            alt=said,
        ),
        max_size=1,
    ).map(tuple),
)


def say_in(language: str) -> Say:
    phrases = Phrases(language)
    return lambda name, /, **facts: phrases(f"slack.{name}", **facts)


def pages_of(reply: Reply) -> list[Page]:
    say = say_in(reply.language)
    alone = [only_you_note(say), *share_button(reply, say)]
    short = pages_from(unticked(reply), extra=alone, talk="1700000000.000100")
    feedback = draw_feedback(reply, say)
    pictured = pages_from(reply, extra=feedback, pictures={chart.key: "F00000001" for chart in reply.charts})
    in_words = [page.without_pictures() for page in pictured]
    return [*pages_from(reply, extra=feedback), *pictured, *in_words, *short, word(reply.headline)]


def texts_in(part: Any) -> list[tuple[str, str]]:
    """Every text with the kind of object that holds it."""
    if isinstance(part, dict):
        own = [(str(part.get("type")), part["text"])] if isinstance(part.get("text"), str) else []
        return own + [found for inner in part.values() for found in texts_in(inner)]
    if isinstance(part, (list, tuple)):
        return [found for inner in part for found in texts_in(inner)]
    return []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(replies)
def test_no_data_breaks_the_blocks(reply: Reply) -> None:
    for page in pages_of(reply):
        assert check_blocks(page.blocks) == []
        assert 0 < len(page.text) <= 40_000
        for block in page.blocks:
            assert SdkBlock.parse(dict(plain_table(block))).to_dict()
            build_again(dict(block))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(replies)
def test_no_data_pings_links_or_turns_the_text(reply: Reply) -> None:
    for page in pages_of(reply):
        assert "<" not in page.text.replace("&lt;", "")
        for kind, text in texts_in(page.blocks):
            assert kind in {"plain_text", "text", "raw_text"}, "mark-up would be read in it"
            assert not set(text) & set("\n\r\t\x00\u202e\u2066")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(replies)
def test_nothing_is_cut_silently(reply: Reply) -> None:
    shown = "".join("".join(text for _, text in texts_in(page.blocks)) for page in pages_from(reply)).replace(" ", "")
    for section in reply.sections:
        for line in section.lines:
            assert tidy(line.text).replace(" ", "") in shown
    for table in reply.tables:
        for row in table.rows:
            assert all(tidy(cell).replace(" ", "") in shown for cell in row)


@pytest.mark.parametrize("count", [1, 60])
def test_a_short_answer_for_the_asker_alone_goes_on_where_one_message_is_full(count: int) -> None:
    reasons = tuple(Line(text=f"reason {number} {'word ' * 500}") for number in range(count))
    reply = Reply(intent="help", language="en", headline="Offer it.", sections=(Section(key="s", lines=reasons),))
    say = say_in("en")
    pages = pages_from(reply, extra=[only_you_note(say)])
    shown = "".join(text for page in pages for _, text in texts_in(page.blocks))
    assert all(f"reason {number} " in shown for number in range(count))
    assert shown.count(say("only_you")) == 1
    assert [check_blocks(page.blocks) for page in pages] == [[]] * len(pages)
    assert (len(pages) > 1) == (count > 1)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(replies)
def test_every_button_says_back_what_it_stands_for(reply: Reply) -> None:
    buttons = [one for page in pages_from(reply)[:1] for one in find_controls(page.blocks) if one["type"] == "button"]
    assert len(buttons) == len(reply.choices)
    for button, choice in zip(buttons, reply.choices, strict=True):
        pressed = read_button(button["value"])
        assert pressed.intent == choice.intent
        assert pressed.slots.items() <= dict(choice.slots).items()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("intent", [intent for intent, spec in load_specs().items() if spec.form and spec.form.fields])
@pytest.mark.parametrize("name", NASTY)
def test_forms_hold_any_name(intent: str, language: str, name: str) -> None:
    given = {"account_id": 7, "account": name, "need": name * 300}
    view = draw_form(intent, given, say_in(language), channel="D1", thread=None)
    assert check_blocks(view["blocks"], most=limits.BLOCKS_A_VIEW) == []
    assert len(view["private_metadata"]) <= limits.PRIVATE_METADATA
    assert all(len(view[part]["text"]) <= 24 for part in ("title", "submit", "close"))
    for block in view["blocks"]:
        assert SdkBlock.parse(dict(block)).to_dict()
        build_again(dict(block))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_slack_would_refuse_is_told_in_the_readers_language(language: str) -> None:
    option = {"text": {"type": "plain_text", "text": " "}, "value": ""}
    button = {
        "type": "button",
        "action_id": "one",
        "text": {"type": "plain_text", "text": "x" * 76},
        "value": "x" * 2001,
    }
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21] * 101}
    menu = {"type": "static_select", "action_id": "one", "options": [option, option]}
    blocks = [{"type": "actions", "elements": [button, menu]}, table, table]
    faults = [*check_blocks(blocks), *check_blocks([{"type": "divider"}] * 51)]
    many = "x" * (limits.CHARACTERS_A_MESSAGE + limits.SECTION_TEXT + 1)
    faults += check_blocks([{"type": "section", "text": {"type": "plain_text", "text": many}}])
    declared = {key for key in load_family("doctor") if key.startswith("block_")}
    assert {f"block_{fault.name}" for fault in faults} == declared
    told = [fault.tell(Phrases(language)) for fault in faults]
    assert all(any("ぁ" <= sign <= "ん" for sign in line) == (language == "ja") for line in told), told


@pytest.mark.parametrize("name", ["Acme", "株式会社" + "長い名前" * 30])
def test_a_line_of_a_list_has_one_menu_whose_choices_say_all_they_stand_for(name: str) -> None:
    slots: dict[str, str | int] = {"account_id": 7, "account": name}
    choices = tuple(Choice(label=label, intent="set_reminder", slots={**slots, "days": label}) for label in "abc")
    sections = tuple(Section(key=f"{n}", lines=(Line(text=f"{n}. {name}"),), choices=choices) for n in range(10))
    reply = Reply(intent="rank_accounts", language="ja", headline="Call these.", sections=sections)
    (page,) = pages_from(reply)
    assert check_blocks(page.blocks) == []
    menus = [one for one in find_controls(page.blocks) if one["type"] == "overflow"]
    assert len(menus) == len(sections)
    assert len(page.blocks) == 1 + len(sections)
    kept = put_aside(reply)
    for option, choice in zip(menus[0]["options"], choices, strict=True):
        pressed = read_button(option["value"])
        assert pressed.intent == choice.intent
        assert {**kept.get(pressed.aside or "", {}), **pressed.slots} == choice.slots
