"""The frame of a text: subject, address, greeting, the sentences, close, signature; and how much of it is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from actions.draft_talk_track.addressee import Addressee
from actions.draft_talk_track.asker_words import without_left_out
from actions.draft_talk_track.context import DraftContext, Paragraph, Part
from actions.draft_talk_track.house import allowed, fill_template, reworded
from actions.draft_talk_track.shortening import shorten
from knowledge.language import load_words
from knowledge.playbook.phrases import write_text
from knowledge.terms import DraftPurpose, Medium, Voice


@dataclass(frozen=True)
class Draft:
    """A text before it is framed: what it is about, and its sentences in paragraphs.

    ``asks``: its last sentence asks for what it is about, and is given up last.
    """

    subject: Part
    paragraphs: tuple[Paragraph, ...]
    opening: str = ""
    closing: str = ""
    asks: bool = False


@dataclass(frozen=True)
class Text:
    """A text as one sends it, and the parts that stayed in it."""

    whole: str
    parts: tuple[Part, ...]


def write_letter(d: DraftContext, draft: Draft, purpose: DraftPurpose | None) -> Text:
    """An e-mail, a letter or a message from the same sentences; in the firm's own template for ``purpose``."""
    draft = replace(draft, subject=reworded(d, draft.subject))
    source = d.style.templates[purpose].of(d.language) if purpose in d.style.templates else ""
    told = _told(d, draft)
    kept = shorten(d, told, lambda kept: len(_write(d, draft, kept, source)), asks=draft.asks)
    parts = (draft.subject, *(part for paragraph in kept for part in paragraph))
    return Text(_write(d, draft, kept, source), parts)


def _write(d: DraftContext, draft: Draft, kept: list[list[Part]], source: str) -> str:
    words = load_words(d.language, "letter")
    gap, between = ("\n\n", " ") if d.language == "en" else ("\n\n", "\n")
    if d.request.medium is Medium.LETTER and d.language == "ja":
        between = ""
    blocks = [between.join(part.text for part in paragraph) for paragraph in kept if paragraph]
    if d.request.medium is Medium.SLACK:
        return _message(d, blocks, words)
    if d.request.medium is Medium.CALL:
        return _spoken(d, blocks, words)
    if d.request.medium is Medium.LETTER:
        blocks = [f"{words['matter']}{block}" if place == 0 else block for place, block in enumerate(blocks)]
    if source:
        body = gap.join(block for block in blocks if block)
        return fill_template(d, source, _template_parts(d, draft, body, words))
    return gap.join(block for block in _framed(d, draft, blocks, words) if block)


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
    hello, tone = _hello(d, words), _tone(d)
    opening = "" if d.language == "en" else _fill(d, words, "opening", "chat", firm=d.firm, rep=d.rep)
    head = f"{hello} {opening}".strip() if d.language == "ja" else hello
    close = _fill(d, words, "chat_close", tone) if tone in words["chat_close"] else ""
    return "\n".join(line for line in [head, *blocks, close] if line)


def _spoken(d: DraftContext, blocks: list[str], words: dict[str, Any]) -> str:
    """What is said on the telephone: no subject, no address, and the words of speech for those of writing."""
    called = d.addressee.called(d.language)
    facts = {"contact": called, "rep": d.rep, "firm": d.firm}
    whole = "\n\n".join([_fill(d, words, "spoken", "hello", **facts), *blocks, _fill(d, words, "spoken", "close")])
    for written, said in words["spoken_for"].items():
        whole = whole.replace(written, said)
    return whole


def _style(d: DraftContext) -> str:
    """Which row of the frame: the medium's where it has its own, else the first tone's."""
    if d.request.medium is Medium.LETTER:
        return "letter"
    if d.request.medium is Medium.SLACK:
        return "chat"
    return _tone(d)


def _tone(d: DraftContext) -> str:
    """The first tone asked for, of those that have a frame of their own."""
    order = (Voice.FORMAL, Voice.CASUAL, Voice.WARMER, Voice.DIRECT, Voice.SOFTER)
    return next((str(tone) for tone in order if d.has_tone(tone)), "plain")


def _hello(d: DraftContext, words: dict[str, Any]) -> str:
    style = _style(d)
    is_whole = d.language == "en" and style in ("formal", "letter")
    names = [(is_whole and one.whole("en")) or one.called(d.language) for one in d.addressee.everybody if one.name]
    if d.language == "en":
        return _fill(d, words, "hello", style, contact=d.say.join([n for n in names if n]) or _team(d, words))
    called = "、".join(f"{name}様" for name in names if name)
    return _fill(d, words, "hello", style, contact=called or _team(d, words))


def _team(d: DraftContext, words: dict[str, Any]) -> str:
    return _fill(d, words, "teams", str(d.addressee.role), account=d.addressed)


def _address(d: DraftContext, words: dict[str, Any]) -> str:
    name = d.addressee.whole(d.language)
    if not name:
        department = _fill(d, words, "departments", str(d.addressee.role), account=d.addressed)
        return write_text(str(words["address_team"]), d.language, {"account": d.addressed, "team": department}).strip()
    blocks = [
        write_text(
            str(words["address_letter"]),
            d.language,
            {"account": d.addressed, "name": one.whole(d.language), "title": _title(d, one)},
        )
        for one in d.addressee.everybody
    ]
    head = f"{d.addressed}\n"
    return "\n".join([blocks[0], *(block.removeprefix(head) for block in blocks[1:])])


def _title(d: DraftContext, one: Addressee) -> str:
    """The title where it is in the letter's language: an English one says nothing in a Japanese address."""
    from knowledge.playbook.reported_speech import is_japanese

    return one.title if is_japanese(one.title) == (d.language == "ja") else ""


def _opening(d: DraftContext, draft: Draft, words: dict[str, Any]) -> str:
    style = draft.opening or _style(d)
    if d.request.medium is Medium.LETTER and d.language == "ja":
        style = "letter"
    elif not draft.opening and d.is_lost and d.is_long_silent:
        style = "lost"
    elif not draft.opening and _begins_anew(d) and style in ("plain", "softer", "warmer"):
        style = "again"
    seasons = words["seasons"]
    season = seasons[d.case.as_of.month - 1] if isinstance(seasons, list) else ""
    return _fill(d, words, "opening", style, firm=d.firm, rep=d.rep, season=season)


def _begins_anew(d: DraftContext) -> bool:
    """After a long silence one says again who one is; a reminder of a bill and an apology are no such letters."""
    return d.is_long_silent and d.request.purpose not in (DraftPurpose.PAYMENT, DraftPurpose.APOLOGY)


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


def _told(d: DraftContext, draft: Draft) -> list[list[Part]]:
    """The sentences left after what was not to be named, in the firm's own words."""
    return [
        [said for part in paragraph if part and (kept := without_left_out(d, part)) and (said := allowed(d, kept))]
        for paragraph in draft.paragraphs
    ]
