"""What a handoff says beside the need."""

import pytest

from bot.nlu.handing_over import find_avoid, find_direction, find_urgency
from bot.nlu.steps import is_order


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("hand Acme to CS", "cs"),
        ("hand Acme to CS, they need onboarding help", "cs"),
        ("Blue Sun should go to CS, not sales", "cs"),
        ("bring CS in for Kingston", "cs"),
        ("CS should take Globex from here", "cs"),
        ("return this account to Mori in CS", "cs"),
        ("アクメをCSに引き継いで", "cs"),
        ("ご不満なので、カスタマーサクセスに引き継いでください", "cs"),
        ("尾根テックはカスタマーサクセスに入ってもらって", "cs"),
        ("CS to sales: Elmstead needs approvals online, hot", "sales"),
        ("from sales to CS please: Globex", "cs"),
        ("Soylent wants Analytics Pro, over to you sales", "sales"),
        ("sales should take over Stark", "sales"),
        ("Globexを営業へ。値上げの話は避けて", "sales"),
        ("CSから営業に引き継ぎ", "sales"),
        ("CS found a need at Nakatomi: reporting. hand off", None),
        ("アクメを引き継いで", None),
    ],
)
def test_who_should_have_the_customer_is_heard_in_any_word_order(text: str, side: str | None) -> None:
    assert find_direction(text) == side


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("hand Globex to sales, urgent", "hot"),
        ("hand Globex to sales, hot", "hot"),
        ("pass it on asap please", "hot"),
        ("至急、営業に引き継いで", "hot"),
        ("今週中に連絡してほしいそうです", "hot"),
        ("急ぎでお願いします", "hot"),
        ("no rush, hand Globex to sales", "normal"),
        ("not urgent", "normal"),
        ("急ぎではないですが営業に渡して", "normal"),
        ("hand Globex to sales", None),
    ],
)
def test_how_urgent_it_is_is_heard(text: str, urgency: str | None) -> None:
    assert find_urgency(text) == urgency


@pytest.mark.parametrize(
    ("text", "avoid"),
    [
        ("hand Globex to sales, don't mention price", "price"),
        ("they want SSO. Please don't bring up the outage and call this week", "outage"),
        ("pass Vandelay on, careful with Mr Kato, avoid the old outage", "Mr Kato; old outage"),
        ("hand it to sales, never call before noon", "never call before noon"),
        ("営業に引き継いで。値上げの話は避けて", "値上げの話"),
        ("先方は値上げに敏感なので価格の話は控えてください", "価格の話"),
        ("障害の件には触れないでください", "障害の件"),
        ("競合の名前はNGです", "競合の名前"),
        ("they don't want to wait", None),
        ("在庫管理がほしいそうです", None),
    ],
)
def test_what_to_avoid_is_kept_in_the_words_used(text: str, avoid: str | None) -> None:
    found = find_avoid(text)
    assert (found[0] if found else None) == avoid


@pytest.mark.parametrize(
    "text", ["hand Acme to CS, don't pitch them until May", "CSに引き継いで、11月まで提案しないで"]
)
def test_a_hold_is_no_subject_to_avoid(text: str) -> None:
    assert find_avoid(text) is None


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("Initechは管理者が辞めて", False),
        ("Initechで障害が続いて大変で", False),
        ("Initechを来月まで止めて", True),
        ("Initechの状況を教えてください", True),
        ("Initechの件をリマインドして", True),
    ],
)
def test_words_of_a_customer_that_end_in_te_are_no_order(text: str, orders: bool) -> None:
    assert is_order(text, names_customer=True) is orders
