"""How often a reminder comes again, what it is about, and whether a meeting was told of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from bot.nlu.name_spans import Span

_I = re.IGNORECASE
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_JA = "月火水木金土日"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?s?"
_MONTH_END = 31
# Pattern → how often; the first that fits wins.
_REPEATS: Final = [
    ("workday", re.compile(r"\b(?:every|each)\s+(?:business|working|work|week)[- ]?day\b|\b(?:on )?weekdays\b|毎営業日|平日(?:は)?(?:毎日|毎朝)?", _I)),
    ("week", re.compile(rf"\b(?:every|each)\s+(?:week\s+(?:on\s+)?)?(?P<day>{_WEEKDAY})\b|\bweekly,?\s+on\s+(?P<weekly>{_WEEKDAY})\b|\bon\s+(?P<plural>(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b", _I)),
    ("week", re.compile(r"毎週(?:の)?(?P<ja>[月火水木金土日])")),
    ("month_end", re.compile(r"\b(?:(?:at )?(?:the )?end of (?:every|each) month|(?:every|each) month[- ]end|(?:every|each) last day of the month|(?:the )?last day of (?:every|each) month|every month (?:at|on) the (?:end|last day))\b|毎月(?:の)?(?:月末|末日?|最終日)|月末(?:ごと|毎)", _I)),
    ("month", re.compile(r"\b(?:every|each) month(?: on)? the (?P<date>\d{1,2})(?:st|nd|rd|th)?\b|\b(?:on )?the (?P<date_first>\d{1,2})(?:st|nd|rd|th)? of (?:every|each|the) month\b|\bmonthly on the (?P<date_monthly>\d{1,2})(?:st|nd|rd|th)?\b", _I)),
    ("month", re.compile(r"毎月(?:の)?(?P<date>\d{1,2})日")),
    ("month_start", re.compile(r"\b(?:start|beginning|first day) of (?:every|each) month\b|毎月(?:の)?(?:月初|初日?|頭|最初)|月初(?:ごと|毎)", _I)),
    ("day", re.compile(r"\b(?:every|each)\s+(?:day|morning|evening|afternoon)\b|\bdaily\b|毎日|毎朝|毎夕|毎晩", _I)),
    ("this_weekday", re.compile(r"\b(?:every|each) week\b|\bweekly\b|毎週|週に?(?:1|一)回", _I)),
    ("this_date", re.compile(r"\b(?:every|each) month\b|\bmonthly\b|毎月|月に?(?:1|一)回", _I)),
]  # fmt: skip
_MEETING: Final = re.compile(
    r"^(?:(?:(?:i|we)(?:['’]ll| will| have|['’]ve got|['’]m|['’]re| am| are)?\s+|there(?:['’]s| is)\s+|(?:my|our|the)\s+)?"
    r"(?:(?:a|an|the|my|our|got a)\s+)?(?:next\s+)?(?:(?:[\w.&'’-]+\s+){1,3}(?=(?:meeting|mtg)\b))?(?:meeting|mtg|meet|appointment|visit(?:ing)?|seeing|sales call|demo|review call|review)\b)"
    r"(?!.*\b(?:went|was|were|said|asked|told|wanted|happened|over)\b)"
    r"|(?:打ち?合わ?せ|ミーティング|商談|面談|訪問|会議|アポ(?:イント)?|デモ|お会い|会う|伺う|伺い)"
    r"(?:を|が|に|は)?[^。]*?(?:です|ます|ある|入った|入りました|予定|する|会う|に)?[。!！]?$",
    _I,
)
_NO_MEETING = re.compile(
    r"でした|しました|だった|だったら|行いました|準備|要約|まとめ|ブリーフ|リマインド|知らせて|教えて|[?？]$|前に"
    r"|\bremind\b|^(?:prepare|brief|summari[sz]e|what|who|when|how|should)\b",
    _I,
)
_DROPS_MEETING = re.compile(
    r"\b(?:cancel|drop|delete|call off)\b.*\b(?:meeting|mtg|appointment|visit|demo)\b|\b(?:meeting|mtg|appointment|visit)\b.*\b(?:is off|cancell?ed)\b"
    r"|(?<!why )(?:\b(?:no|not|never)|n['’]t)(?! forget)(?: \w+){0,3} (?:meeting|mtg|meet|appointment|visit(?:ing)?|seeing|demo)\b(?! (?:notes?|minutes|room|yet))"
    r"|(?:打ち?合わ?せ|ミーティング|商談|面談|訪問|会議|アポ)[^。]*(?:中止|なくなり|取り消|取消|キャンセル)"
    r"|(?:打ち?合わ?せ|ミーティング|面談|訪問|会議|アポ(?:イント)?)(?:の予定)?(?:は|が|も)?(?:入って)?(?:ありません|ない(?:です)?|なし(?:です)?|ございません|いません|しません)[。!！]*$",
    _I,
)
_ASKED = re.compile(
    r"^(?:please\s+|pls\s+)?(?:can (?:you|u)\s+|could you\s+)?(?:(?:remind|rmd|remnd|remid) me|set a reminder|reminder)\b[\s:,]*"
    r"|(?:を|する(?:よう(?:に)?|のを)?|って|と|の)?(?:リマインド|お?知らせ|思い出させ|通知)(?:を|して|してください|して下さい|お願い(?:します)?|設定|ください|よろ(?:しく)?|入れて|て)*[。!！]*$",
    _I,
)
_BEFORE_TIME = re.compile(r"(?<![A-Za-z])(?:on|at|by)\s+$", _I)
_BETWEEN = re.compile(r"\s*(?:の|、|,|at|on)?\s*")
_LEADS = re.compile(r"^(?:to|about|of|that|for|で|に|、|,|:|-|\s)+|[\s、,。.]+$", _I)


def find_repeat(text: str) -> str | None:
    """How often: ``day``, ``workday``, ``week 0`` (Monday), ``month 15``, ``month 31`` (its end), or None.

    ``week`` and ``month`` alone: on the weekday or day of the date said beside it.

    >>> find_repeat("remind me every Monday at 9"), find_repeat("毎月末に請求を確認"), find_repeat("on Monday")
    ('week 0', 'month 31', None)
    """
    for how, pattern in _REPEATS:
        if match := pattern.search(text):
            return _said(how, {name: said for name, said in match.groupdict().items() if said})
    return None


def tells_meeting(text: str) -> bool:
    """Whether a meeting to come is told of, rather than asked about or reported.

    >>> tells_meeting("meeting with Acme on Friday 10:00"), tells_meeting("金曜10時にアクメと打ち合わせ")
    (True, True)
    >>> tells_meeting("the meeting with Acme went well"), tells_meeting("アクメとの打ち合わせの準備をして")
    (False, False)
    """
    return bool(_MEETING.search(text.strip())) and not _NO_MEETING.search(text.strip())


def drops_meeting(text: str) -> bool:
    """Whether a meeting is called off."""
    return bool(_DROPS_MEETING.search(text))


def find_note(text: str, dates: Iterable[Span]) -> str | None:
    """What to be reminded of: the words without the order and without the time; None where nothing is left."""
    times = [match.span() for _, pattern in _REPEATS for match in pattern.finditer(text)]
    for start, end in _merged([*times, *dates], text)[::-1]:
        text = f"{text[:start]} {text[end:]}"
    bare = _LEADS.sub("", _ASKED.sub(" ", text.strip()).strip())
    bare = re.sub(r"\s+", " ", bare).strip()
    return bare if len(bare) > 1 else None


def _merged(spans: Iterable[Span], text: str) -> list[Span]:
    """The places in order, those that touch, or have only a particle between them, as one, with the word before it."""
    merged: list[Span] = []
    for first, end in sorted(spans):
        before = _BEFORE_TIME.search(text[:first])
        start = before.start() if before else first
        if merged and _BETWEEN.fullmatch(text[merged[-1][1] : max(start, merged[-1][1])]):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _said(how: str, said: dict[str, str]) -> str:
    name = said.get("day") or said.get("weekly") or said.get("plural")
    if how == "week":
        weekday = _DAYS.index(name[:3].lower()) if name else _DAYS_JA.index(said["ja"])
        return f"week {weekday}"
    if how == "month":
        return f"month {min(int(next(iter(said.values()))), _MONTH_END)}"
    return {
        "month_end": f"month {_MONTH_END}",
        "month_start": "month 1",
        "this_weekday": "week",
        "this_date": "month",
    }.get(how, how)
