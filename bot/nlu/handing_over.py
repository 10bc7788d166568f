"""What a handoff says beside the need: towards CS or sales, how urgent, and what to avoid with this customer."""

from __future__ import annotations

import re
from typing import Final

from bot.nlu.frames_en import PERSON
from bot.nlu.name_spans import overlaps

_I = re.IGNORECASE
_JAPANESE: Final = re.compile("[ぁ-んァ-ヶ一-龠]")
_CS = r"(?:cs|csms?|customer success|success team|account care|CS担当|CS|カスタマーサクセス|サクセス)"
_SALES = r"(?:sales|reps?|account exec\w*|AEs?|営業(?:部|担当|側)?|セールス)"
# Who should have it, in either word order; the last one said counts ("from sales to CS").
_TOWARD: Final = [
    (
        side,
        re.compile(
            rf"\b(?:to|with|for|in|over to|back to|bring|loop in|involve|get|ask)\s+(?:the\s+|our\s+)?{who}\b"
            rf"|(?<!to )(?<!to the )\b{who}(?:\s+team)?\s+(?:should|must|needs? to|can you|could you|please|to)\s+"
            r"(?:take|look|step|handle|own|call|care|help|pick|get|follow|jump|have|contact)\b"
            rf"|over to you,?\s+{who}\b"
            rf"|(?<![A-Za-z]){who}(?:チーム|の?(?:担当|皆さん|方))?(?:さん|様)?(?:に|へ|の方[にへ]|側[にへ])(?!よる|よると)",
            _I,
        ),
    )
    for side, who in (("cs", _CS), ("sales", _SALES))
]
_NOT_HOT: Final = re.compile(
    r"\b(?:not (?:so |that |very )?urgent|no (?:rush|hurry)|(?:low|normal) (?:urgency|priority)"
    r"|urgency:? (?:low|normal)|whenever)\b"
    r"|急ぎ(?:では|じゃ|は)?(?:ありません|ない|ません)|急がない|急ぎません|急がなくて|お手すき|通常で",
    _I,
)
_HOT: Final = re.compile(
    r"\b(?:urgent(?:ly)?|hot|asap|a\.s\.a\.p|right away|immediately|at once|high (?:priority|urgency)"
    r"|urgency:? (?:high|hot)|time[- ]critical|quickly|(?:by )?today|(?:by )?tomorrow|this week"
    r"|within (?:a|one|1|two|2) (?:business )?days?)\b"
    r"|至急|緊急|早急|急ぎ|急いで|すぐに|すぐ対応|今すぐ|ホット"
    r"|優先度?(?:高|で)|最優先|本日中|今日中|明日(?:まで|中)|今週中|早めに",
    _I,
)
_AVOID: Final = [
    re.compile(
        r"\b(?:(?:please )?(?:don['’]?t|do not|never|better not(?: to)?|must not|should not|shouldn['’]?t)\s+"
        r"(?:mention(?:ing)?|talk(?:ing)? about|bring(?:ing)? up|discuss(?:ing)?|touch(?:ing)? on|raise|raising"
        r"|speak(?:ing)? (?:of|about))"
        r"|avoid(?: (?:mentioning|talking about|discussing|bringing up"
        r"|the (?:topic|subject) of))?"
        r"|(?:be )?careful (?:with|about|around)|(?:steer|stay) (?:clear of|away from)|keep off|without mentioning"
        r"|no (?:mention|talk) of|not a word about|tread lightly (?:on|around))"
        r"\s+(?:the\s+|any\s+)?(?P<said>[^,.;!?]+?)"
        r"(?=[,.;!?]|\s+(?:and|but|because|since|as)\s+"
        r"(?:they|he|she|it|we|please|call|contact|get|ask|write|send|make|be)\b|\s+please\b|$)",
        _I,
    ),
    re.compile(r"(?:^|[.!;,]\s*|\band )(?:please )?(?P<said>(?:don['’]?t|do not|never)\s+(?!need|want|have|know|use|like|see)\w[^,.;!?]+)", _I),
    re.compile(
        r"(?:^|[、。!?\s]|ので|から|ため)(?P<said>(?:(?!ので|から|ため)[^、。!?\s])+?)(?:について)?(?:は|を|には|に|も)?\s*"
        r"(?:避けて|避けた|避けましょう|触れない|触れず|触れな|言わない|話さない"
        r"|出さない|持ち出さない|しない(?:で|よう)|控えて|お控え|厳禁|禁句|タブー|(?:は|が)NG|NGで|NGです|ご法度)"
    ),
    re.compile(r"(?:避けること|注意(?:点)?|NG)[::]\s*(?P<said>[^。]+)"),
]  # fmt: skip
# A colleague's name stands as one letter while a message is read.
_HANDED_TO: Final = re.compile(
    r"\b(?:hand|give|pass|send|bring|forward|transfer|assign|refer|hand-?off|hand-?over)\w*\b[^.!?;]*?"
    rf"\b(?:to|for)\s+(?P<who>{PERSON})",
    _I,
)
_TO_THEM: Final = re.compile(
    rf"(?P<who>{PERSON})\s*(?:さん|様|くん|君|氏)?(?:に|へ|宛てに|宛に)(?!よ[るれ])(?!聞|伺|言われ)、?"
    r"[^、。!?]{0,12}?(?:引き?継|渡|回し|回す|お願い|依頼|任せ|頼)"
)
# "Don't pitch them until May" asks for a hold; it is no subject to keep off.
_HOLDS: Final = re.compile(
    r"\b(?:pitch|sell|upsell|offer|propose)\b.*\b(?:until|till?|before|for (?:\d|a|two|three|the))|(?:まで|間)[^、。]*(?:提案|営業|売り込)",
    _I,
)
_MARKS = " \t,.;:!?、。「」\"'"


def find_direction(text: str) -> str | None:
    """``cs`` or ``sales``: who should have the customer now; None where nobody is named."""
    found = [(match.start(), side) for side, pattern in _TOWARD for match in pattern.finditer(text)]
    return max(found)[1] if found else None


def find_receiver(marked: str) -> str | None:
    """The letter of the colleague whom a customer is handed to; None for one who only said or saw something."""
    match = _HANDED_TO.search(marked) or _TO_THEM.search(marked)
    return match["who"] if match else None


def name_side(marked: str, receiver: str) -> str:
    """The text with the receiver's side in place of their name, so that it is no part of what is the matter."""
    return re.sub(rf"{receiver}(?:\s*(?:さん|様|くん|君|氏))?", "営業" if _JAPANESE.search(marked) else "sales", marked)


def find_urgency(text: str) -> str | None:
    """``hot`` or ``normal``, as said; None where nothing was.

    >>> find_urgency("urgent, they decide on Friday"), find_urgency("急ぎではありません")
    ('hot', 'normal')
    """
    if _NOT_HOT.search(text):
        return "normal"
    return "hot" if _HOT.search(text) else None


def find_avoid(text: str) -> tuple[str, list[tuple[int, int]]] | None:
    """What the receiver must not bring up, and where the warnings stand.

    >>> find_avoid("hand Acme to CS, don't mention price")[0], find_avoid("値上げの話は避けて")[0]
    ('price', '値上げの話')
    """
    found: dict[tuple[int, int], str] = {}
    for pattern in _AVOID:
        for match in pattern.finditer(text):
            said = match["said"].strip(_MARKS)
            if said and not _HOLDS.search(match[0]) and not overlaps(match.span(), found):
                found[match.span()] = said
    return ("; ".join(found[span] for span in sorted(found)), sorted(found)) if found else None
