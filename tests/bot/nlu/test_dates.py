import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.dates import DateSpan, find_dates, find_unread_day

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = dt.datetime(2026, 6, 10, 10, 0, tzinfo=TOKYO)
CASES = yaml.load(Path(__file__).with_name("dates.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


OTHERS = yaml.load(Path(__file__).with_name("dates_of_others.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def written(span: DateSpan) -> str:
    ends = f"..{span.end}" if span.end else ""
    return f"{span.start}{ends}{span.time.strftime(' %H:%M') if span.time else ''}"


@pytest.mark.parametrize(("said", "meant"), [pair for cases in CASES.values() for pair in cases.items()])
def test_a_date_means_what_a_colleague_would_take_it_for(said: str, meant: str) -> None:
    assert " ".join(written(span) for span in find_dates(said, now=NOW)) == meant.replace("-", "", len(meant) == 1)


@pytest.mark.parametrize(("said", "meant"), [pair for cases in OTHERS.values() for pair in cases.items()])
def test_a_date_said_by_somebody_else_is_right_or_asked_about(said: str, meant: str) -> None:
    found = find_dates(said, now=NOW)
    bare, may_ask = meant.rstrip("? "), meant.endswith("?") or meant.startswith("-")
    asked = find_unread_day(said, found)
    assert (" ".join(map(written, found)) == bare.replace("-", "", len(bare) == 1) and not asked) or (may_ask and asked)


def test_each_language_has_its_share_of_cases() -> None:
    assert all(len(CASES[language]) + len(OTHERS[language]) >= 200 for language in CASES)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("remind me on Friday 9 to call Acme", ["on Friday 9"]),
        ("what changed for Acme since Monday and what is due next month?", ["since Monday", "next month"]),
        ("アクメの件、来週月曜9時にリマインドして", ["来週月曜9時"]),
        ("先月と今月の解約率は?", ["先月", "今月"]),
        ("hold Acme until end of July please", ["until end of July"]),
        ("月末まで提案を止めて", ["月末まで"]),
        ("we have 3 offers and 200 seats", []),
        ("三河電機の日下部さんに連絡", []),
    ],
)
def test_dates_are_found_where_they_stand(question: str, words: list[str]) -> None:
    spans = find_dates(question, now=NOW)
    assert [span.text for span in spans] == words
    assert [question[slice(*span.at)] for span in spans] == words


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("since Monday", "since"),
        ("金曜まで", "until"),
        ("by Friday", "until"),
        ("before Friday", "before"),
        ("8月以前", "before"),
        ("Friday", "at"),
    ],
)
def test_since_and_until_are_told_from_on(said: str, role: str) -> None:
    assert find_dates(said, now=NOW)[0].role == role


def test_the_firms_year_moves_its_quarters() -> None:
    assert written(find_dates("Q3", now=NOW, fiscal_year_starts=1)[0]) == "2026-07-01..2026-09-30"
    assert written(find_dates("今期", now=NOW, fiscal_year_starts=10)[0]) == "2025-10-01..2026-09-30"


def test_a_time_that_the_clocks_skip_moves_on() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    span = find_dates("tomorrow at 02:30", now=dt.datetime(2026, 3, 28, 12, 0, tzinfo=berlin))[0]
    assert span.moment(berlin).isoformat() == "2026-03-29T03:30:00+02:00"


def test_an_hour_from_now_is_an_hour_where_clocks_go_back() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = dt.datetime(2026, 10, 25, 1, 30, tzinfo=berlin)
    assert find_dates("in 2 hours", now=now)[0].time == dt.time(2, 30)


def test_without_a_time_the_day_starts_at_nine() -> None:
    assert find_dates("Friday", now=NOW)[0].moment(TOKYO).isoformat() == "2026-06-12T09:00:00+09:00"


@given(st.text(alphabet="0123456789/月日年時半末週次来今前後(): -QFYam明nextlasti金曜第四期十", max_size=40))
@settings(deadline=None)
def test_no_heap_of_dates_raises(said: str) -> None:
    for span in find_dates(said, now=NOW):
        assert span.end is None or span.start <= span.end


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("august", "2025-08-01..2025-08-31"),
        ("in june", "2026-06-01..2026-06-30"),
        ("july to september", "2025-07-01..2025-09-30"),
        ("8月", "2025-08-01..2025-08-31"),
        ("10-12月", "2025-10-01..2025-12-31"),
        ("12月24日", "2025-12-24"),
        ("next month", "2026-07-01..2026-07-31"),
        ("Q2", "2025-07-01..2025-09-30"),
        ("Q1", "2026-04-01..2026-06-30"),
        ("Q4 2026", "2027-01-01..2027-03-31"),
        ("the second half", "2025-10-01..2026-03-31"),
        ("calendar Q3", "2025-07-01..2025-09-30"),
        ("第2四半期", "2025-07-01..2025-09-30"),
        ("下期", "2025-10-01..2026-03-31"),
        ("来期の上期", "2027-04-01..2027-09-30"),
        ("暦年Q4の", "2025-10-01..2025-12-31"),
    ],
)
def test_a_part_of_the_year_that_has_been_is_the_last_one_of_its_name(said: str, meant: str) -> None:
    assert [written(span) for span in find_dates(said, now=NOW, looks_back=True)] == [meant]


@pytest.mark.parametrize(
    ("said", "unread"),
    [
        ("remind me on the second and fourth Tuesday to call Acme", "second and fourth Tuesday"),
        ("Monday and Thursday", "Monday and Thursday"),
        ("every other Tuesday", "other Tuesday"),
        ("the Friday before last", "Friday before last"),
        ("第2・第4火曜日の10時に", "第2・第4火曜日の10時"),
        ("隔週火曜に", "隔週火曜"),
        ("31 February", "31 February"),
        ("remind me to send the second quote on Friday", None),
        ("remind me Friday to plan the week", None),
        ("every Monday at 9", None),
        ("call the third contact on Monday", None),
        ("a week from Friday", None),
        ("金曜に第2版を送る", None),
    ],
)
def test_a_date_of_which_words_are_left_over_is_told(said: str, unread: str | None) -> None:
    found = find_unread_day(said, find_dates(said, now=NOW))
    assert (found[0] if found else None) == unread


@pytest.mark.parametrize(
    ("today", "said", "meant"),
    [
        ("2026-10-02", "this Friday", "2026-10-02"),
        ("2026-10-02", "今週の金曜17時", "2026-10-02 17:00"),
        ("2026-10-02", "Friday", "2026-10-09"),
        ("2026-11-20", "the 15th", "2026-12-15"),
        ("2026-11-20", "in October", "2027-10-01..2027-10-31"),
        ("2026-11-20", "last October", "2026-10-01..2026-10-31"),
        ("2026-10-30", "last business day", "2026-10-30"),
        ("2026-10-31", "last business day", "2026-11-30"),
        ("2026-10-31", "第5土曜", "2026-10-31"),
    ],
)
def test_a_day_is_counted_from_the_day_of_asking(today: str, said: str, meant: str) -> None:
    now = dt.datetime.combine(dt.date.fromisoformat(today), dt.time(10), tzinfo=TOKYO)
    assert [written(span) for span in find_dates(said, now=now)] == [meant]
