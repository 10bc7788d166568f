"""What was said in passing: the medium, a language wished for, how a proposal ended and why, a need, an objection."""

from __future__ import annotations

import re
from typing import Final

_I = re.IGNORECASE
MEDIA: Final = [
    ("email", re.compile(r"(?<![a-z])(?:e-?mail|mail)(?![a-z])|メール", _I)),
    ("call", re.compile(r"(?<![a-z])(?:phone|calls?|telephone|ring)(?![a-z])|電話|架電|コール(?!ド)", _I)),
    ("slack", re.compile(r"(?<![a-z])(?:slack|chat|dm)(?![a-z])|スラック|チャット", _I)),
]
LANGUAGES: Final = [
    ("ja", re.compile(r"\b(?:in|into|to) japanese\b|\bjapanese (?:please|version)\b|日本語(?:で|に|版)|和訳", _I)),
    ("en", re.compile(r"\b(?:in|into|to) english\b|\benglish (?:please|version)\b|英語(?:で|に|版)|英訳", _I)),
]
# The first that fits wins: "no need" is not relevant rather than lost, "not now" is later rather than lost.
OUTCOMES: Final = [
    ("too_early", re.compile(r"\btoo (?:early|soon)\b|\bpremature\b|時期尚早|早すぎ|早過ぎ|まだ早い|まだ早かった", _I)),
    ("not_relevant", re.compile(
        r"\b(?:not (?:relevant|interested|a fit)|irrelevant|no (?:need|interest)|(?:don't|doesn't|do not) need)\b"
        r"|興味(?:が|は)?(?:な|ありません)|必要(?:が|は|性が)?(?:な|ありません)|要らない|いらない|不要|合わない|関係ない|対象外", _I)),
    ("later", re.compile(
        r"\b(?:later|postpon\w+|delayed|thinking (?:about|it over)|on hold|maybe|pending|not (?:now|yet|decided)|undecided|next year)\b"
        r"|保留|延期|検討中|検討します|後日|先送り|また今度|未定|見合わせ|今ではない|来期に", _I)),
    ("lost", re.compile(
        r"\b(?:lost|declined?|rejected|refused|turned (?:us|it|me) down|no deal|cancel+ed|dead|walked away|passed on|said no)\b"
        r"|失注|断られ|お?断り|断った|見送|却下|不成立|(?<![A-Za-z])NG(?![A-Za-z])|ノー(?!ト)|辞退|拒否|取り消|負けた|流れた", _I)),
    ("won", re.compile(
        r"\b(?:won(?!['’])|signed|closed|accepted|bought it|took it|sold|said yes|agreed|on board|purchased|green light)\b"
        r"|受注|成約|契約(?:が|を)?(?:取|と|し|いただ|頂|成立|に)|(?<![A-Za-z])OK(?![A-Za-z])|承諾|ご?発注|買ってくれ|購入(?:してくれ|いただ|が決)|決まっ|乗り気", _I)),
    ("lost", re.compile(r"(?:^|[\s,])no(?:[\s,.!]|$)", _I)),
    ("won", re.compile(r"(?:^|[\s,])yes(?:[\s,.!]|$)", _I)),
]  # fmt: skip
_REASONS = [
    re.compile(r"\breason\b(?: (?:was|is|for [^:,]+?))?[:,]?\s+(?P<said>.+)", _I),
    re.compile(r"\blost\b.*?\bto (?P<said>(?:a |an |the )?\w.+)", _I),
    re.compile(r"(?:勝因|敗因|決め手)(?:は|:|=)?\s*(?P<said>.+)"),
    re.compile(r"(?:^|[、,。\s])(?P<said>[^、,。]+?(?:て|に取られて|が効いて|を選んで))(?=失注|受注|見送|断)"),
    re.compile(r"\b(?:because(?: of)?|due to|owing to|reason(?: (?:was|is)|:)|on account of|as they|since they)\s*(?P<said>.+)", _I),
    re.compile(r"理由(?:は|として|:)\s*(?P<said>.+?)(?:です|でした|だそうです|とのこと)?[。.]?$"),
    re.compile(r"(?:^|[、,。\s])(?P<said>[^、,。]+?)(?:という理由|が理由|のため|を理由|が原因|から(?=、)|ので|ため|で(?=、?(?:失注|断|見送|却下|負け|辞退)))"),
    re.compile(r"\b(?:lost|declined|no|rejected|refused|won|yes|signed|later|postponed)\b[^,;:.]*[,;:.]\s*(?P<said>\w.+)", _I),
    re.compile(r"(?:失注|断られました|断られた|お断り|見送り|見送られました|却下|受注|成約|保留|延期)[^、。,]*[、。,:]\s*(?P<said>.+)"),
]  # fmt: skip
_NEEDS = [
    re.compile(r"\b(?:need|requirement|note|memo)\b[^:]{0,60}:\s*(?:(?:they|he|she)\s+)?(?:(?:need|want)s?\s+)?(?P<said>.+)", _I),
    re.compile(
        r"\b(?:needs?|wants?|wishes|(?:is|are) looking for|looking for|would like|struggl\w+ with|ha(?:s|ve) trouble with"
        r"|complain\w* (?:about|that)|asked (?:for|about)|(?:is|are) interested in|plans? to|(?:is|are) annoyed by|suffers? from)\s+"
        r"(?P<said>.+)", _I),
    re.compile(r"\b(?:told me|mentioned|said|says|heard)\s+(?:that\s+)?(?P<said>.+)", _I),
    re.compile(r"[「『](?P<said>[^」』]+)[」』]"),
    re.compile(r"(?:ニーズ|要望|課題|メモ)[^::]{0,20}[::]\s*(?P<said>.+)"),
    re.compile(
        r"(?P<said>[^、。]+?)(?:が欲しい|がほしい|を?ご?希望|をご?要望|に困って|で困って|が必要|を必要|を探して|がしたい|をしたい|したい|してほしい"
        r"|と言っ|って言っ|とのこと|だそう|そうです|に悩んで|に興味)"),
]  # fmt: skip
_OBJECTIONS = [
    re.compile(r"[\"“](?P<said>[^\"”]{3,})[\"”]|[「『](?P<said_ja>[^」』]{2,})[」』]"),
    re.compile(
        r"\b(?:say(?:s|ing)?|said|told (?:me|us)|think(?:s)?|feel(?:s)?|claim(?:s|ed)?|argue[sd]?|complain(?:s|ed)?|object(?:s|ed)?)\s+"
        r"(?:that\s+)?(?P<said>.+?)(?:[,;?.]\s*(?:what|how|any|help).*)?$", _I),
    re.compile(r"\b(?:answer|handle|respond|reply|counter|react)\w*\s+(?:to|when|if)?\s*(?P<said>.+)", _I),
    re.compile(r"(?P<said>[^、。]+?)(?:と言われ|って言われ|とのことで|と言って(?:い|る|き)|と断られ|という(?:反論|断り|返事))"),
]  # fmt: skip
# What frames a need or an objection; the rest are the words themselves.
_FRAME = re.compile(
    r"\b(?:please|pls|can you|could you|help(?: me)?(?: argue)?|what (?:do|should|can) (?:i|we) (?:say|tell them|answer)(?: to| when| if)?"
    r"|how (?:do|should|can) (?:i|we) (?:answer|handle|respond to|counter|reply to|react to)(?: it| that)?|what now|any ideas?"
    r"|(?:objection|rebuttal|answer|counter|reply|comeback)s?(?: (?:for|to|against|when|if))?|(?:they|he|she|the customer|the client|customer|client)"
    r"(?:'re|'s)? (?:say|says|said|keeps? saying|told (?:me|us)|mentions?|thinks?)|(?:record|log|note|add|put|memo|save|write down|remember)"
    r"(?: down)?(?: (?:this|a|the))?(?: (?:need|requirement|note))?(?: (?:for|of|to|at|in|that)\b)?|new need|again)\b"
    r"|(?:お客様|客先|先方|相手)(?:に|が|は|から)?|(?:と|って)(?:言われ|おっしゃ|言って|言う|思われて|断られ)[^、。]*|どう(?:返|答|対応|し|切り返)[^、。]*"
    r"|何(?:て|と)(?:返|言|伝え|答)[^、。]*|(?:切り返し|反論|断り文句|返し方|返答例|対応|トーク)(?:の|を|は|例|方法|トーク)*|教えて[^、。]*|助けて|また(?=[^、。])"
    r"|(?:メモ|記録|登録|追加|覚え)(?:して|に|を|てお)*[^、。]*|(?:ニーズ|要望|課題)(?:として|は|が|を)?|ください|お願い(?:します)?|とのこと|そう(?:です|で)?$",
    _I,
)
_POLITE_TAIL = re.compile(
    r"(?:[,.;]?\s*(?:please|pls|thanks|thank you|note (?:that|it)|write that down|log it|record (?:it|that)))+[.!?]*$"
    r"|[、。]?(?:と?(?:メモ|記録|登録)(?:して(?:おいて)?(?:ください)?|をお願いします)?|って、?書いといて|どう(?:返|答|す).*)[。!?]*$",
    _I,
)
_MARKS = " \t,.;:!?、。!?「」\"'"


def first_saying(text: str, sayings: list[tuple[str, re.Pattern[str]]]) -> tuple[str, tuple[int, int]] | None:
    """The first value whose pattern fits, and where."""
    for value, pattern in sayings:
        if match := pattern.search(text):
            return value, match.span()
    return None


def find_reason(text: str) -> str | None:
    """Why a proposal ended so, in the words used."""
    return _first_said(text, _REASONS)


def find_need(text: str) -> str | None:
    """What a customer needs, in the words used."""
    return _first_said(text, _NEEDS)


def find_objection(text: str) -> str | None:
    """What a customer holds against an offer, in the words used."""
    return _first_said(text, _OBJECTIONS)


def left_over(text: str) -> str | None:
    """The words left of a need or an objection when no phrase introduces it: without command and frame."""
    said = re.sub(r"\s+", " ", _FRAME.sub(" ", _POLITE_TAIL.sub("", text))).strip(_MARKS)
    return said if len(said) > 1 else None


def _first_said(text: str, patterns: list[re.Pattern[str]]) -> str | None:
    for pattern in patterns:
        if match := pattern.search(text):
            said = next((group for name, group in match.groupdict().items() if group), "")
            if bare := _POLITE_TAIL.sub("", said).strip(_MARKS):
                return bare
    return None
