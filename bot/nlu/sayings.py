"""What was said in passing: the medium, a language wished for, how a proposal ended."""

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
    (
        "ja",
        re.compile(r"\b(?:in|into|to) (?:japanese|jpn?)\b|\bjapanese (?:please|version)\b|日本語(?:で|に|版)|和訳", _I),
    ),
    ("en", re.compile(r"\b(?:in|into|to) (?:english|eng?)\b|\benglish (?:please|version)\b|英語(?:で|に|版)|英訳", _I)),
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
        r"|受注|成約|契約(?:が|を)?(?:取|と|し|いただ|頂|成立|に)|(?<![A-Za-z])OK(?![A-Za-z])|承諾|ご?発注|買ってくれ|購入(?:してくれ|いただ|が決)|決まっ|決まりました|決まり[!！]|乗り気", _I)),
    ("lost", re.compile(r"(?:^|[\s,])no(?:[\s,.!]|$)", _I)),
    ("won", re.compile(r"(?:^|[\s,])yes(?:[\s,.!]|$)", _I)),
]  # fmt: skip


def first_saying(text: str, sayings: list[tuple[str, re.Pattern[str]]]) -> tuple[str, tuple[int, int]] | None:
    """The first value whose pattern fits, and where."""
    for value, pattern in sayings:
        if match := pattern.search(text):
            return value, match.span()
    return None
