"""What denies, wishes or only supposes an outcome is none; so is what is closed or refused but no offer of ours."""

import pytest

from bot.nlu.outcomes import find_outcome
from bot.nlu.reminding import drops_meeting, tells_meeting
from bot.nlu.steps import read_step
from bot.nlu.write_words import is_present, refuses_to_write

TOLD = {
    "won": (
        "they bought the pump, no hesitation",
        "no objection from them, they signed",
        "no harm done, they took it",
        "they took it, no discount needed",
        "they bought it, no need for a trial",
        "there was no way around it, they signed",
        "no, they signed!",
        "何の問題もなく契約してくれました",
        "値引きせずに受注しました",
        "断りきれずに契約してくれました",
    ),
    "lost": (
        "it's a no from them",
        "no from the CFO",
        "yes, they declined",
        "they bought it from a competitor",
        "they signed with another supplier",
        "they chose our rival",
        "they took it elsewhere",
        "they won't take it",
        "他社に決まりました",
        "競合を選ばれました",
        "買わないそうです",
        "購入しないと言われました",
        "契約には至りませんでした",
        "断られたそうです",
    ),
    "pitched": (
        "no signature yet",
        "they have yet to sign",
        "they haven't said yes or no",
        "they have not come back to us",
        "返答待ちです",
        "まだ決まっていません",
    ),
    None: (
        "they would have bought it if it were cheaper",
        "we wish they had accepted",
        "I hope they sign soon",
        "once they have signed we ship",
        "as soon as they signed I called",
        "they almost signed",
        "they might still say no",
        "they are going to sign next week",
        "nothing is lost",
        "nobody said no",
        "they said neither yes nor no",
        "they closed the office",
        "they accepted the meeting invite",
        "they signed the NDA",
        "they declined the invitation",
        "they refused to meet",
        "they cancelled the demo",
        "契約してほしい",
        "契約しそうです",
        "受注できるかもしれません",
        "もし断られたら連絡します",
        "断られる前に電話します",
        "失注のおそれがあります",
        "まだ失注と決まったわけではない",
        "面談を断られました",
        "打ち合わせの日程が決まりました",
    ),
}


@pytest.mark.parametrize(("outcome", "text"), [(outcome, text) for outcome, texts in TOLD.items() for text in texts])
def test_an_outcome_is_what_came_about(outcome: str | None, text: str) -> None:
    assert find_outcome(text) == outcome


@pytest.mark.parametrize(
    "text",
    [
        "don't put Acme on hold",
        "there is no need for a hold on Acme",
        "nobody should pause Acme",
        "I don't want you to note this",
        "no need to schedule anything",
        "Acmeを引き継ぐ必要はありません",
        "Acmeへの提案を止めないでください",
        "Acmeは提案停止にしなくていいです",
    ],
)
def test_what_is_not_to_be_done_is_left_alone(text: str) -> None:
    assert refuses_to_write(text)


@pytest.mark.parametrize("text", ["put Acme on hold", "don't forget to put Acme on hold", "Acmeを引き継いでください"])
def test_an_order_is_no_refusal(text: str) -> None:
    assert not refuses_to_write(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm not away next week", True),
        ("I won't be off on Monday", True),
        ("Priya isn't on leave", True),
        ("来週は休みません", True),
        ("明日は不在ではありません", True),
        ("I'm away next week", False),
        ("I'm not in tomorrow", False),
        ("I'm not off until Friday", False),
        ("the deal is not off the table", False),
        ("来週は休みます", False),
    ],
)
def test_whoever_is_not_away_is_there(text: str, expected: bool) -> None:
    assert is_present(text) is expected


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("never remind me about Acme again", "cancel"),
        ("I don't want to be reminded about Acme", "cancel"),
        ("no reminder for Acme please", "cancel"),
        ("don't set a reminder for Acme", "cancel"),
        ("Acmeのリマインダーは設定しないでください", "cancel"),
        ("Acmeのお知らせは結構です", "cancel"),
        ("don't forget to remind me on Friday to call Acme", None),
        ("don't let me forget Acme on Friday", None),
        ("no meeting with Acme on Friday", "no_meeting"),
        ("we're not meeting Acme on Friday", "no_meeting"),
        ("金曜のアクメとのアポはありません", "no_meeting"),
        ("アクメとの打ち合わせの予定は入っていません", "no_meeting"),
        ("don't forget the meeting with Acme on Friday", "meeting"),
    ],
)
def test_reminders_and_meetings_that_are_not_wanted_are_dropped(text: str, step: str | None) -> None:
    assert read_step("set_reminder", text) == step


def test_a_meeting_told_of_is_none_that_is_off() -> None:
    assert tells_meeting("meeting with Acme on Friday 10:00")
    assert not drops_meeting("meeting with Acme on Friday 10:00")
    assert not drops_meeting("金曜10時にアクメと打ち合わせ")
