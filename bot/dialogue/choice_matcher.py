"""Takes typed words for a button of the last answer: its label, its place in the list, a part of its name, a yes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from bot.dialogue.state import DialogueState
from bot.nlu.steps import is_yes

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_PLACES = {
    0: r"(?:first|1st|one|1|former|top|upper)|(?:1|一)(?:番目?|つ目|個目|件目)|最初|前者|上",
    1: r"(?:second|2nd|two|2|latter)|(?:2|二)(?:番目?|つ目|個目|件目)|後者",
    2: r"(?:third|3rd|three|3)|(?:3|三)(?:番目?|つ目|個目|件目)",
    -1: r"(?:last|bottom|lower)|最後|下",
}
_BEFORE = r"(?:the |number |no\.? ?|option |choice |it's |i mean(?:t)? |that's |take |じゃあ|では|それでは)*"
_AFTER = r"(?: one| option| please|の方|のほう|のもの|のやつ|の会社|で|を|に|です|して|します|お願い|ください)*"
_AROUND = re.compile(
    r"^(?:no,? |it's |it is |i mean(?:t)? |that's |the |take |for )+"
    r"|(?: please| pls| one| ofc| of course| obviously"
    r"|の方|のほう|のこと|の件|様|さん|で|を|です|に|ください|お願いします|お願い)+$"
)
_SHORTEST = 3  # letters of a label's part; two where they are Japanese


def pick_choice(text: str, topic: DialogueState) -> dict[str, Any] | None:
    """The button meant; None where the words mean something of their own.

    A label counts under any answer; the rest only where the last answer was a question back.
    """
    said, choices = _plain(text), [choice for choice in topic.choices if choice["intent"]]
    if not said:
        return None
    if same := next((choice for choice in choices if _plain(choice["label"]) == said), None):
        return same
    if topic.pending is None or not choices:
        return None
    if is_yes(said):
        return choices[0] if topic.pending.get("likely") else None
    place = _place(said)
    if place is not None:
        return choices[place] if place < len(choices) else None
    return _named(said, choices)


def _plain(text: str) -> str:
    return _EDGES.sub("", unicodedata.normalize("NFKC", text).casefold())


def _place(said: str) -> int | None:
    return next((at for at, words in _PLACES.items() if re.fullmatch(f"{_BEFORE}(?:{words}){_AFTER}", said)), None)


def _named(said: str, choices: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    part = _AROUND.sub("", said)
    if len(part) < _SHORTEST - (not part.isascii()):
        return None
    begins = re.compile(rf"(?<![a-z0-9]){re.escape(part)}(?![a-z0-9])")
    hits = [choice for choice in choices if begins.search(_plain(choice["label"]))]
    return hits[0] if len(hits) == 1 else None
