"""A word about the offer just shown, said without its customer: "too early, ask again in December", 的外れ."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

OfferVerdict = Literal["too_early", "not_relevant"]

_PLACED = r"the (?:first|second|1st|2nd)(?: (?:one|offer))?"
_OFFER = rf"(?:that|this|it|{_PLACED}|(?:the|this|that|your) (?:offer|one|product|suggestion|proposal))"
_IS = r"(?:['’]s|['’]re|\s+(?:is|are|was))"
_LEAD = r"^(?:(?:no|sorry|well|hmm+|nope|ok|okay|but)[,.\s]+)*"
_HOW = r"(?:(?:still|really|much|far|way|a bit|just|simply|totally|at all|quite|clearly)\s+)*"
_OFFER_JA = (
    r"^(?:いや|うーん|すみません)?[、,\s]*(?:(?:この|その|今回の)?(?:ご?提案|オファー|製品|商品)|これ|それ|[12一二](?:つ目|番目|件目))?"
    r"(?:は|って|が|、)?(?:まだ|少し|ちょっと|かなり|全然|まったく|全く|完全に)*"
)
_ENDS_JA = (
    r"(?:です|でした|だ|だった|だね|ですね|と思(?:う|います)|と言われ(?:た|ました)|とのこと(?:です)?|って)?"
    r"(?:[、。!！\s]|$)"
)
_SOON_JA = r"(?:時期尚早|早(?:すぎ|過ぎ)(?:る|た|ます|ました)?|早い)"
_WRONG_JA = (
    r"(?:(?:お客(?:様|さん)|先方|この客)(?:に)?(?:は)?)?"
    r"(?:的外れ|見当違い|関係(?:が|は)?(?:ない|ありません)|合(?:わない|いません|っていない|っていません))"
)
_NOT = rf"(?:(?:not|isn['’]?t|wasn['’]?t)\s+{_HOW}(?:relevant|a (?:good )?fit)|irrelevant|off the mark)"
_SAID: Final[list[tuple[OfferVerdict, list[str]]]] = [
    ("too_early", [
        rf"{_LEAD}(?:(?:{_OFFER}|they){_IS}?\s+)?{_HOW}too (?:early|soon)\b(?!\s+to\b)",
        rf"{_OFFER_JA}{_SOON_JA}{_ENDS_JA}",
    ]),
    ("not_relevant", [
        rf"{_LEAD}(?:{_OFFER}{_IS}?\s+)?{_HOW}{_NOT}\b",
        rf"{_LEAD}{_OFFER}\s+(?:does not|doesn['’]?t)\s+(?:really\s+)?fit\b",
        rf"{_OFFER_JA}{_WRONG_JA}{_ENDS_JA}",
    ]),
]  # fmt: skip
_PATTERNS = [(verdict, re.compile("|".join(ways), re.IGNORECASE)) for verdict, ways in _SAID]
_ASKS = re.compile(r"[?？]|(?:か|かな|かね|でしょう)[。!！\s]*$")


def read_offer_verdict(text: str) -> OfferVerdict | None:
    """What a colleague says of the offer before them; None where they ask, report a customer's words or say else.

    >>> read_offer_verdict("too early, ask again in December"), read_offer_verdict("時期尚早、12月に再度")
    ('too_early', 'too_early')
    >>> read_offer_verdict("that's not relevant"), read_offer_verdict("この提案は的外れです")
    ('not_relevant', 'not_relevant')
    >>> read_offer_verdict("too early??"), read_offer_verdict("too early to call them"), read_offer_verdict("why?")
    (None, None, None)
    """
    said = unicodedata.normalize("NFKC", text).strip()
    if _ASKS.search(said):
        return None
    return next((verdict for verdict, pattern in _PATTERNS if pattern.search(said)), None)
