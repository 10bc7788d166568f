"""Names of firms: one normal form for all their spellings."""

from __future__ import annotations

import re
import unicodedata

_SUFFIXES = re.compile(
    r"(株式会社|有限会社|合同会社|\(株\)|\(有\)|\(同\)|\b(inc|incorporated|corp|corporation|co|company|ltd|limited|llc|llp|plc|gmbh|ag|sa|srl|bv|nv|kk|k\.k|pte|pty)\b\.?)"
)
_NOISE = re.compile(r"[^\w&+]+")


def normalise_name(name: str) -> str:
    """The form under which two spellings of one firm are equal: NFKC, lower case, no legal suffix, no punctuation.

    >>> normalise_name("ＡＣＭＥ, Inc.") == normalise_name("acme")
    True
    >>> normalise_name("株式会社さくら商事") == normalise_name("さくら商事㈱")
    True
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    bare = _NOISE.sub(" ", _SUFFIXES.sub(" ", plain)).strip()
    return bare or _NOISE.sub(" ", plain).strip()
