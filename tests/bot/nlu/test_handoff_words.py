import pytest

from bot.nlu.impossible_days import find_impossible_day
from bot.nlu.whom_to_ask import bare_matter, find_contact, find_link


@pytest.mark.parametrize(
    "said",
    ["31 February", "June 31st", "2月30日", "13月1日", "2026-02-30", "the 32nd of May", "2月の30日", "2027-02-29"],
)
def test_a_day_that_no_calendar_has_is_named(said: str) -> None:
    assert find_impossible_day(f"remind me on {said} to call") is not None


@pytest.mark.parametrize("said", ["29 February", "2月29日", "31 May", "2026-12-31", "May 5", "10:30", "2028-02-29"])
def test_days_that_exist_are_left_alone(said: str) -> None:
    assert find_impossible_day(said) is None


MATTERS = {
    "offline mode for 30 people, contact Ms. Sato, urgent, see https://example.com/m/1": "offline mode for 30 people",
    "hand to CS, they are unhappy about the outage": "they are unhappy about the outage",
    "を至急CSに引き継いで。障害でご不満が強いです": "障害でご不満が強いです",
    "SSO for 200 people": "SSO for 200 people",
    "hand to CS": None,
}


@pytest.mark.parametrize(("said", "left"), MATTERS.items())
def test_the_matter_is_kept_and_what_has_a_place_of_its_own_is_not(said: str, left: str | None) -> None:
    assert bare_matter(said) == left


def test_contact_and_link_are_heard_in_both_languages() -> None:
    assert find_contact("please talk to Ken Mori about it") == "Ken Mori"
    assert find_contact("先方の窓口は情報システム部の佐藤様です") == "情報システム部の佐藤"
    assert find_contact("they want offline mode") is None
    assert find_link("see https://example.com/a?b=1.") == "https://example.com/a?b=1"
