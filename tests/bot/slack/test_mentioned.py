from bot.slack.inbound_event import Heard
from bot.slack.mentioned import mentioned, name_mentioned
from bot.slack.payload_parser import read_words


def _heard(text: str) -> Heard:
    return Heard("e1", "T1", "U9", "D1", text=read_words(text, us=frozenset({"U0"})))


def test_a_colleague_mentioned_stands_by_name_and_we_by_none() -> None:
    heard = _heard("<@U0> hand Globex to <@U1|priya>, they want <https://x.example|SSO> &amp; more")
    assert mentioned(heard.text) == ["U1"]
    assert name_mentioned(heard, {"U1": "Priya Nair"}).text == "hand Globex to Priya Nair, they want SSO & more"


def test_somebody_whom_nobody_knows_is_asked_about() -> None:
    told = name_mentioned(_heard("who should <@U7> call this week?"), {"U7": None})
    assert (told.intent, told.slots, told.text) == ("ask_back", {"kind": "unknown_colleague"}, "")


def test_a_bot_called_at_the_beginning_is_no_colleague() -> None:
    assert name_mentioned(_heard("<@U8> what was <@U1>'s win rate?"), {"U8": None, "U1": "Dan"}).text == (
        "what was Dan's win rate?"
    )
