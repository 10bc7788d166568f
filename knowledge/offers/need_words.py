"""How a stated need bears on a word for something sold: asked for, turned down, or had elsewhere and liked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from knowledge.language import LANGUAGES, load_words

_SHORT = 4  # letters; a shorter word takes no ending but a plural's: "api" is not in "rapid" nor in "apiary"
_KATAKANA_ALONE = 3  # characters; shorter ones stand inside others by chance: テスト in コンテスト
_BARE = 4  # words; a part of a sentence this short only names the thing: "Backup? No need."
_STOP = re.compile(r"[.;:!?。！？；\n]+|(?<![は も])、|,| - | – ")
_THING = "§"  # the mention, in what is matched around it
_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
_TOPIC_END = re.compile(r"(?:は|も|には|では|について|に関して|なら)$")


class Stance(StrEnum):
    """What a text says about a thing that it names."""

    ASKS = "asks"
    REFUSES = "refuses"  # does not need or want it
    CONTENT = "content"  # has one elsewhere and is content


@dataclass(frozen=True)
class _Words:
    """One language's words, compiled; a pattern that a language lacks matches nothing."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    around: re.Pattern[str]
    alone: re.Pattern[str]
    keeps: re.Pattern[str]
    content: re.Pattern[str]
    content_before: re.Pattern[str]
    content_around: re.Pattern[str]
    complaints: re.Pattern[str]
    discontent: re.Pattern[str]
    troubles: re.Pattern[str]
    splits: re.Pattern[str]
    takes_on: re.Pattern[str]


def read_stance(text: str, words: Sequence[str]) -> Stance | None:
    """What a text says about the thing called by these words; None where none of them stands in it.

    Words are matched as words, in any width or case, with a plural's or verb's ending; a refusal counts for the part of
    the sentence that it stands in. Of several mentions one that asks outweighs the others.

    >>> read_stance("We do not need reports, our controller does them", ["reports"])
    <Stance.REFUSES: 'refuses'>
    >>> read_stance("three lessons a week", ["sso"]), read_stance("Reports, please", ["report"])
    (None, <Stance.ASKS: 'asks'>)
    """
    found = set(_stances(plain(text), words))
    return next((stance for stance in Stance if stance in found), None)


def refuses_at_all(text: str) -> Stance | None:
    """What a text says of the one thing that it is about, where that is known without its words."""
    said = plain(text)
    own = _words(_language(said))
    if own.keeps.search(said):
        return None
    if own.alone.search(said) or re.search(r"\b(?:not|n't|no)\b.{0,20}\b(?:need|want|interest|use)", said):
        return Stance.REFUSES
    return None


@cache
def seat_words() -> tuple[str, ...]:
    """What seats are called, in all languages."""
    return tuple(word for language in LANGUAGES for word in load_words(language, "needs").get("seats", ()))


def plain(text: str) -> str:
    """Any width, any case, one kind of apostrophe."""
    return unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")


def stands_in(word: str, text: str) -> bool:
    """Whether a word stands in a text as a word.

    >>> stands_in("API", "rapid growth"), stands_in("API", "two APIs"), stands_in("テスト", "コンテスト")
    (False, True, False)
    """
    return bool(plain(word).strip() and _pattern(plain(word).strip()).search(plain(text)))


def _stances(text: str, words: Sequence[str]) -> Iterator[Stance]:
    language = _language(text)
    own = _words(language)
    parts = list(_parts(text, own))
    for place, part in enumerate(parts):
        for word in words:
            said = plain(word).strip()
            for mention in _pattern(said).finditer(part) if said else ():
                following = parts[place + 1] if place + 1 < len(parts) else ""
                yield _read(part, mention, following, own, is_trouble=bool(own.troubles.search(said)))


def _read(part: str, mention: re.Match[str], following: str, own: _Words, *, is_trouble: bool) -> Stance:
    before, after = part[: mention.start()], part[mention.end() :].strip()
    if own.keeps.search(part):
        return Stance.ASKS
    bare = len(part.split()) <= _BARE and not own.before.search(before)
    alone = bare and bool(own.alone.search(following.strip()))
    marked = f"{before}{_THING} {after}".strip()
    if _refused_before(before, own) or own.after.search(after) or own.around.search(marked) or alone:
        return Stance.ASKS if is_trouble else Stance.REFUSES
    liked = own.content.search(part if own.takes_on.pattern != _NOTHING else after) or own.content_before.search(before)
    liked = liked or own.content_around.search(marked)
    if not liked or own.complaints.search(following) or own.discontent.search(_beside(liked, part)):
        return Stance.ASKS
    return Stance.CONTENT


def _beside(liked: re.Match[str], part: str) -> str:
    """What a part says beside the words by which it likes the thing."""
    return part.replace(liked[0].replace(_THING, "").strip(), "")


def _refused_before(before: str, own: _Words) -> bool:
    """A refusal that reaches to the mention: what follows "not want to" must be a verb by which one takes it on."""
    for found in own.before.finditer(before):
        rest = before[found.end() :].strip()
        if not rest.startswith("to ") or own.takes_on.match(rest[3:]):
            return True
    return False


def _parts(text: str, own: _Words) -> Iterator[str]:
    """The parts of a text in which a refusal holds; a list ("reports, dashboards or alerts") stays together."""
    pending = ""
    for piece in re.split(_STOP, own.splits.sub("\n", text)):
        joined = f"{pending}{piece}"
        if _TOPIC_END.search(joined.strip()):
            pending = joined
            continue
        pending = ""
        if joined.strip():
            yield joined.strip()
    if pending.strip():
        yield pending.strip()


def _language(text: str) -> str:
    return "ja" if _JAPANESE.search(text) else "en"


_NOTHING = r"(?!)"


@cache
def _words(language: str) -> _Words:
    told = load_words(language, "needs")
    nots = "|".join(re.escape(word) for word in told.get("nots", ()))

    def of(name: str) -> re.Pattern[str]:
        given = told.get(name, ())
        patterns = [given] if isinstance(given, str) else list(given)
        return re.compile("|".join(f"(?:{one.format(**{'not': nots})})" for one in patterns) or _NOTHING)

    def listed(name: str) -> re.Pattern[str]:
        edge = r"\b" if language == "en" else ""
        return re.compile("|".join(_edged(re.escape(word), edge) for word in told.get(name, ())) or _NOTHING)

    return _Words(
        of("refuses_before"),
        of("refuses_after"),
        of("refuses_around"),
        of("refuses_alone"),
        listed("keeps"),
        of("content"),
        of("content_before"),
        of("content_around"),
        listed("complaints"),
        listed("discontent"),
        listed("troubles"),
        listed("splits"),
        listed("takes_on"),
    )


def _edged(word: str, edge: str) -> str:
    """A word at its edges; "n't" hangs on the verb before it."""
    if word.startswith("n'"):
        return f"{word}{edge}"
    return f"{edge if word[:1].isalnum() else ''}{word}{edge if word[-1:].isalnum() else ''}"


@cache
def _pattern(word: str) -> re.Pattern[str]:
    """A word as it may stand in a text: whole, with a plural's or a verb's ending where it is long enough."""
    if _JAPANESE.search(word):
        alone = re.fullmatch("[ァ-ヶー]+", word) and len(word) <= _KATAKANA_ALONE
        return re.compile(rf"(?<![ァ-ヶー]){word}(?![ァ-ヶー])" if alone else re.escape(word))
    first, *rest = word.split()
    pieces = [re.escape(piece) for piece in (first, *rest)]
    pieces[-1] = _with_endings((first, *rest)[-1])
    return re.compile(r"(?<![a-z0-9])" + r"[\s-]+".join(pieces) + r"(?![a-z0-9])")


def _with_endings(word: str) -> str:
    if len(word) < _SHORT or not word.isalpha():
        return re.escape(word) + "(?:s|'s)?"
    intent = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    if intent.endswith("ie"):
        return re.escape(intent[:-2]) + "(?:y|ies|ied|ying)"
    if intent.endswith("y"):
        return re.escape(intent[:-1]) + "(?:y|ys|ies|ied|ying)"
    return re.escape(intent) + "(?:s|es|'s|ed|d|ing|er|ers)?"
