import pytest

from bot.nlu.reminding import drops_meeting, find_note, find_repeat, tells_meeting

REPEATS = {
    "remind me every Monday 9 to check Acme": "week 0",
    "remind me on Fridays at 10": "week 4",
    "weekly on Tuesday": "week 1",
    "every weekday at 8:30": "workday",
    "every morning": "day",
    "at the end of every month": "month 31",
    "every month on the 3rd": "month 3",
    "remind me on the 1st of every month": "month 1",
    "every week": "week",
    "毎週月曜9時に": "week 0",
    "毎週水曜日の10時": "week 2",
    "毎月末に": "month 31",
    "毎月15日に": "month 15",
    "毎月初に": "month 1",
    "毎営業日9時": "workday",
    "毎日17時": "day",
    "毎月": "month",
    "remind me on Friday 9": None,
    "金曜9時に": None,
}


@pytest.mark.parametrize(("said", "meant"), REPEATS.items())
def test_how_often_is_heard(said: str, meant: str | None) -> None:
    assert find_repeat(said) == meant


TOLD = [
    "meeting with Acme on Friday 10:00",
    "I meet Acme on 2 October at 10",
    "We have a meeting with Acme tomorrow at 3pm",
    "Acme meeting Friday 10:00",
    "金曜10時にアクメと打ち合わせ",
    "アクメとの打ち合わせは10月2日15時です",
    "来週火曜14時にアクメ様を訪問します",
    "アクメのアポが10月5日10時に入りました",
]
NOT_TOLD = [
    "the meeting with Acme went well",
    "prepare me for the meeting with Acme on Friday",
    "remind me before the meeting with Acme",
    "how did the meeting go?",
    "昨日アクメと商談しました",
    "明日の打ち合わせの準備をして",
    "打ち合わせの前に教えて",
]


@pytest.mark.parametrize("said", TOLD)
def test_a_meeting_to_come_is_heard(said: str) -> None:
    assert tells_meeting(said)


@pytest.mark.parametrize("said", NOT_TOLD)
def test_what_only_speaks_of_a_meeting_sets_none(said: str) -> None:
    assert not tells_meeting(said)


@pytest.mark.parametrize("said", ["cancel the meeting with Acme", "アクメとの打ち合わせは中止です"])
def test_a_meeting_called_off_is_heard(said: str) -> None:
    assert drops_meeting(said)


def test_the_note_is_what_is_left_of_the_order() -> None:
    assert find_note("remind me on Friday at 9 to send the quote to Acme", [(10, 24)]) == "send the quote to Acme"
    assert find_note("毎月末に請求を確認するようリマインドして", [(1, 3)]) == "請求を確認"
    assert find_note("remind me Friday 9", [(10, 18)]) is None
