"""Which language a seller wrote in, told from the letters alone."""

import re
from collections.abc import Iterable
from enum import StrEnum

_KANA_OR_KANJI = re.compile(r"[぀-ヿㇰ-ㇿ㐀-䶿一-鿿ｦ-ﾟ々〆]")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z']*")
_SENTENCE_WORDS = 3  # a single Latin name inside Japanese is a name, three words are a clause


class Language(StrEnum):
    """A language that questions are asked and answered in."""

    ENGLISH = "en"
    JAPANESE = "ja"


def detect_language(text: str, *, otherwise: Language = Language.ENGLISH) -> Language:
    """The language to answer in: Japanese as soon as kana or kanji carry the sentence.

    A Japanese name inside an English sentence leaves it English, an English name inside a Japanese one Japanese.
    Text without a letter of either ("?", "👍") gives `otherwise`.

    >>> detect_language("Acmeって次なに提案すればいい？"), detect_language("what should I offer 山田製作所 next")
    (<Language.JAPANESE: 'ja'>, <Language.ENGLISH: 'en'>)
    """
    japanese, latin = len(_KANA_OR_KANJI.findall(text)), _LATIN_WORD.findall(text)
    if not japanese:
        return Language.ENGLISH if latin else otherwise
    hiragana = len(re.findall(r"[ぁ-ゖ]", text))
    clause = len(latin) >= _SENTENCE_WORDS and len("".join(latin)) > japanese
    return Language.ENGLISH if clause and hiragana <= 1 else Language.JAPANESE


def language_of_names(text: str, *, otherwise: str) -> str:
    """The language to answer a bare name in: Japanese letters are typed by those who read them, Latin ones by all."""
    return Language.JAPANESE if _KANA_OR_KANJI.search(text) else otherwise


def spoken_language(text: str, names: Iterable[tuple[int, int]]) -> Language | None:
    """The language of the words beside the names; None where only names, symbols and abbreviations were said.

    >>> spoken_language("tell me about さくら商事", [(14, 18)]), spoken_language("Globex?", [(0, 6)])
    (<Language.ENGLISH: 'en'>, None)
    """
    for start, end in sorted(names, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    words = _LATIN_WORD.findall(text)
    abbreviations = len(words) < _SENTENCE_WORDS and all(word.isupper() for word in words)
    if abbreviations and not _KANA_OR_KANJI.search(text):
        return None
    return detect_language(text)


def is_mixed(text: str) -> bool:
    """True when a sentence changes language midway: both sides long enough to be more than a name."""
    return bool(re.search(r"[ぁ-ゖ]", text)) and len(_LATIN_WORD.findall(text)) > _SENTENCE_WORDS
