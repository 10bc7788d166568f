"""What a text is about: its matter, what must and must not stand in it, a meeting that is settled."""

from __future__ import annotations

import re
from functools import cache

from bot.nlu.drafting_text import NAME, DraftingText
from bot.nlu.drafting_words import matches
from knowledge.language import LANGUAGES, load_words

_HAS_OWN_WORDS = re.compile(r"[^\W_]{2,}")
_WHEN = ("weeks", "weekdays", "half_days")
_SELLING = {"price", "trial", "tiers", "proof"}


def read_agreed(said: DraftingText) -> None:
    """A meeting that is settled, to be named: "add that we meet on Thursday"."""
    if said.find("agreed"):
        said.slots["must_mention"] = "agreed"


def read_visit(said: DraftingText) -> None:
    """A visit the sender would like to pay, and no more than its day: "add that I'd like to come by on Tuesday"."""
    for pattern in said.words.lists["visits"]:
        match = pattern.search(said.text)
        if match and _is_all_but_day(said, match.end()):
            said.slots.setdefault("must_mention", "visit")
            said.taken.append(match.span())
            return


def _is_all_but_day(said: DraftingText, end: int) -> bool:
    """Whether nothing but a day is told after this place."""
    rest = said.text[end:]
    for other in said.others:
        rest = rest.replace(other, " ") if other else rest
    for pattern in [each for group in _WHEN for patterns in said.words.groups[group].values() for each in patterns]:
        rest = pattern.sub(" ", rest)
    return not said.has_own_words(rest)


def read_own_sentence(said: DraftingText) -> None:
    """A sentence to stand in the text as it is said: "add that we are moving offices in March"."""
    if "must_mention" in said.slots:
        return
    for pattern in said.words.lists["own_sentence"]:
        if match := pattern.search(said.text):
            said.slots["must_mention"] = said.raw[slice(*match.span("what"))].strip()
            said.taken.append(match.span())
            return


def read_matter(said: DraftingText) -> None:
    """What is apologised for, thanked for, answered."""
    for pattern in said.words.lists["matters"]:
        if match := pattern.search(said.text):
            start, end = match.span("what")
            if leads := re.match(said.words.matter_leads, said.raw[start:end]):
                start += leads.end()
            what = said.raw[start:end].strip(" \u3000" + said.words.edges["matter"])
            if said.consists_of(said.others, said.text[start:end]):
                continue  # "last week's thanks" says when, and not what for
            if _HAS_OWN_WORDS.search(what.replace(NAME, "")) and not re.search(said.words.matter_not, what):
                said.slots["matter"] = what
                said.taken.append((start, end))
                return


def read_about(said: DraftingText) -> None:
    """What of theirs it is to be about: "about the trade fair"."""
    for pattern in said.words.lists["about"]:
        match = pattern.search(said.rest())
        if match and said.has_own_words(match["what"]) and not said.consists_of(said.others, match["what"]):
            whole = said.raw[slice(*match.span("what"))]
            said.slots["about"] = re.sub(rf"{NAME}(?:{said.words.after_names})?", "", whole).strip()
            said.taken.append(match.span())
            return


def read_named(said: DraftingText, words: str, slot: str) -> None:
    """What must or must not stand in the text: topics we know, the product named, else the words themselves."""
    found = [part for part in said.slots.get(slot, "").split("|") if part]
    for pattern in said.words.lists[words]:
        for match in pattern.finditer(said.rest()):
            named = _named(said, words, match)
            if named and not said.is_taken(match.span("what")):
                found += named
                said.taken.append(match.span())
    if found:
        said.slots[slot] = "|".join(dict.fromkeys(found))


def _named(said: DraftingText, words: str, match: re.Match[str]) -> list[str]:
    what = match["what"].strip()
    if said.consists_of(said.products, what):
        return ["product"] if words == "mention" else []
    topics = said.keys_of("topics", what)
    if said.consists_of(said.others, what) and not topics:
        return []
    if words == "mention" and any(
        word in what.casefold() for word in _troubles()
    ):  # データが出ない件 is no data that proves anything
        return [said.raw[slice(*match.span("what"))].strip()]
    if topics:
        return topics
    is_free = matches(said.words.lists[f"{words}_freely"], match[0]) and said.has_own_words(what)
    return [_as_said(said, words, match)] if is_free else []


def _as_said(said: DraftingText, words: str, match: re.Match[str]) -> str:
    """The words themselves; what must be mentioned with "the" or "their" before it, as it stands in a sentence."""
    start, end = match.span("what")
    lead = re.search(rf"\b{said.words.determiners}\s+$", said.text[match.start() : start])
    if words == "mention" and lead:
        start = match.start() + lead.start()
    return said.raw[start:end].strip()


def read_selling(said: DraftingText) -> bool:
    """Whether nothing but "no selling" tells the purpose. "Not salesy, but with the trial" is a tone."""
    if "selling" not in said.slots.get("leave_out", ""):
        return False
    if _SELLING & set(said.slots.get("must_mention", "").split("|")):
        said.slots["tone"] = "softer"
        said.slots["leave_out"] = said.slots["leave_out"].replace("selling", "").strip("|")
        return False
    is_only = "purpose" not in said.slots
    said.slots.setdefault("purpose", "check_in")
    return is_only


@cache
def _troubles() -> tuple[str, ...]:
    """What goes wrong, in the words by which it is known."""
    themes = [load_words(language, "themes")["troubles"].values() for language in LANGUAGES]
    return tuple(str(word).casefold() for each in themes for theme in each for word in theme["words"])
