"""A need is read for what it says of a thing: asked for, turned down, or had elsewhere and liked."""

import pytest

from knowledge.catalogue.catalogue import ProductCard
from knowledge.offers.need_words import Stance, read_stance

ASKS, REFUSES, CONTENT = Stance.ASKS, Stance.REFUSES, Stance.CONTENT

ENGLISH = [
    ("We do not need reports or a dashboard, our controller does them", "dashboard", REFUSES),
    ("does not want a backup", "backup", REFUSES),
    ("not interested in single sign-on this year", "single sign-on", REFUSES),
    ("Backup? No need.", "backup", REFUSES),
    ("Reports are not needed here", "reports", REFUSES),
    ("we no longer need the chat", "chat", REFUSES),
    ("They can do without reports", "reports", REFUSES),
    ("They need alerts, not a dashboard", "dashboard", REFUSES),
    ("They need alerts, not a dashboard", "alerts", ASKS),
    ("We do not need reports but a backup", "reports", REFUSES),
    ("We do not need reports but a backup", "backup", ASKS),
    ("The chatbot of our other supplier works fine, no need to change it", "chatbot", CONTENT),
    ("happy with the chatbot we have from another firm", "chatbot", CONTENT),
    ("the chatbot of our other supplier is too slow", "chatbot", ASKS),
    ("the reports we get elsewhere do not work well", "reports", ASKS),
    ("We lost files again: no backup", "backup", ASKS),
    ("we don't want to write reports by hand any more", "reports", ASKS),
    ("we don't want lost files", "lost files", ASKS),
    ("We can't do without reports", "reports", ASKS),
    ("not only reports but alerts too", "reports", ASKS),
    ("no need to hurry with the backup", "backup", ASKS),
    ("our reporting takes days", "report", ASKS),
    ("nobody asked for training", "training", REFUSES),
    ("no one here wants a dashboard", "dashboard", REFUSES),
    ("none of us needs the reports", "reports", REFUSES),
    ("she asked for training", "training", ASKS),
    ("nobody knows the figures, we need reports", "reports", ASKS),
    ("No chatbot required", "chatbot", REFUSES),
    ("we stopped using the newsletter", "newsletter", REFUSES),
    ("our supplier stopped offering the newsletter", "newsletter", ASKS),
    ("training: not now", "training", REFUSES),
    ("please do not pitch us the archive again", "archive", REFUSES),
    ("we turned down the archive in spring", "archive", REFUSES),
    ("we were refused an archive by our host", "archive", ASKS),
    ("we'd rather get rid of the pumps", "pumps", REFUSES),
    ("gloves instead of helmets", "helmets", REFUSES),
    ("neither valves nor pumps", "pumps", REFUSES),
    ("pumps do not sell here", "pumps", REFUSES),
    ("pumps are not part of our range", "pumps", REFUSES),
    ("an archive would be a waste of money", "archive", REFUSES),
    ("we can't use the archive from outside", "archive", ASKS),
    ("I don't think we can manage without training", "training", ASKS),
    ("not having an archive worries us", "archive", ASKS),
    ("no valves reach us in time", "valves", ASKS),
    ("we have enough seats", "seats", CONTENT),
    ("we never have enough valves", "valves", ASKS),
    ("the archive of Firm B is fine but too slow", "archive", ASKS),
    ("Firm B does our training and we like it", "training", CONTENT),
]
JAPANESE = [
    ("レポートは不要です", "レポート", REFUSES),
    ("レポートは、今のところ必要ありません", "レポート", REFUSES),
    ("メルマガは興味がない", "メルマガ", REFUSES),
    ("バックアップは要らないが、レポートは欲しい", "バックアップ", REFUSES),
    ("バックアップは要らないが、レポートは欲しい", "レポート", ASKS),
    ("他社のチャットボットを使っており、十分です", "チャットボット", CONTENT),
    ("バックアップは間に合っています", "バックアップ", CONTENT),
    ("他社のチャットボットが遅くて困っている", "チャットボット", ASKS),
    ("バックアップがないと困る", "バックアップ", ASKS),
    ("レポートはなくてはならない", "レポート", ASKS),
    ("対応漏れをなくしたい", "対応漏れ", ASKS),
    ("研修は不要ではありません", "研修", ASKS),
    ("研修が不要とは思っていません", "研修", ASKS),
    ("研修は断りました", "研修", REFUSES),
    ("研修の予算がありません", "研修", REFUSES),
    ("研修はなくても困らない", "研修", REFUSES),
    ("メルマガは誰も読みません", "メルマガ", REFUSES),
    ("メルマガの提案は控えてください", "メルマガ", REFUSES),
    ("メルマガの手作業をやめたい", "メルマガ", ASKS),
    ("ポンプは他から仕入れている", "ポンプ", CONTENT),
    ("ポンプは余っています", "ポンプ", CONTENT),
    ("ポンプは売れない", "ポンプ", REFUSES),
    ("ポンプなしではやっていけません", "ポンプ", ASKS),
]
PARTS_OF_WORDS = [
    ("three lessons a week", "sso"),
    ("translation of our pages", "sla"),
    ("rapid growth", "api"),
    ("コンテストの準備が大変", "テスト"),
    ("インサイトが足りない", "サイト"),
]


@pytest.mark.parametrize(("text", "word", "stance"), ENGLISH + JAPANESE)
def test_a_need_says_what_it_says_of_the_thing_named(text: str, word: str, stance: Stance) -> None:
    assert read_stance(text, [word]) is stance


@pytest.mark.parametrize(("text", "word"), PARTS_OF_WORDS)
def test_a_part_of_another_word_is_no_mention(text: str, word: str) -> None:
    assert read_stance(text, [word]) is None


def test_a_mention_that_asks_outweighs_one_that_refuses() -> None:
    assert read_stance("No need for reports on paper. We need reports on the phone.", ["reports"]) is ASKS


def test_width_and_case_do_not_matter() -> None:
    assert read_stance("ＳＳＯを使いたい", ["sso"]) is ASKS
    assert read_stance("We want SSO", ["ｓｓｏ"]) is ASKS


@pytest.mark.parametrize("cell", ["SLA\nmaintenance", "SLA; maintenance", "SLA、maintenance", "SLA, maintenance;"])
def test_the_words_of_a_cell_are_taken_as_a_spreadsheet_lists_them(cell: str) -> None:
    card = ProductCard(**dict.fromkeys(ProductCard.__dataclass_fields__) | {"solves": cell})
    assert card.solved_words == ("SLA", "maintenance")
