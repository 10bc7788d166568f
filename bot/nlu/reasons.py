"""Where a message gives a reason: behind "because" and 理由は, or in the clause beside the outcome or the hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.nlu.frames_en import CUSTOMER
from bot.nlu.outcomes import find_outcome, tells_only_outcome

_I = re.IGNORECASE
_ENDED = r"(?:失注|受注|断ら|断り|見送|却下|負け|辞退|保留|不要|要らない|いらない|中止|延期|成約|契約|決ま|ノー|NG|止め|控え|ストップ|停止|しない|待って)"
_GIVEN: Final = [
    re.compile(r"\breason\b(?: (?:was|is|for [^:,]+?))?\s*[:,]?\s+(?P<said>.+)", _I),
    re.compile(r"\b(?:because(?: of)?|due to|owing to|on account of|thanks to|given)\s+(?P<said>[^;]+?)(?=,\s*(?:don['’]?t|no |please|so )|$)", _I),
    re.compile(r"(?<!ever )\b(?:since|as)\s+(?P<said>(?:they|he|she|it|we|the|their|there|nobody|no one)\b.+)", _I),
    re.compile(r"\blost\b[^,;.]*?\bto (?!another|go)(?P<said>(?:a |an |the )?\w[^,;.]*)", _I),
    re.compile(r"\b(?:went with|chose|picked|decided for|signed with)\s+(?P<said>[^,;.]+)", _I),
    re.compile(r"\b(?:what|which) (?:convinced|won)\b[^,;.]*?\b(?:was|were)\s+(?P<said>[^,;.]+)", _I),
    re.compile(r"(?:理由|原因|敗因|勝因|決め手)(?:は|として|[::=])\s*(?P<said>[^。]+?)(?:です|でした|だそうです|とのこと|ため)?(?:[。.]|$)"),
    re.compile(r"(?:^|[、。!\s])(?P<said>[^、。!]+?)が(?:決め手|勝因|敗因|理由|原因)"),
    re.compile(rf"(?:^|[、,。\s])(?P<said>[^、,。]+?)(?:という理由|を理由|のため|な?ので|だから|ため|により)(?:に|で|、|です)?[^。]*?{_ENDED}"),
    re.compile(rf"(?:^|[、,。\s])(?P<said>[^、,。]+?)(?:に負け|に取られ|に決ま|に決め|が効い|を選ん|が折り合わ|が合わ|(?<!ま)で|て)(?:て|ず|り)?、?{_ENDED}"),
    re.compile(rf"(?:^|[、,。\s])(?P<said>[^、,。]+?)(?:とのことで|の都合で?|から|と)(?:お)?{_ENDED}"),
    re.compile(r"(?:^|[、。])(?P<said>[^、。]+?)(?:という理由|を理由|のため|な?ので|だから|ため|から)(?:です|だ)?[。.]?$"),
]  # fmt: skip
_PAUSED: Final = re.compile(
    r"\b(?:hold|pause|freeze|block|stop|no (?:pitch\w*|offers?|selling|proposals?|sales|upsell\w*)|(?:don['’]?t|do not|never) (?:pitch|sell|offer|contact|call|approach|propose)"
    rf"|leave (?:them|{CUSTOMER}) alone|hands off|put .* on hold)\b|^(?:until|till|through|for|by)\b"
    r"|提案[^、。]*(?:止め|しない|控え|停止|ストップ|保留|待っ|中止)|(?:営業|連絡|商談|アプローチ)[^、。]*(?:止め|しない|控え|停止|ストップ|待っ)|^[^、。]{0,12}まで[^、。]{0,4}$|ホールド|保留",
    _I,
)  # fmt: skip
_QUANTITY = re.compile(
    r"^\W*(?:\d[\d,.]*\s*(?:seats?|licen[cs]es?|users?)\b.*|[^、。]*\d\s*(?:席|ライセンス|シート|ユーザー|名)(?:分)?(?:を)?(?:追加)?"
    r"|[¥$€]?\d[\d,.]*\s*(?:k|m|million|thousand|千|百万|万|億)*\s*(?:yen|jpy|usd|eur|dollars|euros|円)?(?:\s*(?:a|per) (?:month|year))?(?:です|でした|分)?)\W*$",
    _I,
)  # "25 seats of SFA Standard", "1.2M yen" say what was sold, not why
_BARE = re.compile(
    r"^\W*(?:(?:please|pls|no|yes|we|they|it|log|mark|record|as|is|that|this|for|the|won['’]t|don['’]t|buy|want|it|offer)\b\W*)*$",
    _I,
)


def reasons_in(marked: str) -> Iterator[str]:
    """The reasons that words of cause introduce, likeliest first."""
    for pattern in _GIVEN:
        if (match := pattern.search(marked)) and not _QUANTITY.match(match["said"]):
            yield match["said"]


def is_outcome(clause: str) -> bool:
    """Whether a clause tells how a proposal ended."""
    return find_outcome(clause) is not None or bool(re.search(_ENDED, clause))


def is_pause(clause: str) -> bool:
    """Whether a clause asks that nothing be pitched, or says until when."""
    return bool(_PAUSED.search(clause))


def says_little(clause: str) -> bool:
    """Whether a clause only says who and what it is about, or until when, or the outcome in a word."""
    bare = re.sub(r"^\W+|\W+$", "", clause)
    return bool(_BARE.match(clause) or _QUANTITY.match(clause)) or tells_only_outcome(bare) or is_pause(clause)
