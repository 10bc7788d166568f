"""Names are taken out before a question is compared, so that a new customer changes nothing."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

# One everyday word for each kind: an encoder places it where a name belongs, which a bracketed token would not.
MASKS: Mapping[str, str] = MappingProxyType({"account": "Acme", "product": "Widget", "tier": "Pro", "person": "John"})


class NameSpan(NamedTuple):
    """Where a recognised name stands in the text: `text[start:end]`, and what it names (a key of `MASKS`)."""

    start: int
    end: int
    kind: str


def mask_names(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """The question with every recognised name replaced by the one word of its kind.

    Kinds that carry meaning of their own (date, medium, outcome, …) stay. Of overlapping spans the longer one wins.

    >>> mask_names("offer Globex MailHub", [NameSpan(6, 12, "account"), NameSpan(13, 20, "product")])
    'offer Acme Widget'
    """
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        overlaps = any(start < other_end and other_start < end for other_start, other_end, _ in kept)
        if kind in MASKS and not overlaps and 0 <= start < end <= len(text):
            kept.append((start, end, kind))
    for start, end, kind in sorted(kept, reverse=True):
        text = text[:start] + MASKS[kind] + text[end:]
    return text
