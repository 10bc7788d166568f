"""Which encoding a text file is in: UTF-8 with or without BOM, UTF-16, CP932, else what fits best."""

from __future__ import annotations

import codecs
from pathlib import Path

from knowledge.errors import ImportRefused

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHUNK = 1 << 20
_SAMPLE = 1 << 18
_CANDIDATES = ["cp932", "euc_jp", "cp1252"]


def find_encoding(path: Path) -> str:
    """The encoding of the whole file; a file that is UTF-8 to its last byte is UTF-8.

    Raises ImportRefused where nothing fits.
    """
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return encoding
    if _decodes(path, "utf-8"):
        return "utf-8"
    if b"\0" in start:
        raise ImportRefused(f"{path.name}: is not a text file (binary content)", file=path.name)
    return _guess(path)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _guess(path: Path) -> str:
    fitting = [encoding for encoding in _CANDIDATES if _decodes(path, encoding)]
    if not fitting:
        raise ImportRefused(f"{path.name}: its encoding cannot be told; save it as UTF-8", file=path.name)
    if len(fitting) == 1:
        return fitting[0]
    return max(fitting, key=lambda encoding: _plausibility(_words_beyond_ascii(path, encoding)))


def _words_beyond_ascii(path: Path, encoding: str) -> str:
    """Some of the text that is not ASCII, where encodings differ."""
    found = ""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        while (chunk := file.read(_CHUNK)) and len(found) < 2_000:
            found += "".join(letter for letter in chunk if letter > "\x7f")
    return found[:2_000]


def _plausibility(text: str) -> float:
    """Share of the letters that are usual in Japanese or Western European text; rare kanji and signs are not."""
    usual = sum(_is_usual(letter) for letter in text)
    return usual / len(text) if text else 0.0


def _is_usual(letter: str) -> bool:
    if "ぁ" <= letter <= "ヿ" or letter in "、。「」ー年月日株式会社（）":
        return True
    if "一" <= letter <= "龠":
        return _is_level_one(letter)
    return "À" <= letter <= "ÿ"


def _is_level_one(letter: str) -> bool:
    """JIS level 1: the 2,965 kanji in ordinary use."""
    try:
        return letter.encode("euc_jp") < b"\xd0\xa1"
    except UnicodeEncodeError:
        return False
