"""Japanese dates: what each way of saying one means."""

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
    fiscal_part_of,
    fiscal_year,
    last_weekday,
    month_named,
    month_of,
    months_named,
    one_day,
    part_of,
    shifted,
    stretch,
    week_of,
    weekday_on,
    year_of,
)

_KANJI = {number: value for value, number in enumerate("〇一二三四五六七八九")}
_N = r"(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3}|数|半)"
_UNIT = r"(?P<unit>日間?|週間?|[かカヶケヵ箇]月間?|年間?|時間|分|営業日)"
_UNITS = {"日": "day", "週": "week", "年": "year", "時": "hour", "分": "minute", "営": "day"}
_WEEKDAY = r"(?P<weekday>[月火水木金土日])(?:曜日?|(?=\)))"
_WEEK = r"(?P<week>今週|来週|再来週|さ来週|先週|先々週|翌週|次の?週|今度|次|前)"
_SHIFTS = {
    "今": 0, "当": 0, "来": 1, "次": 1, "翌": 1, "再来": 2, "さ来": 2, "先": -1, "前": -1, "昨": -1, "去": -1, "先々": -2,
    "一昨": -2, "本": 0,
}  # fmt: skip
_DAYS = {
    "今日": 0, "本日": 0, "きょう": 0, "明日": 1, "あした": 1, "あす": 1, "翌日": 1, "明後日": 2, "あさって": 2, "明々後日": 3,
    "しあさって": 3, "昨日": -1, "きのう": -1, "一昨日": -2, "おととい": -2,
}  # fmt: skip
_PARTS_OF_DAY = {
    "朝イチ": 9, "朝一": 9, "朝": 9, "午前中": 9, "正午": 12, "お昼": 12, "昼": 12, "午後イチ": 13, "午後一": 13, "午後": 13,
    "夕方": 17, "夜": 19, "今夜": 19, "終業": 18,
}  # fmt: skip

_Match = re.Match[str]
_Build = Callable[[_Match, Today], Period | None]


def _number(word: str) -> float:
    if word.isdigit():
        return int(word)
    if word == "数":
        return 3
    if word == "半":
        return 0.5
    tens, _, ones = word.rpartition("十")
    if "十" not in word:
        return _KANJI[word] if len(word) == 1 else int("".join(str(_KANJI[one]) for one in word))
    return (_KANJI[tens] if tens else 1) * 10 + (_KANJI[ones] if ones else 0)


def _whole(word: str) -> int:
    return int(_number(word))


def _unit(match: _Match) -> str:
    return _UNITS.get(match["unit"][0], "month")


def _shift(word: str) -> int:
    return _SHIFTS.get(word.rstrip("週月年期度の四半上下"), 0)


def _weekday(match: _Match) -> int:
    return "月火水木金土日".index(match["weekday"])


def _on_weekday(match: _Match, today: Today) -> Period:
    word = match["week"]
    if not word or word in {"次", "今度"}:
        return one_day(weekday_on(today.day, _weekday(match)))
    if word == "前":
        return one_day(last_weekday(today.day, _weekday(match)))
    return one_day(weekday_on(today.day, _weekday(match), week=_shift(word)))


def _half_year(match: _Match, today: Today, sign: int) -> Period:
    return shifted(today, sign * 6, "month") if match["unit"] == "年" else shifted(today, sign * 0.5, _unit(match))


def _away(sign: int) -> _Build:
    def build(match: _Match, today: Today) -> Period:
        number = _number(match["number"])
        if number == 0.5:
            return _half_year(match, today, sign)
        half = 0.5 if match["half"] else 0
        return shifted(today, sign * (number + half), _unit(match))

    return build


def _stretch(match: _Match, today: Today) -> Period | None:
    unit, number = _unit(match), _number(match["number"])
    if unit in {"hour", "minute"}:
        return None
    if number == 0.5:
        unit, number = ("month", 6) if unit == "year" else ("day", 15)
    return stretch(today, number, unit, ahead=match["way"] in {"今後", "向こう"})


def _for_a_while(match: _Match, today: Today) -> Period | None:
    unit, number = _unit(match), _number(match["number"])
    if number == 0.5:
        unit, number = ("month", 6) if unit == "year" else ("day", 15)
    return stretch(today, number, unit, ahead=True)


def _part(part: str) -> _Build:
    return lambda match, today: part_of(today, part, _shift(match["shift"]))


def _fiscal_half(match: _Match, today: Today) -> Period:
    year = fiscal_year(today, year=_year_said(match), shift=_shift(match["shift"] or "今"))
    return fiscal_part(year, 1 if match["half"] == "上" else 2, 6)


def _quarter(match: _Match, today: Today) -> Period:
    number = _whole(match["n1"] or match["n2"])
    return fiscal_part(fiscal_year(today, year=_year_said(match)), number, 3)


def _edge(match: _Match, today: Today) -> Period:
    word, shift = match["part"], _shift(match["shift"] or "今")
    part = {"週": "week", "月": "month", "年": "year", "四半期": "quarter"}.get(word, "fiscal")
    edge = "end" if match["edge"] == "末" else "middle" if match["edge"].endswith("ば") else "start"
    if part == "week" and edge == "end":
        saturday = week_of(today.day, shift).start + dt.timedelta(days=5)
        return Period(saturday, saturday + dt.timedelta(days=1), Grain.DAY)
    found = edge_of(part_of(today, part, shift), edge)
    if not match["shift"] and (found.end or found.start) < today.day:  # 月初, 年明け said without "this" lie ahead
        return edge_of(part_of(today, part, shift + 1), edge)
    return found


def _third(match: _Match, today: Today) -> Period:
    """上旬 1-10, 中旬 11-20, 下旬 from 21."""
    if match["month"]:
        month = month_named(today, _whole(match["month"]))
    else:
        month = month_of(today.day, _shift(match["shift"] or "今"))
    first = {"上": 1, "中": 11, "下": 21}[match["third"]]
    end = month.start.replace(day=first + 9) if first < 21 else month.end
    return Period(month.start.replace(day=first), end, Grain.DAY)


def _edge_of_month(match: _Match, today: Today) -> Period:
    year = int(match["year"]) if match["year"] else None
    edge = "end" if match["edge"] == "末" else "middle" if match["edge"].endswith("ば") else "start"
    return edge_of(month_named(today, _whole(match["month"]), year), edge)


def _after_week(_match: _Match, today: Today) -> Period:
    return one_day(week_of(today.day, 1).start)


def _dated(match: _Match, today: Today) -> Period | None:
    year = int(match["year"]) if match["year"] else None
    if match["era"]:
        year = 2018 + (1 if match["era"] == "元" else _whole(match["era"]))
    day = dated(today, _whole(match["month"]), _whole(match["day"]), year)
    return one_day(day) if day else None


def _of_month(match: _Match, today: Today) -> Period:
    month = month_of(today.day, _shift(match["shift"]))
    return one_day(month.start.replace(day=_whole(match["day"])))


def _day_alone(match: _Match, today: Today) -> Period | None:
    day = day_of_month(today.day, _whole(match["day"]))
    return one_day(day) if day else None


def _month_alone(match: _Match, today: Today) -> Period:
    year = int(match["year"]) if match["year"] else None
    if match["shift"]:
        year = today.day.year + _shift(match["shift"])
    return month_named(today, _whole(match["month"]), year)


def _months(match: _Match, today: Today) -> Period:
    year = int(match["year"]) if match["year"] else None
    return months_named(today, _whole(match["month"]), _whole(match["last"]), year)


def _year_said(match: _Match) -> int | None:
    """2025, 25 (among fiscal years), 令和7 or R7."""
    if match["era"]:
        return 2018 + (1 if match["era"] == "元" else _whole(match["era"]))
    return int(match["year"]) % 100 + 2000 if match["year"] else None


def _slashed(match: _Match, today: Today) -> Period | None:
    day = dated(today, int(match["month"]), int(match["day"]), int(match["year"]) if match["year"] else None)
    return one_day(day) if day else None


def _rule(pattern: str, build: _Build) -> tuple[re.Pattern[str], _Build]:
    return re.compile(pattern), build


_FISCAL = r"(?:(?P<year>20\d\d|(?<!\d)\d\d)|(?:令和|[RrＲ])(?P<era>元|\d{1,2}))"
_D = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
RULES = [
    _rule("|".join(sorted(_DAYS, key=len, reverse=True)), lambda m, today: one_day(today.day + dt.timedelta(days=_DAYS[m[0]]))),
    _rule(rf"(?:{_WEEK}の?)?{_WEEKDAY}", _on_weekday),
    _rule(rf"(?:あと)?{_N}{_UNIT}(?P<half>半)?(?:後|ご(?=に)|以内|のち|先|たったら|経ったら)", _away(1)),
    _rule(rf"{_N}{_UNIT}(?P<half>半)?(?:前|まえ)", _away(-1)),
    _rule(rf"(?P<way>直近の?|過去の?|ここ|この|最近の?|今後の?|向こう){_N}{_UNIT}", _stretch),
    _rule(rf"{_N}(?P<unit>日間|週間|[かカヶケヵ箇]月間?|年間)(?![後前先]|以[内上]|に|ごと|おき)", _for_a_while),
    _rule(r"年初来", lambda m, today: replace(year_of(today.day), end=today.day)),
    _rule(r"(?P<shift>今|来|再来|さ来|先|先々|翌|次の?)週(?!末|明)", _part("week")),
    _rule(r"(?P<shift>今|来|再来|先|先々|翌)月(?!末|曜)", _part("month")),
    _rule(r"(?P<shift>今|来|再来|去|昨|一昨|翌|本)年(?!度|末|明)", _part("year")),
    _rule(r"(?P<shift>今|来|再来|昨|去|前|一昨|翌|本|当)年度(?!末)", _part("fiscal")),
    _rule(r"(?P<shift>今|来|再来|前|昨|翌|当)期(?!末)", _part("fiscal")),
    _rule(rf"{_FISCAL}年度(?!末)", lambda m, today: fiscal_year(today, year=_year_said(m))),
    _rule(rf"(?:(?P<year>20\d\d)年の?)?(?P<month>{_D})月?(?:から|[-–~〜～])(?P<last>{_D})月(?![\d末初頭半]|曜|分|以降)", _months),
    _rule(r"FY ?'?(?P<year>20\d\d|\d\d)年?度?(?=[ぁ-鿿])", lambda m, today: fiscal_year(today, year=int(m["year"]) % 100 + 2000)),
    _rule(r"(?P<shift>今|来|前|次の?|先|当)四半期(?!末)", _part("quarter")),
    _rule(r"(?P<shift>今|来|前|次の?|当)半期", lambda m, today: fiscal_part_of(today, 6, _shift(m["shift"]))),
    _rule(rf"(?:{_FISCAL}年度?の?)?(?:(?P<shift>今|来|昨|去|前|本|当)(?:年度|期)の?)?(?P<half>[上下])(?:半)?期", _fiscal_half),
    _rule(rf"(?:{_FISCAL}年度?の?)?(?:第(?P<n1>[1-4一二三四])四半期|[Qq](?P<n2>[1-4])(?=[ぁ-鿿]))", _quarter),
    _rule(rf"(?:{_FISCAL}年度?の?)?(?P<n1>[1-4])(?P<n2>\b)?[Qq](?=[ぁ-鿿]|$)", _quarter),
    _rule(
        r"(?P<shift>今|来|再来|先|翌|前|昨|当|本)?(?P<part>四半期|年度|週|月|年|期)(?P<edge>末|初め|初|頭|明け(?<=年明け)|半ば|なかば)",
        _edge,
    ),
    _rule(r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月の?(?P<edge>末|初め|初|頭|半ば|なかば)", _edge_of_month),
    _rule(r"(?:(?P<shift>今|来|先|翌)月の?|(?P<month>\d{1,2})月の?)?(?P<third>[上中下])旬", _third),
    _rule(r"(?:来)?週明け", _after_week),
    _rule(
        rf"(?:(?:(?P<year>(?:19|20)\d\d)|令和(?P<era>元|\d{{1,2}}))年の?)?(?P<month>{_D})月の?(?P<day>{_D})日(?!間|後|前|以内|目)"
        r"(?:\([月火水木金土日]\))?",
        _dated,
    ),
    _rule(rf"(?P<shift>今|来|再来|先|翌)月の?(?P<day>{_D})日(?!間|後|前|以内)", _of_month),
    _rule(rf"(?<![\d月年一二三四五六七八九十])(?P<day>{_D})日(?!間|後|前|以内|目|ごと|おき|本|分|数|程|ほど)", _day_alone),
    _rule(rf"(?:(?P<year>(?:19|20)\d\d)年の?|(?P<shift>来|去|昨|今)年の?)?(?<![\d一二三四五六七八九十ヶかカ])(?P<month>{_D})月(?![\d末初頭半]|曜|分)", _month_alone),
    _rule(r"令和(?P<era>元|\d{1,2})年(?![度\d]|間)(?P<year>\b)?", lambda m, today: year_of(dt.date(_year_said(m) or 1, 1, 1))),
    _rule(r"(?P<year>(?:19|20)\d\d)年(?![度\d]|間|以上)", lambda m, today: year_of(dt.date(int(m["year"]), 1, 1))),
    _rule(r"(?<![\d/.])(?:(?P<year>(?:19|20)\d\d)/)?(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/%])(?:\([月火水木金土日]\))?", _slashed),
]  # fmt: skip


def _clock(match: _Match, today: Today) -> Period | None:
    hour, minute = _whole(match["hour"]), 30 if match["half"] else _whole(match["minute"] or "0")
    if hour < 12 and (
        match["part"] in {"午後", "夕方", "夜", "お昼の", "PM"} or (not match["part"] and 1 <= hour <= 6)
    ):
        hour += 12  # 3時 among colleagues is the afternoon
    if hour > 24:
        return None
    return Period(today.day, None, Grain.TIME, dt.time(hour % 24, minute))


def _part_of_day(match: _Match, today: Today) -> Period:
    return Period(today.day, None, Grain.TIME, dt.time(_PARTS_OF_DAY[match[0]]))


def _colon(match: _Match, today: Today) -> Period:
    later = 12 if "午後" in match[0] and int(match["hour"]) < 12 else 0
    return Period(today.day, None, Grain.TIME, dt.time(int(match["hour"]) + later, int(match["minute"])))


TIMES = [
    _rule(
        rf"(?P<part>午前|午後|朝|夕方|夜|お昼の)?の?(?P<hour>{_D})時(?!間|点|期|代|停|的)(?:(?P<half>半)|(?P<minute>\d{{1,2}})分)?(?:頃|ごろ|ちょうど)?",
        _clock,
    ),
    _rule(r"(?P<part>午前|午後)(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?P<half>\b)?(?<!\d\d\d)", _colon),
    _rule(r"(?<![\d:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?=[ぁ-鿿])", _colon),
    _rule("|".join(sorted(_PARTS_OF_DAY, key=len, reverse=True)), _part_of_day),
]  # fmt: skip
