"""A catalogue without words for needs: products are asked for and turned down by name; what was given up is said."""

import datetime as dt
from collections.abc import Callable

import pytest

from tests.firms.firm import ImportedFirm, words_of

Write = Callable[[dict[str, str]], ImportedFirm]


def _contracts() -> str:
    lines = ["id,account,product,monthly,currency,started_on,ended_on"]
    for n in range(60):
        begun = dt.date(2025, 3, 10) + dt.timedelta(days=9 * n)
        base, added, skips = ("desk", "sso", 5) if n % 2 else ("mail", "rep", 3)
        lines.append(f"b{n},p{n},{base},10000,JPY,{begun},")
        if n % skips and (later := begun + dt.timedelta(days=55)) < dt.date(2026, 11, 30):
            lines.append(f"a{n},p{n},{added},5000,JPY,{later},")
    lines += [f"{key},{key},{base},10000,JPY,2025-03-01," for key, base in HAVE.items()]
    return "\n".join([*lines, "gone2,gone,sso,5000,JPY,2025-06-01,2026-09-30"])


HAVE = {"wish": "mail", "spurn": "mail", "lesson": "mail", "gone": "desk", "plain": "desk"}
FILES = {
    "products.csv": (
        "id,name,family,list_price,currency,billing_period\n"
        "desk,Desk,Desk,1000,JPY,month\nmail,Mailer,Mailer,2000,JPY,month\n"
        "sso,SSO,SSO,500,JPY,month\nrep,Reports,Reports,900,JPY,month"
    ),
    "accounts.csv": "id,name\n"
    + "\n".join([*(f"p{n},Peer {n:02d}" for n in range(60)), *(f"{key},{key.title()} Works" for key in HAVE)]),
    "subscriptions.csv": _contracts(),
    "needs.csv": (
        "id,account,text,said_on,status\nn1,wish,Our people want SSO soon,2026-11-20,open\n"
        "n2,spurn,We do not need reports,2026-11-20,open\n"
        "n3,lesson,We need better lessons for new staff,2026-11-20,open"
    ),
}


@pytest.fixture
def office(written_firm: Write) -> ImportedFirm:
    return written_firm(FILES)


def test_a_product_asked_for_by_name_comes_first(office: ImportedFirm) -> None:
    reply = office.run("recommend_offer", "Wish Works")
    assert [offer.product for offer in reply.offers] == ["SSO", "Reports"]
    assert "They asked for it: “Our people want SSO soon”" in words_of(reply)


@pytest.mark.parametrize(("language", "told"), [("en", "do not need it"), ("ja", "不要")])
def test_a_product_turned_down_by_name_is_not_offered(office: ImportedFirm, language: str, told: str) -> None:
    reply = office.run("recommend_offer", "Spurn Works", language=language)
    assert not reply.offers
    assert "“We do not need reports”" in words_of(reply) or "「We do not need reports」" in words_of(reply)
    assert told in words_of(reply)


def test_letters_inside_a_word_name_no_product(office: ImportedFirm) -> None:
    assert [offer.product for offer in office.run("recommend_offer", "Lesson Works").offers] == ["Reports"]


@pytest.mark.parametrize(
    ("language", "told"), [("en", "they gave it up on 30 Sep 2026"), ("ja", "2026年9月30日に解約されています")]
)
def test_what_they_gave_up_is_said_though_nothing_else_speaks_for_it(
    office: ImportedFirm, language: str, told: str
) -> None:
    reply = office.run("recommend_offer", "Gone Works", language=language)
    assert not reply.offers
    assert told in words_of(reply)
    assert [offer.product for offer in office.run("recommend_offer", "Plain Works").offers] == ["SSO"]
