"""Whom to leave alone: the held-back part of the call list told first and whole, when it was asked for that way."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.presenters.held_back import find_held_day, first_reason, tell_held, tell_more_held
from actions.question import Question
from actions.reply import Choice, Line, Reply, Section, Tone
from knowledge.offers.advice import Outcome
from knowledge.offers.call_list import HeldBack, Shortlist
from knowledge.offers.gate import GateReason
from knowledge.playbook.phrases import Phrases

VIEW = "held_back"
MOST_LINES = 25  # more cannot be read on a phone; the rest is counted by reason
_FIRST = 3  # with a button each
_GRAVEST_FIRST = [
    *map(str, GateReason),
    str(Outcome.WAIT),
    str(Outcome.RESTING),
    str(Outcome.LEFT_OUT),
    str(Outcome.HELD_OUT),
]
_SELL = r"(?:call|ring|phon|contact|bother|disturb|pitch|offer|sell|approach|touch|talk)"
_ASKED = re.compile(
    r"\b(?:leav(?:e|ing)|left|let)(?:\s+[\w']+){0,5}\s+(?:alone|in peace|be)\b"
    r"|\b(?:stay|steer|keep)(?:ing)? (?:away|clear|off|quiet)\b"
    r"|\b(?:held|hold|keep)(?:ing)?[\s-]back\b|\bhold(?:ing)? off\b"
    r"|\bon hold\b|\boff[\s-]limits\b|\bno[\s-](?:go|call|pitch|contact)\b"
    r"|\bsome (?:peace|space|quiet)\b|\bdo(?:es)? (?:more )?harm\b"
    rf"|(?:\b(?:not|never)|(?:do|does|should|must|ca|could|would)n['\u2019]?t)(?:\s+\w+){{0,2}}\s+{_SELL}"
    rf"|\b(?:nobody|no one|none of us)(?:\s+\w+){{0,5}}\s+{_SELL}|\bbetter not\b|\bdon['\u2019]?t (?:i|we)\b"
    r"|そっと|控え(?!め)|見合わせ|避ける?(?:べき|ほう|方|た)|距離を置|刺激し|保留|止めてい?る|逆効果|(?<![a-z])ng(?![a-z])"
    r"|(?:触|電話|連絡|提案|営業|邪魔|勧め|売り込|かけ|押)[^、。？?]{0,8}?(?:ない(?:ほう|方)|(?:ちゃ|ては)(?:いけ|なら|まず|だめ|ダメ|駄目))",
    re.IGNORECASE,
)


def asks_whom_to_leave(question: Question) -> bool:
    """By a button, or by words for the part of the list that is not to be called.

    >>> import datetime as dt
    >>> ask = lambda text: asks_whom_to_leave(Question("me", dt.date(2026, 9, 30), "en", text))
    >>> ask("who should I leave alone this week?"), ask("今週そっとしておくべき客は？"), ask("who should I call?")
    (True, True, False)
    """
    return question.asks_view(VIEW, _ASKED)


def tell_whom_to_leave(shortlist: Shortlist, segments: str, say: Phrases) -> Reply:
    """Everybody held back with their reason, the gravest first; how many are free to call comes last."""
    held = sorted(shortlist.held_back, key=_gravity)
    facts = {"held": len(held), "calls": len(shortlist.calls), "segments": segments}
    return Reply(
        intent="rank_accounts",
        language=say.language,
        headline=say("leaving_alone.headline" if held else "leaving_alone.nobody", **facts),
        sections=_sections(held, shortlist, say),
        choices=(*(_choice(one) for one in held[:_FIRST]), *_whom_to_call(shortlist, say)),
        listed=tuple(_choice(one) for one in held[:MOST_LINES]),
        again={"view": VIEW},
    )


def _sections(held: Sequence[HeldBack], shortlist: Shortlist, say: Phrases) -> tuple[Section, ...]:
    lines = [Line(text=_tell(place, one, say), tone=Tone.STOP) for place, one in enumerate(held[:MOST_LINES], start=1)]
    if more := held[MOST_LINES:]:
        lines.append(Line(text=tell_more_held(more, say)))
    rest = [Line(text=say("leaving_alone.free", calls=len(shortlist.calls)))] if shortlist.calls else []
    if shortlist.nothing_fits:
        rest.append(Line(text=say("leaving_alone.nothing_fits", count=shortlist.nothing_fits)))
    if held:
        rest.append(Line(text=say("leaving_alone.why", place=min(len(held), 2))))
    sections = [("held_back", tuple(lines)), ("rest", tuple(rest))]
    return tuple(
        Section(key=key, title=say(f"leaving_alone.{key}_title"), lines=each) for key, each in sections if each
    )


def _tell(place: int, held: HeldBack, say: Phrases) -> str:
    why, until = tell_held(held.advice, say), find_held_day(held.advice)
    return say("leaving_alone.line", place=place, account=held.case.account.name, why=why, until=until)


def _gravity(held: HeldBack) -> tuple[int, int]:
    return _GRAVEST_FIRST.index(first_reason(held.advice)), held.case.account.id


def _choice(held: HeldBack) -> Choice:
    """What opens the line: the whole answer for this customer, which says what would lift it."""
    account = held.case.account
    return Choice(
        label=account.name, intent="recommend_offer", slots={"account_id": account.id, "account": account.name}
    )


def _whom_to_call(shortlist: Shortlist, say: Phrases) -> tuple[Choice, ...]:
    label = say("leaving_alone.choice_call")
    return (Choice(label=label, intent="rank_accounts", slots={"view": "calls"}),) if shortlist.calls else ()
