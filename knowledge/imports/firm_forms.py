"""When two names that are alike are still two firms: their legal forms contradict each other."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from knowledge.language import LANGUAGES, load_words

_WORD = re.compile(r"[^\W_]+")
_BATH = re.compile(r"\bSpa\b")  # "Lotus Spa" is a bath, "Lotus S.p.A." a legal form


@lru_cache(maxsize=16_384)
def strict_form(name: str) -> str:
    """A name in one width and case without signs, legal form and all."""
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", name).casefold()))


def forms_conflict(one: str, other: str) -> bool:
    """Whether two names of one normal form are two firms by their legal forms.

    >>> forms_conflict("Lotus Spa", "Lotus LLC"), forms_conflict("Acme", "Acme Inc.")
    (True, False)
    """
    if strict_form(one) == strict_form(other):
        return False
    if bool(_BATH.search(one)) is not bool(_BATH.search(other)):
        return True
    first, second = _legal_forms(one), _legal_forms(other)
    return bool(first and second and not first & second)


@lru_cache(maxsize=16_384)
def _legal_forms(name: str) -> frozenset[str]:
    plain, forms = unicodedata.normalize("NFKC", name).casefold(), _forms()
    found: set[str] = set()
    for word in sorted((word for word in forms if not word.isascii()), key=len, reverse=True):
        if word in plain:
            found |= forms[word]
            break
    words = _WORD.findall(plain.replace(".", ""))
    for word in words[-2:] if len(words) > 1 else []:
        found |= forms.get(word, set())
    return frozenset(found)


@cache
def _forms() -> dict[str, set[str]]:
    """Each legal form with the classes that it belongs to."""
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for name, words in load_words(language, "imports")["legal_forms"].items():
            for word in words:
                found.setdefault(str(word), set()).add(name)
    return found
