"""Which encoding a text file is in, and how sure that is. Doubt is told or refused, never settled in silence."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.errors import ImportRefused
from knowledge.imports.files.plausibility import Fit, fit, load_languages
from knowledge.imports.telling import tell, told_here

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ISO_2022_JP = (b"\x1b$B", b"\x1b$@", b"\x1b(J")
_SAMPLE_LINES = 400
_LONGEST_LINE = 4_096
_CHUNK = 1 << 20
_FEW_ZEROS = 0.02  # share of bytes that are zero up to which they are dirt in a text
_ENOUGH = 0.75  # share of plausible words below which no encoding is taken
_ALIKE = 0.03  # two readings nearer to each other than this are equally good
_MOSTLY = 2  # a file is UTF-8 with strange lines while those are at most so many times its good ones


@dataclass(frozen=True)
class Encoding:
    """``name`` as Python calls it; ``strange``: how single lines that are not in it are read, to be looked at.

    In a file that is not UTF-8, those are lines that say something in UTF-8 only.
    """

    name: str
    note: str | None = None
    strange: str | None = None

    @property
    def is_utf_8(self) -> bool:
        """Whether the file as a whole is UTF-8."""
        return self.name in {"utf-8", "utf-8-sig"}

    @property
    def shown(self) -> str:
        """As people call it."""
        shown = load_languages().shown_as.get(self.name, self.name)
        return shown if isinstance(shown, str) else told_here(shown)


def find_encoding(path: Path) -> Encoding:
    """The encoding of the whole file; one that is UTF-8 to its last byte is UTF-8.

    Raises ImportRefused where nothing fits, or two encodings fit equally well and say different things.
    """
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    for bom, name in _BOMS:
        if start.startswith(bom):
            return Encoding(name)
    if any(mark in start for mark in _ISO_2022_JP) and _decodes(path, "iso2022_jp"):
        return Encoding("iso2022_jp", tell("import_files.iso_2022_jp"))
    if start.count(0) > len(start) * _FEW_ZEROS:
        return _utf_16_without_mark(path, start)
    good, strange, sample = _survey(path)
    if not strange:
        return Encoding("utf-8")
    if strange <= good * _MOSTLY:
        try:
            other = _guess(path, sample, whole_file=False)
        except ImportRefused:
            other = Encoding("latin-1")  # every byte is something in it
        note = tell("import_files.mostly_utf_8", count=strange, other=other.shown)
        return Encoding("utf-8", note, other.name)
    chosen = _guess(path, sample, whole_file=True)
    return replace(chosen, strange="utf-8") if good else chosen


def reads_better_as_utf_8(line: bytes, encoding: str) -> bool:
    """Whether a line of a file in another encoding was written in UTF-8, and is mojibake in that encoding."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    found = fit(line, encoding)
    return found is None or found.words < _ENOUGH


def _utf_16_without_mark(path: Path, start: bytes) -> Encoding:
    even, odd = start[0:2000:2].count(0), start[1:2000:2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    shown = start[: len(start) // 2 * 2].decode(name, errors="replace")
    is_text = "\n" in shown and not any(letter < " " and letter not in "\t\r\n" for letter in shown)
    if max(even, odd) * 4 < len(start[:2000]) or not is_text or not _decodes(path, name):
        raise ImportRefused(tell("import_files.binary_content", file=path.name), file=path.name)
    return Encoding(name)


def _survey(path: Path) -> tuple[int, int, bytes]:
    """How many lines beyond ASCII are UTF-8, how many are not, and some of those that are not."""
    good = strange = 0
    sample: list[bytes] = []
    with path.open("rb") as file:
        for line in file:
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                strange += 1
                if len(sample) < _SAMPLE_LINES and len(line) < _LONGEST_LINE:
                    sample.append(line)
                elif not sample:
                    sample.append(line[:_LONGEST_LINE])
    return good, strange, b"".join(sample)


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


def _guess(path: Path, sample: bytes, *, whole_file: bool) -> Encoding:
    languages = load_languages()
    order = [*languages.double_byte, *languages.single_byte]
    fits = [found for name in order if (found := fit(sample, name))]
    if whole_file:
        fits = [found for found in fits if _decodes(path, found.encoding)]
    fits.sort(key=lambda found: (found.words, found.language), reverse=True)
    if not fits or fits[0].words < _ENOUGH:
        readings = _read_as(fits[:3])
        raise ImportRefused(tell("import_files.no_encoding_fits", file=path.name, readings=readings), file=path.name)
    best = fits[0]
    rivals = [other for other in fits[1:] if other.text != best.text and _is_as_good(other, best)]
    western = next((found for found in [best, *rivals] if found.encoding == "cp1252"), None)
    if rivals and western is None and whole_file:
        readings = _read_as([best, *rivals[:2]])
        raise ImportRefused(tell("import_files.encoding_unsure", file=path.name, readings=readings), file=path.name)
    chosen = Encoding((western or best).encoding if rivals else best.encoding)
    others = _read_as([western or best, *[r for r in rivals if r is not western][:1]])
    note = "import_files.encoding_doubtful" if rivals else "import_files.encoding_guessed"
    told = {"encoding": chosen.shown} | ({"readings": others} if rivals else {})
    return Encoding(chosen.name, tell(note, **told))


def _is_as_good(other: Fit, best: Fit) -> bool:
    return other.words >= best.words - _ALIKE and other.language >= best.language - _ALIKE


def _read_as(fits: list[Fit]) -> str:
    """What it says in each of some encodings: ``as cp1250 "Łódź", as cp1252 "£ódŸ"``."""
    columns = list(zip(*(found.text.replace('"', " ").replace(",", " ").split() for found in fits), strict=False))
    telling = [words for words in columns if len(set(words)) > 1] or [w for w in columns if not w[0].isascii()]
    if not telling:
        return ""
    shown = [
        tell("import_files.reading", encoding=Encoding(found.encoding).shown, words=telling[0][at][:40])
        for at, found in enumerate(fits)
    ]
    return ", ".join(shown)
