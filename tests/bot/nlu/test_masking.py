"""Names give way to one word per kind; everything else stays."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.masking import MASKS, NameSpan, mask_names


def test_every_name_becomes_the_word_of_its_kind() -> None:
    text = "offer Globex MailHub"
    assert mask_names(text, [NameSpan(6, 12, "account"), NameSpan(13, 20, "product")]) == "offer Acme Widget"


def test_kinds_with_a_meaning_of_their_own_stay() -> None:
    assert mask_names("call on Friday", [NameSpan(8, 14, "date")]) == "call on Friday"


def test_of_two_overlapping_names_the_longer_is_masked() -> None:
    spans = [NameSpan(0, 6, "account"), NameSpan(0, 12, "account")]
    assert mask_names("Globex Japan renews", spans) == "Acme renews"


@settings(deadline=None)
@given(st.text(), st.lists(st.tuples(st.integers(-3, 30), st.integers(-3, 30), st.sampled_from([*MASKS, "date"]))))
def test_any_spans_on_any_text_give_a_text(text: str, spans: list[tuple[int, int, str]]) -> None:
    assert isinstance(mask_names(text, spans), str)
