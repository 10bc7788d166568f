import pytest
from sqlalchemy import Connection, Engine, delete, insert, update

from knowledge.accounts.names.index import find_candidates
from knowledge.accounts.names.likeness import SLIPPED
from knowledge.accounts.names.normal_form import normalise_name
from knowledge.accounts.names.rows import initials_of, name_rows
from knowledge.accounts.names.search import find_accounts, is_sure, known_names
from knowledge.accounts.names.sounds import sound_of
from knowledge.tables import Account, AccountName

FIRMS: dict[int, tuple[str, str | None]] = {
    1: ("Northwind Traders Ltd.", None),
    2: ("Northwind Trading GmbH", None),
    3: ("International Paper & Pulp Corp.", None),
    4: ("株式会社さくら商事", "サクラショウジ"),
    5: ("三河電機工業株式会社", "ミカワデンキコウギョウ"),
    6: ("三栄電機工業株式会社", "サンエイデンキコウギョウ"),
    7: ("キヤノン化学", "キヤノンカガク"),
    8: ("Globex Logistics KK", None),
}


@pytest.fixture
def connection(engine: Engine) -> Connection:
    with engine.begin() as writing:
        for account_id, (name, reading) in FIRMS.items():
            row = {"id": account_id, "key": str(account_id), "source": "test", "name": name}
            writing.execute(insert(Account), [row | {"normal_name": normalise_name(name)}])
            aliases = ["Mikawa Electric"] if account_id == 5 else []
            writing.execute(insert(AccountName), name_rows(account_id, name, reading=reading, aliases=aliases))
    with engine.connect() as reading_connection:
        yield reading_connection


@pytest.mark.parametrize(
    ("mention", "account"),
    [
        ("northwind traders", 1),  # legal form dropped
        ("ＮＯＲＴＨＷＩＮＤ　ＴＲＡＤＥＲＳ", 1),  # full width
        ("Northwnd Traders", 1),  # a slip
        ("Traders Northwind", 1),  # word order
        ("Northwind Tradres", 1),
        ("Intl Paper and Pulp", 3),  # shortened
        ("IPP", 3),  # initials
        ("さくら商事", 4),
        ("さくらしょうじ", 4),  # kana
        ("ｻｸﾗｼｮｳｼﾞ", 4),
        ("Sakura Shoji", 4),  # romaji
        ("sakura syouzi", 4),
        ("㈱ さくら 商事", 4),
        ("三川電機工業", 5),  # one character wrong
        ("Mikawa Electric K.K.", 5),  # alias
        ("三河", 5),  # beginning
        ("キャノン化学", 7),  # small kana
        ("Globex", 8),  # beginning
    ],
)
def test_a_mention_finds_its_account_first(connection: Connection, mention: str, account: int) -> None:
    assert [match.account_id for match in find_accounts(connection, mention)][:1] == [account]


@pytest.mark.parametrize("mention", ["northwind traders", "IPP", "Sakura Shoji", "Globex", "Intl", "三川電機工業"])
def test_only_a_clear_match_is_taken_without_asking(connection: Connection, mention: str) -> None:
    assert is_sure(find_accounts(connection, mention)) == (mention not in {"Intl", "三川電機工業"})


@pytest.mark.parametrize("mention", ["Foobarix", "Wayne Enterprises", "みどり製薬", "", "!!!", "northwind", "ipp"])
def test_an_absent_or_ambiguous_name_is_not_taken(connection: Connection, mention: str) -> None:
    assert not is_sure(find_accounts(connection, mention))


@pytest.mark.parametrize(
    ("mention", "score"),
    [
        ("glbex", SLIPPED),  # of the first word
        ("northwind tradres", 0),  # of a whole name of more words: word by word, as ever
        ("glbxe", 0),  # two slips
        ("globex1", 0),  # a number is no slip
    ],
)
def test_one_slip_in_the_first_words_is_forgiven(connection: Connection, mention: str, score: float) -> None:
    assert (SLIPPED in [match.score for match in find_accounts(connection, mention)]) == bool(score)


def test_an_account_that_the_asker_may_not_see_is_unknown(connection: Connection) -> None:
    matches = find_accounts(connection, "Northwind Traders", visible=Account.id != 1)
    assert 1 not in [match.account_id for match in matches]
    assert not is_sure(matches)
    assert known_names(connection, ["Globex Logistics"], visible=Account.id != 8) == {}


def test_exact_spans_are_known_in_one_look(connection: Connection) -> None:
    known = known_names(connection, ["Globex Logistics", "what about", "mikawa electric", "みかわでんきこうぎょう"])
    assert {span: [match.account_id for match in matches] for span, matches in known.items()} == {
        "Globex Logistics": [8],
        "mikawa electric": [5],
        "みかわでんきこうぎょう": [5],
    }


def test_the_index_follows_changed_and_deleted_names(engine: Engine, connection: Connection) -> None:
    with engine.begin() as writing:
        writing.execute(update(AccountName).where(AccountName.account_id == 8).values(normal="initech logistics"))
        writing.execute(delete(AccountName).where(AccountName.account_id == 1))
    assert find_candidates(connection, "initech logistcs")
    assert [match.account_id for match in find_accounts(connection, "Northwind Tradrs")] == [2]


@pytest.mark.parametrize(
    "mention", ['"', "' OR 1=1", "a:b", "%", "NEAR(", "^$", "|", "👍", "\x00x", "a" * 3000, "漢" * 500]
)
def test_no_mention_breaks_the_search(connection: Connection, mention: str) -> None:
    assert len(find_accounts(connection, mention)) <= 3


@pytest.mark.parametrize(
    "spelling",
    [
        "さくらしょうじ",
        "サクラショウジ",
        "Sakura Shōji",
        "SAKURA SHOUJI",
        "sakura syouzi",
        "カブシキガイシャサクラショウジ",
    ],
)
def test_kana_and_every_romanisation_sound_the_same(spelling: str) -> None:
    assert sound_of(spelling) == "sakurashoji"


@pytest.mark.parametrize("name", ["Goldman Sachs", "三井物産", "", "3M"])
def test_what_has_no_japanese_sound_gets_none(name: str) -> None:
    assert sound_of(name) is None


def test_initials_need_three_words_of_letters() -> None:
    assert initials_of("International Business Machines Corp.") == "IBM"
    assert initials_of("Bank of America Corp.") is None
    assert initials_of("Fund 4 Growth Inc") is None
