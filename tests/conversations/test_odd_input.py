"""Whatever is typed or pasted, a person gets a sensible answer and never an exception."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.reply import Reply
from bot.dialogue.conversation import Conversation
from bot.dialogue.message import Message
from bot.dialogue.state import DialogueState

PIECES = [
    *(
        "Acme",
        "さくら",
        "Globex Japan",
        "what should I offer",
        "満足度は",
        "why",
        "もっと短く",
        "the second one",
        "はい",
        "?",
        "？",
    ),
    *(
        "<@U012AB3CD>",
        "<https://example.com|the deck>",
        "<!channel>",
        "*bold*",
        "`code`",
        "> quoted",
        ":tada:",
        "👍🏽",
        "\u202e",
        "12 m²",
        "①",
        "\0",
    ),
    *(
        "'; DROP TABLE accounts; --",
        "<script>alert(1)</script>",
        "{{ 7 * 7 }}",
        "{% raw %}",
        "${jndi:ldap}",
        "%s%n",
        "\\",
    ),
    *(
        "9" * 40,
        "-1",
        "1e999",
        "99999-99-99",
        "2026-02-30",
        "31/31/31",
        "次の金曜",
        "Q9",
        "第5四半期",
        "￥１２３億",
        "מחר",
        "Z̷̡a̴l̶g̸o̵",
    ),
    *(
        "From: a@example.com",
        "On Mon, 1 Sep 2026 Jane wrote:",
        "\r\n",
        "\u2028",
        "\ufeff",
        "\ud800",
        "ﾊﾝｶｸ",
        "ＡＣＭＥ",
    ),
]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
)


@pytest.fixture
def say(conversation: Conversation) -> object:
    def reply(text: str, language: str | None = None, thread: str = "odd") -> Reply:
        replies = conversation.reply_to(Message("operator", thread, text, language=language)).replies
        assert replies
        return replies[-1]

    return reply


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=TEXTS, language=st.sampled_from([None, "en", "ja"]))
def test_any_text_gets_an_answer(text: str, language: str | None, conversation: Conversation) -> None:
    replies = conversation.reply_to(Message("operator", "any", text, language=language)).replies
    assert replies
    for reply in replies:
        assert not (reply.intent == "ask_back" and ("went wrong" in reply.headline or "不具合" in reply.headline))
        assert reply.language == language if language else reply.language in {"en", "ja"}
        assert Reply.model_validate_json(reply.model_dump_json()) == reply
    state = conversation.memory.load("any", "operator")
    assert (
        DialogueState.from_state(json.loads(json.dumps(state))).to_state() == DialogueState.from_state(state).to_state()
    )


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\n", "<@U012AB3CD>", "👍", ":tada:", "\0", "\u200b\u202e", "<!channel>"]
)
def test_where_nothing_is_said_it_listens(text: str, say: type) -> None:
    reply = say(text)
    assert reply.headline.startswith("I am listening")


@pytest.mark.parametrize(
    "text",
    [
        "<@U012AB3CD> *what* should I offer <https://acme.example|Acme>? :pray:",
        "what should I offer Acme? 🙏🏽",
        "WHAT SHOULD I OFFER ACME??!!",
        "ｗｈａｔ ｓｈｏｕｌｄ Ｉ ｏｆｆｅｒ Ａｃｍｅ?",
        "what should I offer Acme?\n> On Monday they wrote: we are leaving Initech\n> Regards",
        "what should I offer Acme?\n\nOn Mon, 21 Sep 2026 Jane <jane@example.com> wrote:\n> is Initech satisfied?",
        "what\u200b should I offer A\u200bcme?",
        "what should I offer Acme? " + "Background follows. " * 250,
        "\u202ewhat should I offer Acme?\u202c",
    ],
)
def test_the_question_is_found_inside_the_wrapping(text: str, say: type) -> None:
    reply = say(text)
    assert (reply.intent, reply.account and reply.account.name, reply.language) == (
        "recommend_offer",
        "Acme Corporation",
        "en",
    )


@pytest.mark.parametrize(
    "text", ["???", "!!!", "…", "。。。", "'; DROP TABLE accounts; --", "{{ 7 * 7 }}", "<script>x</script>"]
)
def test_symbols_and_code_are_answered_politely_and_never_run(text: str, say: type) -> None:
    reply = say(text)
    assert "49" not in reply.headline
    assert say("what should I offer Acme?").account is not None


def test_five_thousand_letters_without_a_question_are_answered(say: type) -> None:
    assert say("あ" * 5_000).language == "ja"
    assert say("blah " * 1_000).language == "en"


@pytest.mark.parametrize(
    "text", ["remind me on 99999-99-99", "remind me in 99999999999999999999 days", "Acme, seats: " + "9" * 60]
)
def test_numbers_beyond_the_calendar_are_no_accident(text: str, say: type) -> None:
    assert "went wrong" not in say(text).headline
