"""Working days, holidays and seasons as colleagues name them: after Golden Week, 連休明け, 来春, 3営業日後."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache

from bot.nlu.periods import Grain, Period, Today, add_months, fiscal_year, month_of, one_day, week_of

_DAY = dt.timedelta(days=1)
_COUNTRY = "JP"  # whose long weekends these words mean, in either language
_LONG = 3  # days off in a row that make a 連休
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12, "春": 3, "夏": 6, "秋": 9, "冬": 12}
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "few": 3}
_Match = re.Match[str]
_Rule = tuple[re.Pattern[str], Callable[[_Match, Today], Period | None]]


@cache
def _holidays(year: int) -> frozenset[dt.date]:
    from holidays import country_holidays

    return frozenset(country_holidays(_COUNTRY, years=year))


def is_off(day: dt.date) -> bool:
    """Weekends, holidays, and the days around New Year on which offices are closed."""
    around_new_year = (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)
    return day.weekday() >= 5 or around_new_year or day in _holidays(day.year)


def working_day(day: dt.date, later: int = 0) -> dt.date:
    """The first working day from ``day`` on, then so many more."""
    while is_off(day):
        day += _DAY
    for _ in range(later):
        day = working_day(day + _DAY)
    return day


def _after_long_weekend(_match: _Match, today: Today) -> Period:
    day, run = today.day, 0
    while is_off(day - _DAY):
        day -= _DAY
    while not (run >= _LONG and not is_off(day)):
        run = run + 1 if is_off(day) else 0
        day += _DAY
    return one_day(day)


def _after_day(month: int, day: int) -> Callable[[_Match, Today], Period]:
    """The first working day after the days off around that one, this year or next."""

    def build(_match: _Match, today: Today) -> Period:
        year = today.day.year
        found = working_day(dt.date(year, month, day) + _DAY)
        return one_day(found if found > today.day else working_day(dt.date(year + 1, month, day) + _DAY))

    return build


def _season(match: _Match, today: Today) -> Period:
    """The one that runs or comes; ``next`` never the one that runs."""
    month = _SEASONS[match["season"].lower()]
    start = dt.date(today.day.year, month, 1)
    last = add_months(start, 3) - _DAY
    is_next = match["shift"].lower() in {"next", "来", "翌"}
    if last < today.day or (is_next and start <= today.day):
        start = start.replace(year=start.year + 1)
    elif today.day.month < 3 and month == 12 and not is_next:
        start = start.replace(year=start.year - 1)
    return Period(start, add_months(start, 3) - _DAY, Grain.DAY)


def _working_days_on(match: _Match, today: Today) -> Period:
    said = match["number"]
    number = 1 if not said else int(said) if said.isdigit() else _NUMBERS[said.lower()]
    return one_day(working_day(today.day + _DAY, number - 1))


def _part_of(match: _Match, today: Today) -> Period:
    """Early or late in a week (Monday to Wednesday, Thursday and Friday) or a month (to the 10th, from the 21st)."""
    shift = {"next": 1, "来": 1, "翌": 1}.get((match["shift"] or "").lower(), 0)
    early = match["edge"].lower() in {"early", "前半"}
    half = match["edge"] in {"前半", "後半"}
    if match["part"].lower() in {"week", "週"}:
        monday = week_of(today.day, shift).start
        first, last = (0, 2) if early else (3, 4)
        return Period(monday + first * _DAY, monday + last * _DAY, Grain.DAY)
    month = month_of(today.day, shift)
    end = month.end or month.start
    if early:
        return Period(month.start, month.start.replace(day=15 if half else 10), Grain.DAY)
    return Period(month.start.replace(day=16 if half else 21), end, Grain.DAY)


def _year_end(_match: _Match, today: Today) -> Period:
    return one_day(dt.date(today.day.year, 12, 31))


def _fiscal_end(_match: _Match, today: Today) -> Period:
    year = fiscal_year(today)
    return one_day(year.end or year.start)


def _christmas(_match: _Match, today: Today) -> Period:
    day = dt.date(today.day.year, 12, 25)
    return one_day(day if day >= today.day else day.replace(year=day.year + 1))


def _after_next(match: _Match, today: Today) -> Period:
    return week_of(today.day, 2) if match["part"].lower() == "week" else month_of(today.day, 2)


def _later_this_week(_match: _Match, today: Today) -> Period:
    friday = week_of(today.day).start + 4 * _DAY
    return Period(min(today.day + _DAY, friday), friday, Grain.DAY)


def _en(pattern: str, build: Callable[[_Match, Today], Period | None]) -> _Rule:
    return re.compile(rf"(?<![\w/])(?:{pattern})(?![\w/])", re.IGNORECASE), build


def _ja(pattern: str, build: Callable[[_Match, Today], Period | None]) -> _Rule:
    return re.compile(pattern), build


RULES: tuple[_Rule, ...] = (
    _en(r"after (?:the )?(?:long weekend|public holidays?|bank holiday)", _after_long_weekend),
    _en(r"after (?:the )?(?:golden week|gw)(?: holidays?)?", _after_day(5, 5)),
    _en(r"after (?:the )?obon(?: holidays?)?", _after_day(8, 16)),
    _en(r"after (?:the )?silver week", _after_day(9, 23)),
    _en(r"(?:after|over) (?:the )?(?:new year(?:['’]?s)?(?: holidays?| break)?|(?:christmas|winter) (?:holidays?|break)|holidays)|in the new year|early in the new year", _after_day(1, 3)),
    _en(r"after (?:the )?summer (?:holidays?|break|vacation)", _after_day(8, 31)),
    _en(r"christmas(?: day)?", _christmas),
    _en(r"(?P<shift>next|this|coming) (?P<season>spring|summer|autumn|fall|winter)", _season),
    _en(r"(?:in )?(?P<number>\d{1,2}|a|one|two|three|four|five|few) (?:business|working) days?(?: from now| later)?", _working_days_on),
    _en(r"(?:the )?next (?:business|working) day(?P<number>\b)", lambda match, today: one_day(working_day(today.day + _DAY))),
    _en(r"(?P<edge>early|late) (?:in )?(?:the )?(?P<shift>next|this|coming )? ?(?P<part>week|month)", _part_of),
    _en(r"later this week", _later_this_week),
    _en(r"(?:the )?(?P<part>week|month) after next", _after_next),
    _ja(r"(?:三|3)?連休(?:明け|後|が明け)", _after_long_weekend),
    _ja(r"(?:GW|ゴールデンウィーク|ゴールデンウイーク|黄金週間)(?:明け|後|が明け)", _after_day(5, 5)),
    _ja(r"(?:お)?盆(?:休み)?(?:明け|後|が明け)", _after_day(8, 16)),
    _ja(r"(?:シルバーウィーク|シルバーウイーク|SW)(?:明け|後)", _after_day(9, 23)),
    _ja(r"(?:年末年始|(?:お)?正月(?:休み)?|冬休み|三が日)(?:明け|後|が明け)|年(?:が)?明け(?:早々|すぐ|て(?:から|すぐ))?|新年早々", _after_day(1, 3)),
    _ja(r"夏(?:休み|季休暇|期休暇)(?:明け|後)", _after_day(8, 31)),
    _ja(r"クリスマス", _christmas),
    _ja(r"(?P<shift>来|今|翌)年?の?(?P<season>春|夏|秋|冬)(?![一-龠])", _season),
    _ja(r"(?P<number>\d{1,2})営業日(?:後|以内|のうち)", _working_days_on),
    _ja(r"翌営業日(?P<number>)", _working_days_on),
    _ja(r"(?P<shift>今|来|翌)?(?P<part>週|月)の?(?P<edge>前半|後半)", _part_of),
    _ja(r"年内(?:中)?", _year_end),
    _ja(r"(?:今)?(?:年度|期)内(?:中)?", _fiscal_end),
)  # fmt: skip
