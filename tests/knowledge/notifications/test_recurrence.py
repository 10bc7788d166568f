import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.kernel.business_time import BusinessTime
from knowledge.notifications.recurrence import Every, Repeat

TOKYO = BusinessTime("JP", "Asia/Tokyo", dt.time(9), dt.time(18))
BERLIN = BusinessTime("DE", "Europe/Berlin", dt.time(9), dt.time(18))
NINE = dt.time(9)


def _times(repeat: Repeat, time: BusinessTime, start: str, count: int) -> list[str]:
    moment, found = dt.datetime.fromisoformat(start).replace(tzinfo=time.zone), []
    for _ in range(count):
        moment = repeat.next_after(moment, time)
        found.append(moment.astimezone(time.zone).strftime("%Y-%m-%d %H:%M"))
    return found


def test_every_monday_stays_at_nine_on_the_wall_when_clocks_change() -> None:
    # Clocks go back on 25 October 2026 in Berlin and forward on 28 March 2027.
    assert _times(Repeat(Every.WEEK, 0, NINE), BERLIN, "2026-10-12T12:00", 3) == [
        "2026-10-19 09:00",
        "2026-10-26 09:00",
        "2026-11-02 09:00",
    ]


def test_a_time_that_the_clocks_skip_comes_an_hour_later_and_one_that_comes_twice_comes_once() -> None:
    half_past_two = Repeat(Every.DAY, 0, dt.time(2, 30))
    assert _times(half_past_two, BERLIN, "2027-03-27T12:00", 2) == ["2027-03-28 03:30", "2027-03-29 02:30"]
    assert _times(half_past_two, BERLIN, "2026-10-24T12:00", 2) == ["2026-10-25 02:30", "2026-10-26 02:30"]


def test_the_end_of_a_month_is_its_last_day() -> None:
    assert _times(Repeat(Every.MONTH, 31, NINE), TOKYO, "2027-01-31T10:00", 3) == [
        "2027-02-28 09:00",
        "2027-03-31 09:00",
        "2027-04-30 09:00",
    ]


def test_working_days_leave_out_weekends_and_holidays() -> None:
    # 21 to 23 September 2026 are holidays in Japan.
    assert _times(Repeat(Every.WORKDAY, 0, NINE), TOKYO, "2026-09-18T12:00", 2) == [
        "2026-09-24 09:00",
        "2026-09-25 09:00",
    ]


@given(
    st.sampled_from(Every),
    st.integers(0, 31),
    st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    st.integers(0, 5 * 365 * 24 * 60).map(lambda n: dt.datetime(2025, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=n)),
    st.sampled_from([TOKYO, BERLIN, BusinessTime("US", "America/New_York", NINE, dt.time(18))]),
)
@settings(deadline=None)
def test_it_always_comes_again_later_and_reads_back_as_written(
    every: Every, on: int, at: dt.time, moment: dt.datetime, time: BusinessTime
) -> None:
    on = {Every.WEEK: on % 7, Every.MONTH: max(on, 1)}.get(every, 0)
    repeat = Repeat(every, on, at)
    assert Repeat.read(str(repeat)) == repeat
    assert repeat.next_after(moment, time) > moment


def test_what_is_no_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="fortnight"):
        Repeat.read("fortnight 0 09:00")


def test_the_moment_is_aware_and_in_utc() -> None:
    found = Repeat(Every.DAY, 0, NINE).next_after(dt.datetime(2026, 9, 30, tzinfo=dt.UTC), TOKYO)
    assert found == dt.datetime(2026, 10, 1, 0, tzinfo=dt.UTC)
    assert found.astimezone(ZoneInfo("Asia/Tokyo")).hour == 9
