import pytest

from bot.nlu.corrections import read_correction
from bot.nlu.outcomes import find_outcome
from bot.nlu.records import find_record
from bot.nlu.write_words import asks_rather_than_tells, is_for_operations, refuses_to_write

C, P = "\ue000", "\ue040"  # a customer, a colleague, as they stand while a message is read


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        (f"note: {C} moves to Leeds in May", "note"),
        (f"memo on {C}: their fiscal year ends in June", "note"),
        (f"minutes of the call with {C}: pilot agreed for March", "minutes"),
        (f"i promised {C} an answer by Tuesday", "promise"),
        (f"visited {C} today, they plan a new plant", "visit"),
        (f"called {C}, nobody there", "visit"),
        (f"{C}'s new cto is Lea Brandt", "contact_new"),
        (f"Lea Brandt replaced Jon Abel at {C}", "contact_changed"),
        (f"Jon Abel has left {C}", "contact_left"),
        (f"{C} is livid about the invoice", "complaint"),
        (f"the complaint of {C} is settled", "complaint_settled"),
        (f"{C} froze all spending until june", "budget"),
        (f"{C}: budget is free again", "budget_free"),
        (f"{C} won't renew in May", "cancellation"),
        (f"assign {C} to {P}", "owner"),
        (f"{P} takes over {C}", "owner"),
        (f"{P} is out sick tomorrow", "absence"),
        ("I'm on leave until the 12th", "absence"),
        (f"{C}の議事録：3月に試験導入で合意", "minutes"),
        (f"メモ：{C}は6月決算", "note"),
        (f"{C}に電話しました。担当者は不在", "visit"),
        (f"{C}の窓口が西村課長に代わりました", "contact_changed"),
        (f"{C}の西村課長が退職されました", "contact_left"),
        (f"{C}からお叱りを受けた", "complaint"),
        (f"{C}は6月まで予算がない", "budget"),
        (f"{C}、契約を更新しないとのこと", "cancellation"),
        (f"{C}の担当は{P}さんに変更", "owner"),
        (f"{P}さんは明日お休みです", "absence"),
    ],
)
def test_what_is_told_is_known_for_what_it_is(said: str, fact: str) -> None:
    found = find_record(said)
    assert found is not None
    assert found.fact == fact


@pytest.mark.parametrize(
    "said",
    [
        f"is {C} furious?",
        f"who complained at {C}",
        f"{C} is not angry any more",
        f"what if {C} cancels",
        f"cancel the meeting with {C}",
        f"{C} has no plans to cancel",
        f"does {C} have budget",
        f"who owns {C}",
        f"is {P} away",
        "12 days left",
        f"{C}は怒っていません",
        f"{C}の解約率は？",
        f"{C}は解約しない",
        f"{C}の担当は誰ですか",
    ],
)
def test_a_question_and_a_denial_tell_nothing(said: str) -> None:
    assert find_record(said) is None


@pytest.mark.parametrize(
    "said",
    [
        f"{C}: they won't renew unless the price drops",
        f"{C} will cancel unless support answers today",
        f"{C} threatened that they won't renew",
        f"{C}は値下げしない限り契約を更新しないとのこと",
        f"{C}、値引きがなければ解約するとのこと",
    ],
)
def test_a_cancellation_under_a_condition_is_none(said: str) -> None:
    found = find_record(said)
    assert found is None or found.fact != "cancellation"


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("they took Backup, no surprises", "won"),
        ("yes to Backup, no discount needed", "won"),
        ("no problem at all, signed", "won"),
        ("no answer yet", "pitched"),
        ("no decision so far", "pitched"),
        ("they have not decided yet", "pitched"),
        ("haven't signed yet", "pitched"),
        ("they didn't say no", None),
        ("we haven't lost it", None),
        ("they never declined", None),
        ("no hurry", None),
        ("they said no, too expensive", "lost"),
        ("no, too expensive", "lost"),
        ("a clear no", "lost"),
        ("they won't buy", "lost"),
        ("no need for it", "not_relevant"),
        ("thinking about it", "later"),
        ("断られていません", None),
        ("失注していない", None),
        ("断られました", "lost"),
        ("まだお返事がありません", "pitched"),
        ("値引きなしで受注", "won"),
    ],
)
def test_an_outcome_is_read_with_its_negations(said: str, outcome: str | None) -> None:
    assert find_outcome(said) == outcome


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("no, wednesday", "wednesday"),
        ("make it 4pm", "4pm"),
        ("that was for Globex", "Globex"),
        ("sorry, I meant Globex", "Globex"),
        ("not Acme, Globex", "Globex"),
        ("move the meeting to wednesday", "wednesday"),
        ("やっぱ16時で", "16時"),
        ("16時に変更して", "16時"),
        ("霞森のほうね", "霞森"),
        ("アクメじゃなくて霞森です", "霞森"),
        ("すみません、霞森の間違いです", "霞森"),
    ],
)
def test_a_correction_names_what_is_meant(said: str, meant: str) -> None:
    things = [word for word in ("wednesday", "4pm", "Globex", "Acme", "16時", "霞森", "アクメ") if word in said]
    places = [(said.index(word), said.index(word) + len(word)) for word in things]
    found = read_correction(said, places).meant
    assert found is not None
    assert said[slice(*found)] == meant


@pytest.mark.parametrize(
    "said", ["call Acme wednesday", "how is Acme?", "wednesday", "remind me wednesday", "16時に会う"]
)
def test_what_says_more_corrects_nothing(said: str) -> None:
    things = [word for word in ("wednesday", "Acme", "16時") if word in said]
    places = [(said.index(word), said.index(word) + len(word)) for word in things]
    found = read_correction(said, places)
    assert (found.meant, found.words, found.drops) == (None, None, 0)


@pytest.mark.parametrize(
    ("said", "drops"),
    [("delete it", 1), ("drop that note", 1), ("cancel both", 2), ("それ消して", 1), ("両方取り消して", 2)],
)
def test_the_last_change_or_the_last_two_are_taken_back(said: str, drops: int) -> None:
    assert read_correction(said, []).drops == drops


def test_what_is_not_to_be_done_is_heard() -> None:
    assert all(
        map(refuses_to_write, ["don't hand it over", "please do not log that", "引き継がないで", "記録は不要です"])
    )
    assert not any(map(refuses_to_write, ["don't pitch Acme until May", "hand it over", "引き継いでください"]))
    assert all(map(asks_rather_than_tells, ["what happened to my handoff", "引き継ぎはどうなった"]))
    assert not asks_rather_than_tells("Acme needs SSO")


@pytest.mark.parametrize(
    "said",
    [
        "delete the personal data of Acme's contacts",
        "please erase everything you know about Clara Winfield",
        "Ann Weaver wants her personal data to be deleted",
        "we got a GDPR request from Globex",
        "forget all data about our contact at Acme",
        "what personal information do we have? send the data you hold about Ann",
        "個人情報を削除して",
        "北斗の山田様から個人情報の開示請求がありました",
        "田中さんのデータを消してください",
        "GDPRに基づく削除依頼です",
    ],
)
def test_requests_about_personal_data_are_for_operations(said: str) -> None:
    assert is_for_operations(said)


@pytest.mark.parametrize(
    "said",
    [
        "Acme worries about GDPR",
        "they need device control for personal data",
        "delete the reminder for Acme",
        "forget it",
        "remove Globex from my list",
        "who handles data protection at Acme?",
        "個人情報の取り扱いに不安があるそうです",
        "そのリマインダーを削除して",
        "メモを消して",
    ],
)
def test_what_only_speaks_of_personal_data_is_no_request(said: str) -> None:
    assert not is_for_operations(said)
