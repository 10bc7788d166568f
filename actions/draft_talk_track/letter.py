"""The frame of a text: subject, address, greeting, the sentences, close, signature; and how much of it is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from actions.draft_talk_track.context import DraftContext, Paragraph, Part
from actions.draft_talk_track.house import allowed, fill_template, reworded
from actions.draft_talk_track.request import Length
from knowledge.language import load_words
from knowledge.playbook.phrases import write_text
from knowledge.terms import DraftPurpose, Medium, Voice

_KEPT = {Length.SHORTER: 0.72, Length.HALF: 0.5, Length.SHORTEST: 0.33}  # share of the whole body
_CHAT_PARTS = 4
_FEWEST = 2


@dataclass(frozen=True)
class Draft:
    """A text before it is framed: what it is about, and its sentences in paragraphs."""

    subject: Part
    paragraphs: tuple[Paragraph, ...]
    opening: str = ""
    closing: str = ""


@dataclass(frozen=True)
class Text:
    """A text as one sends it, and the parts that stayed in it."""

    whole: str
    parts: tuple[Part, ...]


def write_letter(d: DraftContext, draft: Draft, purpose: DraftPurpose | None) -> Text:
    """An e-mail, a letter or a message from the same sentences; in the firm's own template for ``purpose``."""
    draft = replace(draft, subject=reworded(d, draft.subject))
    kept = _kept(d, draft)
    words = load_words(d.language, "letter")
    gap, between = ("\n\n", " ") if d.language == "en" else ("\n\n", "\n")
    blocks = [between.join(part.text for part in paragraph) for paragraph in kept if paragraph]
    parts = (draft.subject, *(part for paragraph in kept for part in paragraph))
    if d.request.medium is Medium.SLACK:
        return Text(_message(d, blocks, words), parts)
    if d.request.medium is Medium.LETTER:
        between = "" if d.language == "ja" else " "
        blocks = [between.join(part.text for part in paragraph) for paragraph in kept if paragraph]
        blocks = [f"{words['matter']}{block}" if place == 0 else block for place, block in enumerate(blocks)]
    source = d.style.templates[purpose].of(d.language) if purpose in d.style.templates else ""
    if source:
        body = gap.join(block for block in blocks if block)
        return Text(fill_template(d, source, _template_parts(d, draft, body, words)), parts)
    return Text(gap.join(block for block in _framed(d, draft, blocks, words) if block), parts)


def _template_parts(d: DraftContext, draft: Draft, body: str, words: dict[str, Any]) -> dict[str, str]:
    opening = _opening(d, draft, words)
    head = _hello(d, words) if d.language == "en" else _address(d, words)
    return {
        "subject": draft.subject.text,
        "greeting": "\n\n".join(text for text in (head, opening) if text),
        "body": body,
        "close": _close(d, draft, words),
        "signature": _signature(d, words),
    }


def frame_blocks(d: DraftContext, subject: Part, blocks: list[str]) -> str:
    """A letter whose body stands already, such as minutes with their headings."""
    words = load_words(d.language, "letter")
    if d.request.medium is Medium.SLACK:
        return _message(d, blocks, words)
    return "\n\n".join(block for block in _framed(d, Draft(subject, (), closing="thanks"), blocks, words) if block)


def _framed(d: DraftContext, draft: Draft, blocks: list[str], words: dict[str, Any]) -> list[str]:
    is_letter = d.request.medium is Medium.LETTER
    head = "" if is_letter and d.language == "ja" else d.say("draft_frame.subject", topic=draft.subject.text)
    top = [head] if head and not is_letter else []
    if is_letter:
        top = [d.say("draft_frame.letter_day", day=d.day(d.case.as_of), year=str(d.case.as_of.year))]
    opening, close = _opening(d, draft, words), _close(d, draft, words)
    first = [opening] if opening else []
    if d.language == "en":
        greeting = _hello(d, words)
        return [
            *top,
            _address(d, words) if is_letter else "",
            greeting,
            *first,
            *blocks,
            f"{close}\n{_signature(d, words)}",
        ]
    return [*top, _address(d, words), *first, *blocks, close, _signature(d, words)]


def _message(d: DraftContext, blocks: list[str], words: dict[str, Any]) -> str:
    hello = _hello(d, words)
    opening = "" if d.language == "en" else _fill(d, words, "opening", "chat", firm=d.firm, rep=d.rep)
    head = f"{hello} {opening}".strip() if d.language == "ja" else hello
    return "\n".join([head, *blocks])


def _style(d: DraftContext) -> str:
    """Which row of the frame: the medium's where it has its own, else the first tone's."""
    if d.request.medium is Medium.LETTER:
        return "letter"
    if d.request.medium is Medium.SLACK:
        return "chat"
    order = (Voice.FORMAL, Voice.CASUAL, Voice.WARMER, Voice.DIRECT, Voice.SOFTER)
    return next((str(tone) for tone in order if d.has_tone(tone)), "plain")


def _hello(d: DraftContext, words: dict[str, Any]) -> str:
    called = d.addressee.called(d.language)
    style = _style(d)
    if d.language == "en":
        if d.addressee.name and style in ("formal", "letter"):
            called = d.addressee.whole("en") or called
        return _fill(d, words, "hello", style, contact=called or _team(d, words))
    return _fill(d, words, "hello", style, contact=f"{called}様" if called else _team(d, words))


def _team(d: DraftContext, words: dict[str, Any]) -> str:
    return _fill(d, words, "teams", str(d.addressee.role), account=d.addressed)


def _address(d: DraftContext, words: dict[str, Any]) -> str:
    name = d.addressee.whole(d.language)
    if not name:
        return write_text(str(words["address_team"]), d.language, {"account": d.addressed, "team": _team(d, words)})
    facts = {"account": d.addressed, "name": name, "title": _title(d)}
    return write_text(str(words["address_letter"]), d.language, facts)


def _title(d: DraftContext) -> str:
    """The title where it is in the letter's language: an English one says nothing in a Japanese address."""
    from knowledge.playbook.reported_speech import is_japanese

    return d.addressee.title if is_japanese(d.addressee.title) == (d.language == "ja") else ""


def _opening(d: DraftContext, draft: Draft, words: dict[str, Any]) -> str:
    style = draft.opening or _style(d)
    if d.request.medium is Medium.LETTER and d.language == "ja":
        style = "letter"
    elif not draft.opening and d.is_lost:
        style = "lost"
    elif not draft.opening and d.is_long_silent and style in ("plain", "softer", "warmer"):
        style = "again"
    seasons = words["seasons"]
    season = seasons[d.case.as_of.month - 1] if isinstance(seasons, list) else ""
    return _fill(d, words, "opening", style, firm=d.firm, rep=d.rep, season=season)


def _close(d: DraftContext, draft: Draft, words: dict[str, Any]) -> str:
    style = _style(d)
    if style == "plain" and draft.closing:
        style = draft.closing
    return _fill(d, words, "close", style)


def _signature(d: DraftContext, words: dict[str, Any]) -> str:
    own = d.style.signature.of(d.language) if d.style.signature else ""
    return write_text(own or str(words["signature"]), d.language, {"rep": d.signed, "firm": d.firm}).strip()


def _fill(d: DraftContext, words: dict[str, Any], group: str, key: str, **facts: Any) -> str:
    rows = words[group]
    return write_text(str(rows[key]), d.language, facts) if isinstance(rows, dict) else ""


def _kept(d: DraftContext, draft: Draft) -> list[list[Part]]:
    """The sentences left after what was not to be named, and after what a shorter text gives up first."""
    out = set(d.request.leave_out)
    paragraphs = [
        [said for part in paragraph if part and part.text and part.topic not in out and (said := allowed(d, part))]
        for paragraph in draft.paragraphs
    ]
    parts = [part for paragraph in paragraphs for part in paragraph]
    most = sum(len(part.text) for part in parts)
    share = _KEPT[d.request.length] if d.request.length else 1.0
    dropped: set[int] = set()
    order = sorted(range(len(parts)), key=lambda place: (-parts[place].weight, -place))
    limit = _CHAT_PARTS if d.request.medium is Medium.SLACK else len(parts)
    for place in order:
        left = [i for i in range(len(parts)) if i not in dropped]
        if len(left) <= _FEWEST:
            break
        if sum(len(parts[i].text) for i in left) <= share * most and len(left) <= limit:
            break
        if parts[place].weight >= 0 and (parts[place].weight > 0 or len(left) > limit):
            dropped.add(place)
    stays = {id(parts[i]) for i in range(len(parts)) if i not in dropped}
    return [[part for part in paragraph if id(part) in stays] for paragraph in paragraphs]
