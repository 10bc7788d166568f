"""A customer's own words in a message: a need, an objection, a reason, freed of what a colleague put around them.

The message is cut into clauses; those that are orders, questions or outcomes fall away, and from the ends of what
is left the frame is peeled as long as one fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.nlu import frames_en, frames_ja
from bot.nlu.frames_en import CUSTOMER, PERSON
from bot.nlu.name_spans import Span
from bot.nlu.reasons import is_outcome, is_pause, reasons_in, says_little

_QUOTED = re.compile(r"[\"“](?P<a>[^\"”]{3,})[\"”]|[「『](?P<b>[^」』]{2,})[」』]")
_CUTS = re.compile(
    r"((?<=[.!?])\s+|\s+[-–—]+\s+|;\s*|(?<!\d):\s*|(?<!\d),\s+|,\s+(?=(?:they|we|he|she|it)(?:['’]?(?:re|ve|s|d))?\b)|[。!?]\s*|[、:]\s*)"
)
_MARKS = " \t,.;:!?、。-–—「」『』\"“”'"
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヴ一-龠]")
_MOST_PEELS = 8
_FIRST_CUSTOMER, _FIRST_PERSON = 0xE000, 0xE040
_HANDED = re.compile(
    r"^(?:please |pls |can you |could you )*(?:hand|pass|send|give|transfer|refer|move|return|bring|forward|escalate|introduce|route|file|handing|passing)\b.*"
    r"\b(?:sales|cs|csm|customer success|team|over|on|in|off|handoff)\b.*$|^(?:new )?hand-?(?:off|over)s?\b.*$|^.*\b(?:sales|cs) should (?:take|look|have).*$|^(?:cs|sales) to (?:sales|cs)$"
    rf"|^{CUSTOMER} (?:over )?to (?:the )?(?:sales|cs|customer success)\b.*$"
    rf"|^(?:{CUSTOMER}|様|さん|の|件|を|は)*(?:営業|CS|カスタマーサクセス)[^、。]{{0,6}}(?:に|へ)[^、。]*(?:引き継|渡|回|任|戻|連携|お願い|つない)?[^、。]*$"
    rf"|^(?:{CUSTOMER}|様|さん|の|件|を|は)*(?:トスアップ|引き渡し|バトンタッチ|エスカレ(?:ーション)?|パス)(?:を)?(?:し|お願い|願)?[^、。]{{0,8}}$"
    rf"|^(?:{CUSTOMER}|様|さん|の|件|を|は)*(?:引き継ぎ|引継ぎ|引き継いで)[^、。]{{0,12}}$|^緊急度[^、。]*$|^.*\burgency (?:low|high|normal|hot)$|^evidence\b.*$"
    r"|^(?:urgent|hot|asap|no rush|not urgent|this week|today|至急|急ぎ(?:です|で)?|今週中(?:に|です)?|本日中(?:に)?)(?: please)?$",
    re.IGNORECASE,
)  # fmt: skip
Peel = Callable[[str], str]


def mark_names(text: str, customers: Iterable[Span], people: Iterable[Span]) -> tuple[str, dict[str, str]]:
    """The text with each customer and colleague as one letter, and what each letter stands for."""
    places = [(span, _FIRST_CUSTOMER + at % 64) for at, span in enumerate(sorted(customers))]
    places += [(span, _FIRST_PERSON + at % 64) for at, span in enumerate(sorted(people))]
    names = {}
    for (start, end), letter in sorted(places, reverse=True):
        names[chr(letter)] = text[start:end]
        text = f"{text[:start]}{chr(letter)}{text[end:]}"
    return text.strip(), names


def restore_names(said: str | None, names: Mapping[str, str]) -> str | None:
    """The words with the names in them as they were written."""
    return said and "".join(names.get(letter, letter) for letter in said)


def find_need(marked: str) -> str | None:
    """What a customer needs, in the words used."""
    return _quoted(marked) or _free(marked, _peel_need)


def find_objection(marked: str) -> str | None:
    """What a customer holds against an offer, in the words used."""
    return _quoted(marked) or _free(marked, _peel_objection)


def find_reason(marked: str) -> str | None:
    """Why a proposal ended so, or why a customer is to be left alone, in the words used."""
    if said := next((bare for given in reasons_in(marked) if (bare := _trim(_peel_said(given)))), None):
        return said
    clauses = [clause for clause, _ in _clauses(marked)]
    ended = [clause for clause in clauses if is_outcome(clause) or is_pause(clause)]
    left = [clause for clause in clauses if clause not in ended[:1] and not (says_little(clause) or _is_noise(clause))]
    if len(left) == len(clauses):
        return None
    return next((said for clause in left if (said := _trim(_peel_said(clause)))), None)


def _quoted(marked: str) -> str | None:
    found = [match["a"] or match["b"] for match in _QUOTED.finditer(marked)]
    return max(found, key=len).strip(_MARKS) if found else None


def _free(marked: str, peel: Peel) -> str | None:
    """The clauses from the first to the last that say something, the frame peeled off both ends."""
    clauses = [(peel(clause), clause, cut) for clause, cut in _clauses(marked)]
    said = [place for place, (bare, clause, _) in enumerate(clauses) if _trim(bare) and not _is_noise(clause)]
    if not said:
        return None
    whole = "".join(clause + cut for _, clause, cut in clauses[said[0] : said[-1] + 1])
    return _trim(peel(whole.strip(_MARKS))) or None


def _clauses(marked: str) -> list[tuple[str, str]]:
    parts = _CUTS.split(marked)
    pairs = zip(parts[::2], [*parts[1::2], ""], strict=False)
    return [(clause.strip(), cut) for clause, cut in pairs if clause.strip(_MARKS)]


def _is_noise(clause: str) -> bool:
    bare = clause.strip(_MARKS)
    return any(noise.fullmatch(bare) for noise in (frames_en.NOISE, frames_ja.NOISE)) or bool(_HANDED.match(bare))


def _peel_need(text: str) -> str:
    return _peel(text, [*frames_en.SAID, *frames_en.WANTED], [*frames_ja.TAILS, *frames_ja.WANTED])


def _peel_objection(text: str) -> str:
    return _peel(text, [*frames_en.ANSWERED, *frames_en.SAID, frames_en.WANTED[0]], frames_ja.TAILS)


def _peel_said(text: str) -> str:
    return _peel(text, frames_en.SAID, frames_ja.TAILS)


def _peel(text: str, leads_en: Sequence[re.Pattern[str]], tails_ja: Sequence[re.Pattern[str]]) -> str:
    japanese = bool(_JAPANESE.search(text))
    leads, tails = (frames_ja.LEADS, tails_ja) if japanese else (leads_en, frames_en.TAILS)
    for _ in range(_MOST_PEELS):
        before = text
        for lead in leads:
            text = lead.sub("", text, count=1).lstrip(_MARKS)
        for tail in tails:
            text = tail.sub("", text.rstrip(_MARKS), count=1)
        if text == before:
            break
    return text


def _trim(text: str) -> str:
    """Without marks and a customer's name at the ends; what is left inside reads as it was written."""
    bare = text.strip(_MARKS)
    bare = re.sub(
        rf"^(?:{CUSTOMER}|{PERSON})(?:['’]s\b)?\s*(?:様|さん)?[はがにをのも、]?\s*|\s*(?:[,:–—-]|\bfor|\bat|\bfrom|\bof)\s*{CUSTOMER}$",
        "",
        bare,
    )
    bare = bare.strip(_MARKS)
    return bare if len(re.sub(r"\W", "", bare)) > 1 else ""
