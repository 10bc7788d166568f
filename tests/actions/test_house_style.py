"""A firm's own words in drafts: they come first, and what is wrong in them is named with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from actions.reply import Reply
from bot.adapters.open_store import open_filled
from knowledge.errors import SettingsBroken
from knowledge.kernel.starter import lay_out
from knowledge.knowledge import Knowledge
from knowledge.playbook.check import find_broken_entries
from knowledge.playbook.house_style import HouseStyle, load_house_style, read_house_style
from scripts.draft_repeats import body_of
from tests.actions.conftest import Ask

STYLE = """
tone: warmer
signature: {en: "{{ rep }}\\nTel. 03-0000-0000", ja: "{{ firm }}　{{ rep }}\\n電話 03-0000-0000"}
forbidden:
  hand-over: handing on
  department: ""
  無理なく: ""
products:
  Marketing Automation Standard: {en: "With {{ product }}, nobody at {{ account }} forgets whom to call next."}
price_notes:
  all: {en: "This price holds until 31 March.", ja: "本価格は3月31日まで有効です。"}
templates:
  thanks: {en: "Subject: {{ subject }}\\n\\n{{ body }}\\n\\nOur whole team says thank you.\\n{{ signature }}"}
  renewal: {ja: "{{ account }} {{ contact }}様　更新のご案内です。{{ signature }}"}
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file with the firm's own words, in use."""
    path = tmp_path / "drafts" / "house.yml"
    path.parent.mkdir()
    path.write_text(STYLE, encoding="utf-8")
    monkeypatch.setenv("OSUSUME_HOME", str(tmp_path))
    return path


def notes_of(reply: Reply) -> list[str]:
    """What is said about the draft."""
    return [line.text for section in reply.sections if section.key == "note" for line in section.lines]


def offer(ask: Ask, **slots: object) -> Reply:
    """A mail that offers marketing automation to one customer."""
    return ask("draft_talk_track", "Acme Corporation", medium="email", product="MA スタンダード", **slots)


@pytest.mark.usefixtures("house")
def test_the_firms_sentence_signature_and_price_note_stand_in_the_draft(ask: Ask) -> None:
    reply = offer(ask, must_mention="price")
    letter = body_of(reply)
    assert "With Marketing Automation Standard, nobody at Acme Corporation forgets whom to call next." in letter
    assert "excluding tax. This price holds until 31 March." in letter
    assert letter.endswith("Tel. 03-0000-0000")
    assert {"house_product", "house_price"} <= {figure.key.rpartition("_")[0] for figure in reply.figures}
    assert "本価格は3月31日まで有効です。" in body_of(offer(ask, must_mention="price", language="ja"))


@pytest.mark.usefixtures("house")
def test_the_firms_tone_holds_until_another_is_asked_for(ask: Ask) -> None:
    assert "I hope you are well." in body_of(offer(ask))
    assert "I hope you are well." not in body_of(offer(ask, tone="direct"))


@pytest.mark.usefixtures("house")
def test_a_forbidden_word_is_replaced_or_its_sentence_goes_and_that_is_said(ask: Ask) -> None:
    letter = body_of(offer(ask))
    assert "handing on of warm leads" in letter
    assert "hand-over" not in letter
    reply = offer(ask, addressee="operations", role="operations")
    letter = body_of(reply)
    assert "You could try it" not in letter
    assert not re.search(r"\bdepartment\b", letter)
    assert any("department" in note for note in notes_of(reply))


@pytest.mark.usefixtures("house")
def test_a_template_holds_for_its_purpose_and_language_only(ask: Ask) -> None:
    def draft(purpose: str, language: str) -> str:
        slots = {"purpose": purpose, "language": language, "medium": "email"}
        return body_of(ask("draft_talk_track", "Acme Corporation", **slots))

    assert "Our whole team says thank you." in draft("thanks", "en")
    assert "Our whole team" not in draft("thanks", "ja")
    assert "Our whole team" not in draft("check_in", "en")


@pytest.mark.usefixtures("house")
def test_a_template_without_a_body_says_that_it_follows_no_wishes(ask: Ask) -> None:
    reply = ask("draft_talk_track", "Acme Corporation", purpose="renewal", language="ja", medium="email")
    assert body_of(reply).startswith("Acme Corporation")
    assert len(notes_of(reply)) >= 2


def test_a_closed_gate_is_not_opened_by_a_template(house: Path, ask: Ask) -> None:
    house.write_text("templates:\n  offer: {en: 'Buy {{ product }} now. {{ signature }}'}\n", encoding="utf-8")
    assert "Buy" in body_of(ask("draft_talk_track", "Acme Corporation", medium="email"))
    assert "Buy" not in body_of(ask("draft_talk_track", "Initech", medium="email"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("tone: shouting\n", "house.yml, line 1: tone: "),
        ("tone: warmer\ncolour: red\n", "house.yml, line 2: colour: there is no such entry"),
        ("signature:\n  en: '{{ phone }}'\n", "house.yml, line 2: signature.en: there is no {{ phone }}"),
        ("templates:\n  thanks:\n    ja: '{{ body }'\n", "house.yml, line 3: templates.thanks.ja: not a template"),
        ("templates:\n\n  minutes: {en: '{{ body }}'}\n", "house.yml, line 3: templates.minutes: a page of headings"),
        ("products:\n  SFA Standard: {}\n", "house.yml, line 2: products.SFA Standard: write a text"),
        ("products:\n  - [", "house.yml, line 2: not valid YAML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(house: Path, text: str, line: str) -> None:
    house.write_text(text, encoding="utf-8")
    assert find_broken_entries()[0].startswith(line)
    with pytest.raises(SettingsBroken, match=r"house\.yml, line"):
        load_house_style()


def test_a_store_is_not_opened_with_words_on_a_product_nobody_sells(house: Path, demo: Knowledge) -> None:
    house.write_text("products:\n  SFA Standart: {en: 'It is good.'}\n", encoding="utf-8")
    with pytest.raises(SettingsBroken, match=r"line 2: products\.SFA Standart: no product"):
        open_filled(demo.engine.url.render_as_string(hide_password=False))


def test_the_folder_laid_out_holds_every_entry_as_a_comment_and_each_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path)
    monkeypatch.setenv("OSUSUME_HOME", str(tmp_path))
    assert read_house_style() == (HouseStyle(), ())
    path = tmp_path / "drafts" / "house.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    used = [
        line[2:]
        for line in lines
        if line[:2] == "# " and (line[2:4] == "  " or line[2:].split(":")[0] in HouseStyle.model_fields)
    ]
    path.write_text("\n".join(used), encoding="utf-8")
    style, broken = read_house_style()
    assert broken == ()
    assert all(getattr(style, name) for name in HouseStyle.model_fields)
