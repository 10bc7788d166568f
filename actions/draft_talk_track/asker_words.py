"""The asker's own words: where they may stand in a letter, what they name in it, what must not stand in it."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.draft_talk_track.context import DraftContext, Part
from knowledge.language import LANGUAGES, load_words
from knowledge.playbook.reported_speech import is_japanese
from knowledge.playbook.themes import find_theme

_LOOSE = re.compile(r"[\s\-‐–]+")  # "single sign on" is "single sign-on"
_ASIDE = re.compile(r"（[^（）]*）|;[^;.?!]*(?=[.?!])|, (?:so|and) [^,.?!]*(?=[.?!])")


def without_left_out(d: DraftContext, part: Part) -> Part | None:
    """The sentence without an aside that names what must not stand; None where all of it does."""
    if not part.text or part.topic in d.request.leave_out:
        return None
    for words in d.request.leave_out:
        if not names(part.text, words):
            continue
        text = part.text
        for aside in _ASIDE.findall(text):
            text = text.replace(aside, "") if names(aside, words) else text
        if names(text, words):
            return None
        part = replace(part, text=text)
    return part


def names(text: str, words: str) -> bool:
    """Whether these words stand in the text, however they are joined."""
    plain, said = (_LOOSE.sub(" ", each).casefold() for each in (text, words))
    return bool(said.strip()) and said.strip() in plain


def shares_words(text: str, words: str) -> bool:
    """Whether a text speaks of what these words name: of every one that is long enough to mean something."""
    said = re.findall(r"[^\W_]{4,}|[一-龠ァ-ヴー]{2,}", words)
    return bool(said) and all(word.casefold() in text.casefold() for word in said)


def is_about(need: str, words: str) -> bool:
    """Whether a need of theirs is of the matter that these words name: the same theme, or the words themselves."""
    themes = {theme for language in LANGUAGES if (theme := find_theme(words, "needs", language))}
    of_need = {theme for language in LANGUAGES if (theme := find_theme(need, "needs", language))}
    return bool(themes & of_need) or shares_words(need, words)


def own_sentence(d: DraftContext, words: str) -> str:
    """The asker's words as a sentence of the letter, where they are one in its language; else empty."""
    told, bare = load_words(d.language, "own_sentences"), own_words(d, words)
    if len(bare.split()) < told["fewest"] or not re.search(told["begins"], bare, re.IGNORECASE):
        return ""
    for whole, said in told["written_out"].items():
        bare = re.sub(said, whole, bare, flags=re.IGNORECASE)
    stop = "" if bare[-1] in ".!?。！？" else d.say("draft_frame.full_stop")
    return f"{bare[:1].upper()}{bare[1:]}{stop}"


def own_words(d: DraftContext, words: str) -> str:
    """The asker's words where they are in the letter's language; nothing else can stand in it."""
    bare = re.sub(r"@@(?:様|さん)?(?:に|へ|の|は|が)?", "", words).strip(" 　、の")
    if not bare or is_japanese(bare) != (d.language == "ja"):
        return ""
    for said, theirs in load_words(d.language, "own_sentences")["to_reader"].items():
        bare = re.sub(rf"\b{said}\b", theirs, bare, flags=re.IGNORECASE)
    return bare


def thing(d: DraftContext, words: str) -> str:
    """The asker's words where they name one thing that one may speak of, such as "the training"; else empty."""
    told, bare = load_words(d.language, "own_sentences"), own_words(d, words)
    is_thing = re.search(told["thing"], bare, re.IGNORECASE) and not re.search(told["no_thing"], bare, re.IGNORECASE)
    return bare if bare and is_thing else ""


def is_promise(words: str) -> bool:
    """Whether these words ask for what no draft promises: a discount, a guarantee."""
    patterns = [load_words(language, "drafting")["promises"] for language in LANGUAGES]
    return any(re.search(each, words, re.IGNORECASE) for told in patterns for found in told.values() for each in found)
