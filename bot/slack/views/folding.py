"""What of an answer stands on one screen of a phone, and the parts that open in its place.

The first view holds at most ``WORDS`` words and ``BLOCKS`` blocks before its buttons, whatever the answer holds; what
is shortened there stands whole in a part.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from actions.reply import Figure, Line, Reply, Section, Table
from bot.ports import Say
from bot.slack.views import limits
from bot.slack.views.buttons import button
from bot.slack.views.text import Block, plain, shorten

OPEN = "open"
WORDS, BLOCKS = 120, 12
_HEAD_WORDS = 45
_SECTIONS = 3
_LETTERS_A_WORD = 3  # of kana and kanji
_LONG_WORD = 20
_ROW = 5
_CELLS = 4_000  # characters of a table of figures, well within one message
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")
_KNOWN, _TALK, _MORE, _CHECKLIST = "known", "talk", "more", "checklist"


@dataclass(frozen=True)
class Part:
    """One part: its name, the label of its button, and what it adds to the first view."""

    key: str
    label: str
    reply: Reply


def fold(reply: Reply, say: Say) -> tuple[Reply, tuple[Part, ...]]:
    """The first view, and what can be opened; the answer as it is where all of it fits."""
    if reply.figures and reply.sections and {figure.key for figure in reply.figures} >= {s.key for s in reply.sections}:
        return _fold_figures(reply, say)
    titles = (reply.headline, reply.confidence_reason, *(section.title for section in reply.sections))
    whole = " ".join([*titles, *(line.text for section in reply.sections for line in section.lines)])
    fits = count_words(whole) <= WORDS and len(reply.sections) * 2 < BLOCKS - 2
    if fits and not (reply.tiers or reply.checklist or reply.tables or reply.charts):
        return reply, ()
    return _first_view(reply), tuple(_parts(reply, say))


def unfold(first: Reply, part: Part | None) -> Reply:
    """The first view with one part opened below it; the part's own headline where it stands for the view's."""
    if part is None:
        return first
    added = part.reply
    sections = added.sections if part.key == _MORE else (*first.sections, *added.sections)
    return first.model_copy(
        update={
            "headline": added.headline if part.key == _MORE else first.headline,
            "sections": sections,
            "tiers": added.tiers,
            "checklist": added.checklist,
            "tables": (*first.tables, *added.tables),
            "charts": added.charts,
        }
    )


def draw_parts(parts: Iterable[Part], name: str, say: Say, *, opened: str | None) -> list[Block]:
    """Buttons that open the parts, one of them that closes what is open; a menu where they are many."""
    shown = [part for part in parts if part.key != opened]
    if len(shown) >= _ROW:
        options = [
            {"text": plain(part.label, limits.OPTION_TEXT), "value": _value(part.key, name)}
            for part in shown[: limits.OPTIONS]
        ]
        menu: Block = {
            "type": "static_select",
            "action_id": OPEN,
            "placeholder": plain(say("fold_rows"), limits.OPTION_VALUE),
            "options": options,
        }
        elements = [menu]
    else:
        elements = [button(part.label, f"{OPEN}.{n}", _value(part.key, name)) for n, part in enumerate(shown)]
    if opened:
        elements.append(button(say("fold_less"), f"{OPEN}.{_ROW}", _value("", name)))
    return [{"type": "actions", "block_id": f"{OPEN}s", "elements": elements}] if elements else []


def read_opening(value: str) -> tuple[str, str]:
    """Under which name an answer is kept, and the part to open; no part closes what is open."""
    found = json.loads(value)
    return str(found["of"]), str(found[OPEN])


def count_words(text: str) -> int:
    """Words by the room they take: a few letters of Japanese are one, what has no spaces is several."""
    wide = len(_WIDE.findall(text))
    narrow = sum(-(-len(word) // _LONG_WORD) for word in _WIDE.sub(" ", text).split())
    return narrow + -(-wide // _LETTERS_A_WORD)


def _first_view(reply: Reply) -> Reply:
    headline = _within(reply.headline, _HEAD_WORDS)
    left = WORDS - count_words(headline)
    reason = reply.confidence_reason if count_words(reply.confidence_reason) < left // 3 else ""
    left -= count_words(reason)
    lines = _brief(reply)
    shown: list[Line] = []
    for place, line in enumerate(lines):
        room = left // (len(lines) - place) - 1  # for the mark before it
        text = _within(line.brief or line.text, room)
        if text:
            shown.append(line.model_copy(update={"text": text}))
            left -= count_words(text) + 1
    section = (Section(key="brief", lines=tuple(shown)),) if shown else ()
    kept = {"headline": headline, "confidence_reason": reason, "sections": section}
    return reply.model_copy(update={**kept, "tiers": (), "checklist": (), "tables": (), "charts": ()})


def _brief(reply: Reply) -> list[Line]:
    """The lines that say at once what matters; where none is marked, the first of what is no knowledge or talk."""
    lines = [line for section in reply.sections for line in section.lines]
    if marked := [line for line in lines if line.brief]:
        return marked[: BLOCKS - 4]
    told = [section for section in reply.sections if _part_of(section) == _MORE and section.lines]
    first = [_entitled(section, place) for place, section in enumerate(told[:_SECTIONS])]
    return first or lines[:_SECTIONS]


def _entitled(section: Section, place: int) -> Line:
    """The first line of a section, with what it is about where that is not plain from the headline."""
    line = section.lines[0]
    if not place or not section.title:
        return line
    colon = "：" if _WIDE.search(section.title) else ": "
    return line.model_copy(update={"text": f"{section.title}{colon}{line.text}"})


def _parts(reply: Reply, say: Say) -> Iterator[Part]:
    empty = reply.model_copy(update={"sections": (), "tiers": (), "checklist": (), "tables": (), "charts": ()})
    by_part: dict[str, list[Section]] = {_MORE: [], _KNOWN: [], _TALK: []}
    for section in reply.sections:
        by_part[_part_of(section)].append(section)
    more = {"sections": tuple(by_part[_MORE]), "tables": reply.tables, "charts": reply.charts}
    if any(more.values()):
        yield Part(_MORE, say("fold_more"), empty.model_copy(update=more))
    if by_part[_KNOWN]:
        yield Part(_KNOWN, say("fold_known"), empty.model_copy(update={"sections": tuple(by_part[_KNOWN])}))
    if by_part[_TALK] or reply.tiers:
        talk = {"sections": tuple(by_part[_TALK]), "tiers": reply.tiers}
        yield Part(_TALK, say("fold_talk"), empty.model_copy(update=talk))
    if reply.checklist:
        yield Part(_CHECKLIST, say("fold_checklist"), empty.model_copy(update={"checklist": reply.checklist}))


def _part_of(section: Section) -> str:
    if section.key.startswith("talk_"):
        return _TALK
    return _KNOWN if section.key == "four_questions" else _MORE


def _fold_figures(reply: Reply, say: Say) -> tuple[Reply, tuple[Part, ...]]:
    """The figures as one table; how each was counted, and its rows, open below it."""
    figures = reply.figures[: limits.TABLE_ROWS - 1]
    room = max(20, _CELLS // (4 * len(figures)))
    columns = tuple(say(f"figures_{name}") for name in ("label", "value", "basis", "as_of"))
    rows = tuple(tuple(shorten(cell, room) for cell in _cells(figure, say)) for figure in figures)
    table = Table(key="figures", columns=columns, rows=rows)
    first = reply.model_copy(update={"sections": (), "tables": (table,)})
    empty = first.model_copy(update={"tables": ()})
    parts = []
    for figure in figures:
        sections = tuple(section for section in reply.sections if section.key == figure.key)
        tables = tuple(table for table in reply.tables if table.key == figure.key)
        lines = tuple(Line(text=" · ".join(row)) for table in tables for row in (table.columns, *table.rows))
        rows_told = (Section(key="rows", title=tables[0].title, lines=lines),) if lines else ()
        added = empty.model_copy(update={"sections": (*sections, *rows_told)})
        parts.append(Part(figure.key, shorten(f"{figure.label}: {figure.value}", limits.OPTION_TEXT), added))
    return first, tuple(parts)


def _cells(figure: Figure, say: Say) -> tuple[str, ...]:
    return figure.label, figure.value, figure.basis, say("figures_day", day=figure.as_of)


def _within(text: str, words: int) -> str:
    """As much of a text as the words allow: whole sentences where one fits."""
    if count_words(text) <= words:
        return text
    kept = ""
    for sentence in re.split(r"(?<=[.!?])\s+|(?<=[。！？])", text):
        longer = f"{kept} {sentence}".strip() if kept and not _WIDE.search(sentence[-1:]) else f"{kept}{sentence}"
        if count_words(longer) > words:
            break
        kept = longer
    if kept.strip() and count_words(kept) * 3 >= words:
        return kept
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if count_words(text[:middle]) < words else (low, middle - 1)
    return f"{text[:low].rstrip()}…" if low else ""


def _value(key: str, name: str) -> str:
    return json.dumps({OPEN: key, "of": name}, ensure_ascii=False)
