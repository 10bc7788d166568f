"""When two names that are alike are still two firms: their legal forms contradict each other."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_FORMS = {
    "corp": "inc incorporated corp corporation co company kk kabushiki 株式会社 (株)",
    "ltd": "ltd limited plc pvt pte pty 株式会社 (株)",
    "llc": "llc llp lp pllc 合同会社 (同)",
    "gmbh": "gmbh ug",
    "ag": "ag se kgaa",
    "sa": "sa sas sarl spa srl sl slu nv bv ab asa oy as aps",
    "yk": "yk 有限会社 (有)",
    "body": "一般社団法人 公益社団法人 一般財団法人 公益財団法人 社団法人 財団法人 (社) (財)",
    "school": "学校法人 (学)",
    "clinic": "医療法人 医療法人社団 (医)",
}
_CLASSES: dict[str, set[str]] = {}
for _name, _words in _FORMS.items():
    for _word in _words.split():
        _CLASSES.setdefault(_word, set()).add(_name)
_JAPANESE = sorted((word for word in _CLASSES if not word.isascii()), key=len, reverse=True)
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
    plain = unicodedata.normalize("NFKC", name).casefold()
    found: set[str] = set()
    for word in _JAPANESE:
        if word in plain:
            found |= _CLASSES[word]
            break
    words = _WORD.findall(plain.replace(".", ""))
    for word in words[-2:] if len(words) > 1 else []:
        found |= _CLASSES.get(word, set())
    return frozenset(found)
