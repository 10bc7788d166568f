"""How often a reminder comes again, what it is about, and whether a meeting was told of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from bot.nlu.name_spans import Span, overlaps
from bot.nlu.word_patterns import load_patterns

_MONTH_END = 31
_MARKS = r"[、,:\-\s]"


@dataclass(frozen=True)
class _Words:
    """``weekdays``: how their names begin. ``repeats``: how often, and the patterns that say so."""

    weekdays: Mapping[str, int]
    repeats: Mapping[str, tuple[re.Pattern[str], ...]]
    meeting: re.Pattern[str]
    no_meeting: re.Pattern[str]
    sets_meeting: re.Pattern[str]
    drops_meeting: re.Pattern[str]
    asked: re.Pattern[str]
    before_time: re.Pattern[str]
    between: re.Pattern[str]
    leads: str

    @cached_property
    def ends(self) -> re.Pattern[str]:
        """What the matter begins and ends with, and says nothing."""
        return re.compile(rf"^(?:{self.leads}|{_MARKS})+|[\s、,。.]+$", re.IGNORECASE)


def find_repeat(text: str) -> str | None:
    """How often: ``day``, ``workday``, ``week 0`` (Monday), ``month 15``, ``month 31`` (its end), or None.

    ``week`` and ``month`` alone: on the weekday or day of the date said beside it.

    >>> find_repeat("remind me every Monday at 9"), find_repeat("毎月末に請求を確認"), find_repeat("on Monday")
    ('week 0', 'month 31', None)
    """
    for how, patterns in _words().repeats.items():
        found = [match for pattern in patterns if (match := pattern.search(text))]
        if found:
            return _said(how, min(found, key=lambda match: match.start()).groupdict())
    return None


def tells_meeting(text: str) -> bool:
    """Whether a meeting to come is told of, rather than asked about or reported.

    >>> tells_meeting("meeting with Acme on Friday 10:00"), tells_meeting("金曜10時にアクメと打ち合わせ")
    (True, True)
    >>> tells_meeting("the meeting with Acme went well"), tells_meeting("アクメとの打ち合わせの準備をして")
    (False, False)
    """
    return bool(_words().meeting.search(text.strip())) and not _words().no_meeting.search(text.strip())


def orders_meeting(text: str) -> bool:
    """Whether a meeting is to be set, with or without its day.

    >>> orders_meeting("set up a meeting with Acme"), orders_meeting("アクメとの打ち合わせを入れたい")
    (True, True)
    >>> orders_meeting("what was said in the meeting with Acme?"), orders_meeting("アクメとの打ち合わせはいつ？")
    (False, False)
    """
    return bool(_words().sets_meeting.search(text.strip()))


def drops_meeting(text: str) -> bool:
    """Whether a meeting is called off."""
    return bool(_words().drops_meeting.search(text))


def find_note(text: str, dates: Iterable[Span], names: Sequence[Span] = ()) -> str | None:
    """What to be reminded of: the words without the order and without the time; None where nothing is left.

    names: where customers are named, whose words are no time: "Daily Diner".
    """
    words = _words()
    patterns = (pattern for said in words.repeats.values() for pattern in said)
    said = (match.span() for pattern in patterns for match in pattern.finditer(text))
    times = [span for span in said if not overlaps(span, names)]
    for start, end in _merged([*times, *dates], text)[::-1]:
        text = f"{text[:start]} {text[end:]}"
    bare = words.ends.sub("", words.asked.sub(" ", text.strip()).strip())
    bare = re.sub(r"\s+", " ", bare).strip()
    return bare if len(bare) > 1 else None


def _merged(spans: Iterable[Span], text: str) -> list[Span]:
    """The places in order, those that touch, or have only a particle between them, as one, with the word before it."""
    merged: list[Span] = []
    words = _words()
    for first, end in sorted(spans):
        before = words.before_time.search(text[:first])
        start = before.start() if before else first
        if merged and words.between.fullmatch(text[merged[-1][1] : max(start, merged[-1][1])]):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _said(how: str, said: dict[str, str]) -> str:
    if how == "week":
        name, weekdays = said["weekday"].casefold(), _words().weekdays
        return f"week {next(number for begin, number in weekdays.items() if name.startswith(begin))}"
    if how == "month":
        return f"month {min(int(said['date']), _MONTH_END)}"
    return {
        "month_end": f"month {_MONTH_END}",
        "month_start": "month 1",
        "this_weekday": "week",
        "this_date": "month",
    }.get(how, how)


@cache
def _words() -> _Words:
    return load_patterns(_Words, "reminding")
