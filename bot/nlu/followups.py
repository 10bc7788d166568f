"""Short messages that only make sense after another: "what about Globex?", "shorter", "in English please"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.sayings import LANGUAGES, MEDIA, first_saying

_ABOUT = re.compile(
    r"^(?:(?:and|ok|okay|so|then)[\s,]+)?"
    r"(?:(?:what|how)\s+about|same\s+(?:for|with|question\s+for)|and(?:\s+for)?|now|for|it'?s|it is|about)?"
    r"\s*(?:the\s+)?@@\s*(?:one|too|as well|please|then|instead)?\s*[?.!]*$",
    re.IGNORECASE,
)
_ABOUT_JA = re.compile(
    r"^(?:じゃあ|では|それでは|あと|次|ちなみに|同じく)?[、,\s]*@@(?:様|さん|さま)?"
    r"(?:は|の場合は|について|についても|も|だと|の方は|なら"
    r"|です|で(?:お願い(?:します|いたします)?)?|を?お願いします|のこと(?:です)?|の件(?:です)?|の方です|の方で"
    r"|はどう(?:です)?か?|はどうでしょう(?:か)?|はいかが(?:ですか|でしょうか)?|もお願い(?:します|いたします)?)?"
    r"[?？。!！\s]*$"
)
_CORRECTION = re.compile(
    r"^(?:(?:no|sorry|actually|not that(?: one)?)[,\s]+)*i\s+meant?\s*@@.*$"
    r"|^no[,\s]+not that(?: one)?[,\s]+(?:the\s+)?@@[.!]*$"
    r"|^(?:いや|いえ|違う|違います|ちがう|そうではなく|ではなく)[、,。\s]*.*@@.*$"
    r"|^(?:すみません|ごめん(?:なさい)?|失礼(?:しました)?|訂正)?[、,。\s]*@@(?:様|さん)?の(?:間違い|こと|方|ほう)(?:です|でした)?[。.!！]*$",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"^(?:(?:no|sorry|actually|oops|wait|not that(?: one)?|ah)[,\s]+)+(?:i meant?|it['’]?s|it is|that['’]s|(?:it )?should be|make (?:it|that)|for|on)?\s*(?:the\s+)?@@[.!]*$"
    r"|^(?:(?:no|sorry|actually|oops|wait)[,\s]+)*i\s+meant?\s*(?:for\s+)?@@[.!]*$"
    r"|^(?:いや|いえ|違う|違います|ちがう|すみません|ごめん|そうではなく|ではなく|間違えました|訂正)[、,。!\s]*@@(?:様|さん)?(?:です|でした|の方です?|のほうです?|の間違い(?:です|でした)?|に(?:して|変えて)(?:ください)?|で(?:お願いします)?)?[。.!]*$",
    re.IGNORECASE,
)
_NARROWS = re.compile(
    r"\b(?:by|per|split by|for each) (?:team|rep|owner|person|industry|region|country|phase|touch(?: model)?|segment|rfm|product|month|quarter|year)\b"
    r"|\b(?:and|ok|okay|so|then|now|what|how|about|same|for|in|only|just|the|with|by|at|of|that|it|instead|too|please|among|customers|accounts|who|team)\b"
    r"|\b(?:monthly|quarterly|yearly)\b|(?:チーム|担当(?:者)?|業種|業界|地域|国|フェーズ|タッチモデル|セグメント|RFM|製品|商品|月|四半期|年度?|部門|営業)(?:別|ごと)"
    r"|じゃあ|では|それでは|あと|ちなみに|同じく|の場合|だけ|に絞[っる]て?と?|について|どう(?:です|でしょう|な(?:の|ん)(?:です)?)?か?|いかが(?:ですか|でしょうか)?|だと|なら|だったら|は|も|で|に|を|の|分|です|ください|お願いします|チーム|さん|担当(?:先|分|客)?"
    r"|%%|[\s\W_]+",
    re.IGNORECASE,
)
_SPLITS = re.compile(
    r"\b(?:by|per|each) (?:team|rep|owner|person|industry|region|country|phase|touch|segment|rfm|product|month|quarter|year)\b|\b(?:monthly|quarterly|yearly)\b|[一-龠ァ-ヴM](?:別|ごと)",
    re.IGNORECASE,
)
_SHORTER = re.compile(
    r"\b(?:shorter|briefly|too long|tl;?dr|in short|make it short|cut it down)\b"
    r"|もっと短く?|短く(?:まとめ)?|短め|要点だけ|簡潔に|ざっくり|手短に|コンパクトに",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b(first|second|1st|2nd)\s+(?:one|offer|option)\b|([12１２一二])(?:つ目|番目|個目|件目)", re.IGNORECASE
)
_ORDINALS = {"first": 1, "1st": 1, "1": 1, "１": 1, "一": 1, "second": 2, "2nd": 2, "2": 2, "２": 2, "二": 2}
_FILLER = re.compile(
    r"\b(?:please|can you|could you|and|ok|okay|now|make|it|that|this|again|a|bit|little|much|say|write|the|give|me"
    r"|one|more|even|version|answer|what about)\b"
    r"|もう少し|もうちょっと|もっと|ちょっと|それ|これ|ください|下さい|お願い(?:します|いたします)?|にして|して|でお"
    r"|書いて|言って|頼む|まとめて|直して|って|を|で|に|も|は|の|さっき|いま|今|版"
    r"|\b(?:as|by|via|an|for|in|turn|into|message|text|instead|phone|summary|keep|got|just)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s\W_]+")


@dataclass(frozen=True)
class FollowUp:
    """What a short message changes about the last answer. ``only``: it says nothing else, so the last one repeats.

    ``narrows``: it names nothing but another period, segment, product, or (``splits``) another split: "and last
    quarter?", 製造業は？. ``corrects``: it names what was meant instead.
    """

    same_question: bool = False
    shorter: bool = False
    language: str | None = None
    ordinal: int | None = None
    medium: str | None = None
    only: bool = False
    narrows: bool = False
    splits: bool = False
    corrects: bool = False


def read_follow_up(text: str, spans: Sequence[tuple[int, int]], narrowing: Sequence[tuple[int, int]] = ()) -> FollowUp:
    """What ``text`` asks of the last answer; ``spans`` are customers' names in it, ``narrowing`` dates and the like."""
    masked = _mask(text, spans)
    shorter, ordinal = bool(_SHORTER.search(masked)), _ORDINAL.search(masked)
    language, medium = first_saying(masked, LANGUAGES), first_saying(masked, MEDIA)
    about = "@@" in masked and any(pattern.match(masked) for pattern in (_ABOUT, _ABOUT_JA, _CORRECTION))
    found = next((group for group in ordinal.groups() if group), "") if ordinal else ""
    return FollowUp(
        same_question=about,
        shorter=shorter,
        language=language[0] if language else None,
        ordinal=_ORDINALS.get(found.lower()),
        medium=medium[0] if medium else None,
        narrows=_only_narrows(text, spans, narrowing),
        splits=bool(_SPLITS.search(text)),
        corrects=bool(_CORRECTS.match(masked) or (narrowing and _CORRECTS.match(_mask(text, narrowing)))),
        only=bool(shorter or language or ordinal or medium) and _says_no_more(masked),
    )


def _says_no_more(masked: str) -> bool:
    rest = masked
    for pattern in (_SHORTER, *(words for _, words in (*LANGUAGES, *MEDIA)), _ORDINAL, _FILLER, _MARKS):
        rest = pattern.sub(" ", rest)
    return not rest.strip()


def _only_narrows(text: str, spans: Sequence[tuple[int, int]], narrowing: Sequence[tuple[int, int]]) -> bool:
    if spans or not (narrowing or _SPLITS.search(text)):
        return False
    masked = text
    for start, end in sorted(narrowing, reverse=True):
        masked = f"{masked[:start]}%%{masked[end:]}"
    return not _NARROWS.sub("", masked)


def _mask(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}@@{text[end:]}"
    return text.strip()
