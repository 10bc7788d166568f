import pytest

from bot.nlu.list_lines import read_line_of_list


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("why 3?", 3),
        ("Why #3", 3),
        ("and why number two?", 2),
        ("why the third one?", 3),
        ("why is the 2nd customer at risk?", 2),
        ("open no. 11", 11),
        ("3番目はなぜ？", 3),
        ("なぜ３？", 3),
        ("2番の根拠を教えてください", 2),
        ("では、三つ目の理由は？", 3),
        ("why?", None),
        ("why 3 of our customers left", None),
        ("why did 3M leave?", None),
        ("3か月前の利用は？", None),
        ("なぜ解約リスクがあるのですか？", None),
        ("show me the first quarter", None),
    ],
)
def test_a_line_is_named_by_its_place_and_by_nothing_else(text: str, place: int | None) -> None:
    assert read_line_of_list(text) == place
