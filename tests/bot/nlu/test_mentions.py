import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, insert

from actions.registry import FOLDER
from bot.nlu.examples import read_examples
from bot.nlu.mentions import Mention, MentionSpotter, Naming
from bot.nlu.name_spans import name_groups
from bot.nlu.reading import AccountMention
from bot.nlu.unknown_names import vocabulary_of
from knowledge.accounts.names.normal_form import normalise_name
from knowledge.accounts.names.rows import name_rows
from knowledge.accounts.names.search import NameMatch, find_accounts, is_sure, known_names
from knowledge.tables import Account, AccountName

FIRMS = {
    1: "Acme Corporation",
    2: "Globex Corporation",
    3: "Globex Japan KK",
    4: "さくら商事株式会社",
    5: "山田製作所",
    6: "Open",
    7: "サポート株式会社",
    8: "Pro Ltd.",
    9: "グローベックス",
    10: "Northwind Traders",
    11: "みどり",
    12: "Initech GmbH",
    13: "Initech Ltd",
}


@dataclass(frozen=True)
class StoreNames:
    """The store's own look-ups, as the wiring hands them in."""

    connection: Connection

    def known(self, spans: Sequence[str], asker: str) -> Mapping[str, Naming]:
        return {span: naming(found) for span, found in known_names(self.connection, spans).items()}

    def find(self, mention: str, asker: str) -> Naming:
        return naming(find_accounts(self.connection, mention))


def naming(matches: list[NameMatch]) -> Naming:
    return Naming(tuple(AccountMention(m.account_id, m.name, m.score) for m in matches), is_sure(matches))


@cache
def ordinary_words() -> frozenset[str]:
    examples = read_examples(FOLDER)
    return vocabulary_of(example.masked.replace("Acme", ",").replace("Widget", ",") for example in examples)


@pytest.fixture
def spotter(sqlite_engine: Engine) -> Iterator[MentionSpotter]:
    with sqlite_engine.begin() as writing:
        for number, name in FIRMS.items():
            row = {
                "id": number,
                "key": str(number),
                "source": "test",
                "name": name,
                "normal_name": normalise_name(name),
            }
            writing.execute(insert(Account), [row])
            writing.execute(insert(AccountName), name_rows(number, name))
    with sqlite_engine.connect() as connection:
        yield MentionSpotter(StoreNames(connection), ordinary_words())


def told(mentions: list[Mention]) -> list[tuple[str, int | None]]:
    return [(mention.text, mention.matches[0].id if mention.is_sure else None) for mention in mentions]


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("what should I offer Acme?", [("Acme", 1)]),
        ("what should i offer acme", [("acme", 1)]),
        ("Acme's renewal", [("Acme", 1)]),
        ("what is the health of Globex Japan KK?", [("Globex Japan KK", 3)]),
        ("compare Acme and Globex Corporation", [("Acme", 1), ("Globex Corporation", 2)]),
        ("ＡＣＭＥの状況は？", [("ＡＣＭＥ", 1)]),
        ("さくら商事に何を提案すればいい？", [("さくら商事", 4)]),
        ("さくら商事様には次に何をご提案すべきでしょうか", [("さくら商事", 4)]),
        ("株式会社山田製作所の利用状況", [("株式会社山田製作所", 5)]),
        ("今日は山田製作所さんと打ち合わせ", [("山田製作所", 5)]),
        ("さくら商事と山田製作所どっちを先に攻める？", [("さくら商事", 4), ("山田製作所", 5)]),
        ("グローベックスへの次の一手は？", [("グローベックス", 9)]),
        ("みどりさんへの提案は？", [("みどり", 11)]),
        ("Northwnd Traders NPS?", [("Northwnd Traders", 10)]),
        ("brief me on acme corporation please", [("acme corporation", 1)]),
    ],
)
def test_a_customer_is_found_in_a_question(
    spotter: MentionSpotter, question: str, meant: list[tuple[str, int | None]]
) -> None:
    assert told(spotter.spot(question, "me")) == meant


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("what should I offer Foobarix?", "Foobarix"),
        ("what should i offer foobarix", "foobarix"),
        ("is Wayne Enterprises happy with us?", "Wayne Enterprises"),
        ("Foobarix's purchases", "Foobarix"),
        ("東亜紡績の解約リスクは？", "東亜紡績"),
        ("フーバリックスに何をすすめる？", "フーバリックス"),
        ("みらい商事様への提案は？", "みらい商事"),
        ("関西フーズに電話した", "関西フーズ"),
    ],
)
def test_an_unknown_customer_is_still_a_mention(spotter: MentionSpotter, question: str, name: str) -> None:
    assert told(spotter.spot(question, "me")) == [(name, None)]


@pytest.mark.parametrize(
    "question",
    [
        "how many open tickets are there?",
        "which customers are at risk this week?",
        "draft it in Japanese please",
        "remind me on Friday",
        "what is the difference between basic and pro?",
        "thanks!",
        "why?",
        "サポートの評判は？",
        "今週電話すべき顧客は？",
        "もう少し短くして",
        "ありがとうございます",
        "解約率の推移を教えてください",
        "",
    ],
)
def test_ordinary_words_are_no_customers(spotter: MentionSpotter, question: str) -> None:
    assert spotter.spot(question, "me") == []


@pytest.mark.parametrize(
    ("question", "account"),
    [
        ("what do we sell to Open?", 6),
        ('brief me on "open"', 6),
        ("サポート様の状況は？", 7),
        ("「サポート」への提案", 7),
    ],
)
def test_a_name_that_is_an_ordinary_word_needs_more_than_the_word(
    spotter: MentionSpotter, question: str, account: int
) -> None:
    assert [mention.matches[0].id for mention in spotter.spot(question, "me")] == [account]


def test_a_longer_product_hides_a_customer_of_that_name(spotter: MentionSpotter) -> None:
    question = "offer Analytics Pro to Acme"
    assert told(spotter.spot(question, "me", taken=[(6, 19)])) == [("Acme", 1)]


def test_a_name_that_two_customers_share_is_not_sure(spotter: MentionSpotter) -> None:
    mention = spotter.spot("what about Initech?", "me")[0]
    assert not mention.is_sure
    assert {match.id for match in mention.matches} == {12, 13}


@given(st.text(max_size=120))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_searched_without_an_error(spotter: MentionSpotter, question: str) -> None:
    for mention in spotter.spot(question, "me"):
        assert re.search(r"\w", mention.text)
        assert question[mention.start : mention.end] == mention.text


def test_a_name_may_be_glued_to_a_day() -> None:
    said = "今日橘浜商会を訪問"
    assert (2, 6) not in name_groups(said)
    assert (2, 6) in name_groups(said, [0, 2])
