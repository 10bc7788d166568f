"""What in a question looks like a firm's name although no customer is spelt so: misspelt, or not in the store."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.nlu.name_spans import GLUED, Span, is_polite, overlaps

_READ = 600  # letters of a question that are searched
_CAPITALS = re.compile(
    r"(?<![\w@#])[A-Z0-9À-Þ][A-Za-z0-9À-ɏ&.'’+\-]*"
    r"(?:\s+(?:(?:&|and|of|de)\s+)?[A-ZÀ-Þ][A-Za-z0-9À-ɏ&.'’+\-]*)*(?:\s+\d+)?"
)
_SMALL = re.compile(r"(?<![\w'’@#/.\-])[a-z][\w&\-]{3,}(?![\w@/])")
# Where a customer stands in a sentence: "offer X", "pitch X", "call X", "for X?", "about X".
_ASKED_ABOUT = re.compile(
    r"\b(?:offer|pitch|sell(?:ing)?(?: to)?|call|brief me on|propose to|approach|upsell|for|with|about|to|is|at|from|on"
    r"|did|does|has|lost|won|hold|pause|handoff|remind me about)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"\s*(?:[?!.,;:]|$|'s\b|next\b|now\b|today\b|this\b|in\b|on\b|at\b|and\b|please\b|pls\b)")
_JAPANESE = re.compile(
    r"(?:株式会社|有限会社|合同会社|\([株有同]\))?[ァ-ヴー・一-龠々ぁ-ゖA-Za-z0-9]+(?:株式会社|\([株有同]\))?"
)
_RUN = re.compile(r"株式会社|有限会社|合同会社|\([株有同]\)|[ァ-ヴー・]+|[一-龠々]+|[A-Za-z0-9]+|[ぁ-ゖ]+")
_LEGAL = {"株式会社", "有限会社", "合同会社", "(株)", "(有)", "(同)"}
_TRADES = """
商事 商会 商店 商工 製作所 工業 電機 電気 電器 電子 食品 フーズ 製菓 製粉 乳業 銀行 信金 信用金庫
建設 建材 住宅 ハウス 設備 工務店 物産 産業 興業 実業 不動産 証券 生命 保険 リース 製薬 薬品 薬局
化学 化成 樹脂 運輸 物流 運送 海運 倉庫 航空 鉄道 交通 印刷 出版 新聞 放送 病院 医院 クリニック
大学 学園 ホールディングス グループ システム システムズ サービス テック テクノロジー ソフト データ
ネットワーク デザイン ラボ 研究所 技研 コンサルティング パートナーズ 株式会社 有限会社 水産 農園 農場
酒造 醸造 紡績 繊維 鉄工 鉄工所 製鋼 製鉄 製紙 精機 機械 機器 金属 硝子 ガラス ゴム 自動車 通信
通商 貿易 企画 観光 ホテル 石油 ガス 電力 重工 造船 家具 楽器 光学 ストア マート 書店 百貨店
エンジニアリング ジャパン
"""
_FIRM = re.compile(f"(?:{'|'.join(_TRADES.split())})$")
_LEADING_PARTICLE = re.compile(r"^[はがをにのへともで]")
_AFTER_KATAKANA = re.compile(r"様|さん|さま|社|に|へ|って|の|は|を|が|と|も|から|まで|向け|宛|担当|訪問|[、。,.?!\s]|$")
_TITLE = re.compile(rf"(?:様|殿|御中|(?<!会)社|側|先|宛て?|向け?|{GLUED})$")


@dataclass(frozen=True)
class Guess:
    """A place that may be a customer's name. ``is_likely``: its form says so, even when nobody is called that."""

    span: Span
    is_likely: bool


def could_be_names(question: str, vocabulary: Collection[str]) -> list[Guess]:
    """Places that are no ordinary words, likeliest first."""
    read = question[:_READ]
    guesses = [*_japanese(read, vocabulary), *_capitals(read, vocabulary), *_small(read, vocabulary)]
    kept: list[Guess] = []
    for guess in sorted(guesses, key=lambda one: (not one.is_likely, not is_polite(read, one.span[1]), one.span[0])):
        if not overlaps(guess.span, (other.span for other in kept)):
            kept.append(guess)
    return kept


def vocabulary_of(sentences: Iterable[str]) -> frozenset[str]:
    """The ordinary words of questions, from sentences without names.

    Every word without its case, script runs of Japanese, and with its case where it is always written with a capital
    (Slack, NPS): a capital inside a sentence alone does not make those a name.
    """
    words: set[str] = set()
    for sentence in sentences:
        for match in re.finditer(r"[A-Za-z][\w'’\-]*|[ァ-ヴー・]+|[一-龠々]+|[ぁ-ゖ]+", sentence):
            word = match[0]
            words |= {word.casefold(), *re.split(r"['’\-]", word.casefold())}
            if match.start() > 0:
                words.add(word)
    return frozenset(words - {""})


def _capitals(read: str, vocabulary: Collection[str]) -> Iterable[Guess]:
    for match in _CAPITALS.finditer(read):
        words = [
            (match.start() + word.start(), match.start() + word.end()) for word in re.finditer(r"[^\s]+", match[0])
        ]
        while words and _is_ordinary(read, words[0], vocabulary):
            words.pop(0)
        while words and _plain(read, words[-1]) in vocabulary:  # "Acme NPS": always written with a capital
            words.pop()
        if not words:
            continue
        start, end = words[0][0], words[-1][1]
        text = re.sub(r"(?:'s|’s)?[.,!?:;'’]*$", "", read[start:end])
        if re.search(r"[A-Za-z]{2}", text):
            yield Guess((start, start + len(text)), True)


def _plain(read: str, span: Span) -> str:
    return re.sub(r"(?:'s|’s)?\W*$", "", read[slice(*span)])


def _is_ordinary(read: str, span: Span, vocabulary: Collection[str]) -> bool:
    word = _plain(read, span)
    if not re.search(r"[A-Za-z]", word):
        return True
    begins = not re.search(r"[\w,]\s*$", read[: span[0]]) or read.isupper()
    return word in vocabulary or (begins and not _is_new(word, vocabulary))


def _small(read: str, vocabulary: Collection[str]) -> Iterable[Guess]:
    for match in _SMALL.finditer(read):
        if _is_new(match[0], vocabulary):
            asked = _ASKED_ABOUT.search(read, 0, match.start()) and _SENTENCE_ENDS.match(read, match.end())
            yield Guess(match.span(), bool(asked))


def _is_new(word: str, vocabulary: Collection[str]) -> bool:
    plain = word.casefold()
    stems = {plain, *(plain.removesuffix(end) for end in ("s", "es", "d", "ed", "ing", "ly", "er"))}
    stems |= {stem + "e" for stem in stems} | {plain + end for end in ("s", "d", "ed", "ing")}
    return not any(stem in vocabulary for stem in stems)


def _japanese(read: str, vocabulary: Collection[str]) -> Iterable[Guess]:
    for match in _JAPANESE.finditer(read):
        runs = [(match.start() + run.start(), match.start() + run.end()) for run in _RUN.finditer(match[0])]
        group: list[Span] = []
        for run in [*runs, (match.end(), match.end())]:
            if run[0] < run[1] and _joins(read, run, group, vocabulary):
                group.append(run)
                continue
            if guess := _guess(read, group, vocabulary):
                yield guess
            following = read[run[1] : match.end()]
            begins = _may_begin(read, run, vocabulary) or _is_before_trade(read, run, following)
            group = [run] if run[0] < run[1] and begins else []


def _may_begin(read: str, run: Span, vocabulary: Collection[str]) -> bool:
    text = read[slice(*run)]
    return text in _LEGAL or not (_is_hiragana(text) or text.isascii() or _made_of(text, vocabulary))


def _is_before_trade(read: str, run: Span, following: str) -> bool:
    """Whether an ordinary word in kanji is the first half of a name, as in 関西フーズ: the other half is a trade."""
    katakana = re.match(r"[ァ-ヴー・]+", following)
    return bool(re.fullmatch(r"[一-龠々]{2,}", read[slice(*run)]) and katakana and _FIRM.fullmatch(katakana[0]))


def _joins(read: str, run: Span, group: list[Span], vocabulary: Collection[str]) -> bool:
    """Runs of other script belong to the name that began before them; particles and ordinary words end it."""
    text = read[slice(*run)]
    if not group or _is_hiragana(text):
        return False
    return text in _LEGAL or bool(_FIRM.search(text)) or not _made_of(text, vocabulary)


def _guess(read: str, group: list[Span], vocabulary: Collection[str]) -> Guess | None:
    if not group:
        return None
    start, end = group[0][0], group[-1][1]
    bare = _TITLE.sub("", read[start:end])
    titled, end = start + len(bare) < end, start + len(bare)
    if len(bare) < 2 or bare in _LEGAL or _made_of(bare, vocabulary):
        return None
    if _FIRM.fullmatch(bare):  # みらい商事: the hiragana before a trade are its name
        named = _before_trade(read, start, vocabulary)
        return Guess((named, end), True) if named < start else None
    foreign = re.fullmatch(r"[ァ-ヴー・]{3,}", bare) and _AFTER_KATAKANA.match(read, end)
    return Guess(
        (start, end), bool(titled or is_polite(read, end) or foreign or _FIRM.search(bare) or bare[0] in "株有合(")
    )


def _before_trade(read: str, start: int, vocabulary: Collection[str]) -> int:
    """Where a name like みらい商事 begins: its hiragana belong to it, a particle before them does not."""
    run = re.search(r"[ぁ-ゖ]+$", read[:start])
    if not run:
        return start
    text = run[0]
    if run.start() and re.match(r"[ァ-ヴー一-龠々\w]", read[run.start() - 1]):
        text = _LEADING_PARTICLE.sub("", text)
    return start - len(text) if len(text) >= 2 and text not in vocabulary else start


def _is_hiragana(text: str) -> bool:
    return bool(re.fullmatch(r"[ぁ-ゖ]+", text))


def _made_of(text: str, vocabulary: Collection[str]) -> bool:
    """Whether a run is put together from ordinary words only (提案成約率 = 提案 + 成約率)."""
    reached = {0}
    for end in range(1, len(text) + 1):
        if any(text[start:end].casefold() in vocabulary for start in reached):
            reached.add(end)
    return len(text) in reached
