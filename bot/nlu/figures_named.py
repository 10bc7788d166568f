"""What the field calls its figures: the letters are no unknown customer, and alone they ask for the figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.name_spans import Span

# Read beside the words of questions: no customer is looked for under them unless the store has that very name.
_OTHER_TERMS = "ICP ROI KPI OKR SLA SQL MQL SAL TAM SAM SOM ACV TCV ASP RFM QBR CRM SFA CLV EBITDA YoY MoM QoQ"
_FIGURES = ("NRR", "GRR", "MRR", "ARR", "ARPA", "ARPU", "LTV", "CAC", "NPS", "CSAT")
FIELD_WORDS = frozenset(
    spelling for word in (*_FIGURES, *_OTHER_TERMS.split()) for spelling in (word, word.casefold(), f"{word}s")
)
_FIGURE = re.compile(r"(?<![A-Za-z])(?:NRR|GRR|MRR|ARR|ARPA|LTV|CAC|EBITDA)(?![A-Za-z])", re.IGNORECASE)
_SATISFACTION = re.compile(r"(?<![A-Za-z])NPS(?![A-Za-z])", re.IGNORECASE)
# A list of handoffs, unless a period or a rate is named beside them.
_HANDOFFS = re.compile(
    r"\bhand-?offs? (?:accepted|won)\b|\bhand-?off (?:acceptance|win) rate\b|引き継ぎの?(?:受諾|承諾|受注)(?:率|件数)",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"\b(?:what(?:['’]?s| is| are| was| were)?|how(?:['’]?s| is| are| was| high is| big is)?|show(?: me)?|tell me"
    r"|give me|about|and|our|my|us|the|is|are|at|for|in|of|this|now|today|currently|current|looking|doing|like"
    r"|please|trend|figures?|rate|ratio|to|vs|value|by|per|over time)\b"
    r"|比率?|(?:うち|弊社|当社|自社|全社|現在|今|いま)の?|について|どれくらい|どのくらい|いくつ|いくら"
    r"|どう(?:です|でしょう|なって(?:い)?ます)?か?|何|推移|教えて|見せて|見たい|知りたい|ください|下さい|です|ですか"
    r"|[のはをがとも]|か(?=[。？?]?$)|[\s\W_]+",
    re.IGNORECASE,
)


def names_figure(text: str) -> bool:
    """Whether letters of a figure stand in a text, or what is a figure of handoffs."""
    words = re.findall(r"[A-Za-z]+", text)
    return any(word in FIELD_WORDS for word in words) or bool(_HANDOFFS.search(text))


def asks_for_figure(text: str, others: Sequence[Span], *, of_nobody: bool) -> bool:
    """Whether a message names a figure and says no more: "ARPA?", "MRR last month", CACを教えて.

    ``others`` are the days and segments named. NPS is a figure of the firm only where it is ``of_nobody``: in a talk
    about one customer theirs is meant.
    """
    for start, end in sorted(others, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    handed = (others or re.search(r"\brate\b|率", text)) and _HANDOFFS.search(text)
    named = handed or _FIGURE.search(text) or (of_nobody and _SATISFACTION.search(text))
    return bool(named) and not _FRAME.sub("", _SATISFACTION.sub("", _FIGURE.sub("", _HANDOFFS.sub("", text))))
