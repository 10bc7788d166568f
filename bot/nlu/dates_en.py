"""English dates: what each way of saying one means."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

from bot.nlu.periods import (
    Grain,
    Period,
    Today,
    dated,
    day_of_month,
    edge_of,
    fiscal_part,
    fiscal_year,
    last_weekday,
    month_named,
    months_named,
    one_day,
    part_of,
    shifted,
    stretch,
    week_of,
    weekday_on,
    year_of,
)

_DAY = r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|saturday|sunday|(?-i:Sat|Sun))"
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_UP_TO_MONTH = MONTH.replace("?P<month>", "?P<last>")
_FULL_MONTH = (
    r"(?P<month>january|february|april|june|july|august|september|october|november|december"
    r"|(?<=in )(?:march|may)|(?<=since )(?:march|may)|(?<=by )(?:march|may)|(?<=last )(?:march|may)|(?<=next )(?:march|may)"
    r"|(?<=of )(?:march|may)|(?<=until )(?:march|may)|(?<=for )(?:march|may))"
)
_NUMBER = (
    r"(?P<number>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a )?couple(?: of)?"
    r"|(?:a )?few|half an?)"
)
_UNIT = r"(?P<unit>minute|min|hour|hr|day|week|fortnight|month|quarter|year)s?"
_SHIFT = r"(?P<shift>this|current|next|coming|last|previous|past|the)"
_PART = r"(?P<part>week|month|quarter|half(?:[- ]year)?|year|fiscal year|financial year|fy)"
_TIME_OF_DAY = {"morning": 9, "noon": 12, "midday": 12, "lunchtime": 12, "afternoon": 14, "evening": 18, "tonight": 19}
_WORDS = dict(
    zip(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        range(1, 13),
        strict=True,
    )
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_SHIFTS = {"this": 0, "current": 0, "the": 0, "next": 1, "coming": 1, "last": -1, "previous": -1, "past": -1}
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

_Match = re.Match[str]


def _number(word: str) -> float:
    word = word.lower()
    if word.isdigit():
        return int(word)
    if word.startswith("half"):
        return 0.5
    if "couple" in word:
        return 2
    return 3 if "few" in word else _WORDS.get(word, 1)


def _weekday(match: _Match) -> int:
    return _WEEKDAYS.index(match["weekday"][:3].lower())


def _month(match: _Match) -> int:
    return month_number(match["month"])


def month_number(name: str) -> int:
    """1 to 12, of a month's English name or its first three letters."""
    return _MONTHS.index(name[:3].lower()) + 1


def _year(word: str | None) -> int | None:
    if not word:
        return None
    year = int(re.sub(r"\D", "", word))
    return year + 2000 if year < 100 else year


def _later(match: _Match, today: Today) -> Period:
    unit = {"min": "minute", "hr": "hour"}.get(match["unit"].lower(), match["unit"].lower())
    number = _number(match["number"]) * (2 if unit == "fortnight" else 1)
    return shifted(today, number, "week" if unit == "fortnight" else unit)


def _earlier(match: _Match, today: Today) -> Period:
    unit = {"min": "minute", "hr": "hour"}.get(match["unit"].lower(), match["unit"].lower())
    number = _number(match["number"]) * (2 if unit == "fortnight" else 1)
    return shifted(today, -number, "week" if unit == "fortnight" else unit)


def _stretch(match: _Match, today: Today) -> Period | None:
    unit = match["unit"].lower()
    if unit not in {"day", "week", "month", "quarter", "year"}:
        return None
    return stretch(today, _number(match["number"]), unit, ahead=match["way"].lower() == "next")


def _part_name(word: str) -> str:
    word = word.lower()
    return "half" if word.startswith("half") else "fiscal" if word.startswith("f") else word


def _for_a_while(match: _Match, today: Today) -> Period | None:
    unit = "week" if match["unit"].lower() == "fortnight" else match["unit"].lower()
    number = _number(match["number"]) * (2 if match["unit"].lower() == "fortnight" else 1)
    return None if unit not in set(Grain) else stretch(today, number, unit, ahead=True)


def _edge(match: _Match, today: Today) -> Period:
    word = match["edge"].lower()
    edge = "end" if word in {"end", "eo"} else "middle" if word.startswith("mi") else "start"
    shift = _SHIFTS[(match["shift"] or "the").lower()]
    letters = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
    part = letters.get(match["part"].lower(), match["part"].lower())
    if part == "day":
        return Period(today.day, None, Grain.TIME, dt.time(17))
    period = part_of(today, _part_name(part), shift)
    if part == "week" and edge == "end":  # the working week's end
        return one_day(period.start + dt.timedelta(days=4))
    return edge_of(period, edge)


def _edge_of_month(match: _Match, today: Today) -> Period:
    word = match["edge"].lower()
    edge = "end" if word in {"end", "late"} else "middle" if word.startswith("mi") else "start"
    return edge_of(month_named(today, _month(match), _year(match["year"])), edge)


def _this_weekday(match: _Match, today: Today) -> Period:
    shift = (match["shift"] or "").lower()
    weekday = _weekday(match)
    if shift in {"last", "previous", "past"}:
        return one_day(last_weekday(today.day, weekday))
    if shift == "next":
        return one_day(weekday_on(today.day, weekday, week=1))
    return one_day(weekday_on(today.day, weekday))


def _weekday_at(match: _Match, today: Today) -> Period:
    """ "Friday 9": nine o'clock; from 1 to 6 the afternoon is meant."""
    hour = int(match["hour"])
    day = weekday_on(today.day, _weekday(match), week=1 if match["shift"] else None)
    return Period(day, None, Grain.TIME, dt.time(hour + 12 if 1 <= hour <= 6 else hour))


def _named_month(match: _Match, today: Today) -> Period:
    month, year = _month(match), _year(match["year"])
    if (match["shift"] or "").strip().lower() == "last":
        year = today.day.year - (month >= today.day.month)
    return month_named(today, month, year)


def _months(match: _Match, today: Today) -> Period:
    return months_named(today, _month(match), month_number(match["last"]), _year(match["year"]))


def _day(days: int) -> Callable[[_Match, Today], Period]:
    return lambda _match, today: one_day(today.day + dt.timedelta(days=days))


def _dated(match: _Match, today: Today) -> Period | None:
    day = dated(today, _month(match), int(match["day"]), _year(match["year"]))
    return one_day(day) if day else None


def _day_number(match: _Match, today: Today) -> Period | None:
    day = day_of_month(today.day, int(match["day"]))
    return one_day(day) if day else None


def _part_of_day(match: _Match, today: Today) -> Period:
    return Period(today.day, None, Grain.TIME, dt.time(_TIME_OF_DAY[match["word"].lower()]))


def _part_of_today(match: _Match, today: Today) -> Period:
    return Period(today.day, None, Grain.TIME, dt.time(_TIME_OF_DAY[(match["word"] or match["night"]).lower()]))


def _weekend(match: _Match, today: Today) -> Period:
    saturday = week_of(today.day, _SHIFTS[(match["shift"] or "the").lower()]).start + dt.timedelta(days=5)
    return Period(saturday, saturday + dt.timedelta(days=1), Grain.DAY)


def _rule(
    pattern: str, build: Callable[[_Match, Today], Period | None]
) -> tuple[re.Pattern[str], Callable[[_Match, Today], Period | None]]:
    return re.compile(rf"(?<![\w/])(?:{pattern})(?![\w/])", re.IGNORECASE), build


def _quarter_or_half(match: _Match, today: Today) -> Period:
    number = _ORDINALS.get((match["ordinal"] or "").lower()) or int(match["n1"] or match["n2"])
    months = 6 if (match["kind"] or "").lower() == "half" else 3
    return fiscal_part(fiscal_year(today, year=_year(match["year"])), number, months)


RULES = [
    _rule(r"today", _day(0)),
    _rule(r"(?:later )?(?:this (?P<word>morning|afternoon|evening)|(?P<night>tonight))", _part_of_today),
    _rule(r"tomorrow|tmrw|tmr|tomorow|tommorow|tommorrow", _day(1)),
    _rule(r"(?:the )?day after tomorrow", _day(2)),
    _rule(r"yesterday", _day(-1)),
    _rule(r"(?:the )?day before yesterday", _day(-2)),
    _rule(rf"(?:(?P<shift>this|next|coming|last|previous|past) )?{_DAY}", _this_weekday),
    _rule(rf"(?:the )?{_DAY} after next", lambda match, today: one_day(weekday_on(today.day, _weekday(match), week=2))),
    _rule(rf"(?P<shift>next )?{_DAY} (?P<hour>\d|1\d|2[0-3])(?! *(?:am|pm|:|st|nd|rd|th))", _weekday_at),
    _rule(rf"(?:in|within|after) {_NUMBER} (?:more )?{_UNIT}(?:'?s? time)?", _later),
    _rule(rf"{_NUMBER} {_UNIT} (?:from now|from today|later|out|hence)", _later),
    _rule(rf"for (?:the next |another )?{_NUMBER} {_UNIT}", _for_a_while),
    _rule(r"year[- ]to[- ]date|ytd", lambda match, today: replace(year_of(today.day), end=today.day)),
    _rule(rf"{_NUMBER} {_UNIT} (?:ago|back|earlier)", _earlier),
    _rule(rf"(?:the |over the |in the )?(?P<way>last|past|previous|next) {_NUMBER} {_UNIT}", _stretch),
    _rule(
        rf"(?:(?P<since>in )?(?:the )?)?(?P<shift>this|current|next|coming|last|previous|past) {_PART}",
        lambda match, today: part_of(today, _part_name(match["part"]), _SHIFTS[match["shift"].lower()]),
    ),
    _rule(rf"(?:the )?(?P<edge>end|beginning|start|middle|mid)(?: |-)(?:of )?(?:{_SHIFT} )?{_PART}", _edge),
    _rule(r"(?P<shift>this )?(?P<part>month|quarter|year|week)[- ](?P<edge>end)", _edge),
    _rule(r"(?P<shift>\b)?(?P<edge>eo)(?P<part>[wmqy])", _edge),
    _rule(
        rf"(?:the )?(?P<edge>end|beginning|start|middle|mid|early|late)(?: |-)(?:of )?{MONTH}(?: (?P<year>20\d\d))?",
        _edge_of_month,
    ),
    _rule(
        r"(?:the )?(?:(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th) (?P<kind>quarter|half)|(?P<kind1>q) ?(?P<n1>[1-4])"
        r"|(?P<n2>[1-4]) ?q)(?:(?: of)? ?(?:fy|')? ?(?P<year>20\d\d|\d\d(?!\d)))?",
        _quarter_or_half,
    ),
    _rule(
        r"h(?P<n1>[12])(?:(?: of)? ?(?:fy|')? ?(?P<year>20\d\d|\d\d(?!\d)))?",
        lambda match, today: fiscal_part(fiscal_year(today, year=_year(match["year"])), int(match["n1"]), 6),
    ),
    _rule(
        r"(?:fy|fiscal(?: year)?|financial year) ?'?(?P<year>20\d\d|\d\d)",
        lambda match, today: fiscal_year(today, year=_year(match["year"])),
    ),
    _rule(rf"(?P<shift>last |next |this )?{_FULL_MONTH}(?! \d{{1,2}}(?!\d))(?:,? (?P<year>20\d\d))?", _named_month),
    _rule(
        rf"(?:between |from )?{MONTH} ?(?:to|through|thru|till|until|and|[-–~]) ?{_UP_TO_MONTH}(?:,? (?P<year>20\d\d))?",
        _months,
    ),
    _rule(
        rf"(?P<shift>\b)?{MONTH} (?P<year>20\d\d)",
        lambda match, today: month_named(today, _month(match), _year(match["year"])),
    ),
    _rule(rf"(?:{_DAY},? )?(?:the )?{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>20\d\d))?(?!:)", _dated),
    _rule(
        rf"(?:{_DAY},? )?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {MONTH}(?:,? (?P<year>20\d\d))?", _dated
    ),
    _rule(rf"(?:{_DAY},? )?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)", _day_number),
    _rule(
        r"(?P<year>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<day>\d{1,2})",
        lambda match, today: one_day(dt.date(int(match["year"]), int(match["m"]), int(match["day"]))),
    ),
    _rule(
        r"(?:(?<=in )|(?<=since )|(?<=during )|(?<=of )|(?<=for )|(?<=by ))(?P<year>20\d\d)",
        lambda match, today: year_of(dt.date(int(match["year"]), 1, 1)),
    ),
    _rule(r"(?:(?P<shift>this|next|last|the) )?weekend", _weekend),
]


def _clock(match: _Match, today: Today) -> Period | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower().replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif not half and not match["minute"] and 1 <= hour <= 6:  # "at 3" among colleagues is the afternoon
        hour += 12
    return Period(today.day, None, Grain.TIME, dt.time(hour, minute))


_HALF = r"(?P<half>am|pm|a\.m\.|p\.m\.)"
TIMES = [
    _rule(rf"(?:at |@ ?)?(?P<hour>\d{{1,2}})(?::(?P<minute>\d\d))? ?{_HALF}", _clock),
    _rule(r"(?:at |@ ?)?(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?P<half>\b)", _clock),
    _rule(
        r"(?:at |@ ?)(?P<hour>1?\d|2[0-3])(?P<minute>\b)(?P<half>)(?: o'?clock)?(?! ?(?:%|percent|people|seats|[ap]m|:|\d))",
        _clock,
    ),
    _rule(
        r"eod|cob|close of business|end of (?:the )?(?:business |working )?day",
        lambda match, today: Period(today.day, None, Grain.TIME, dt.time(17)),
    ),
    _rule(r"(?:in the |this |at )?(?P<word>morning|noon|midday|lunchtime|afternoon|evening|tonight)", _part_of_day),
]
