"""Words as people wrote them: kept letter by letter, freed only of what a machine put around them."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache

from knowledge.language import LANGUAGES, load_words

_LONGEST_NOTHING = 16  # letters
_EXCEL_TEXT = re.compile(r'^="((?:[^"]|"")*)"$', re.DOTALL)
_APOSTROPHE = re.compile(r"^'(?=[\d=+@-])")
_FORMULA = re.compile(r"=[A-Z][A-Z0-9.]*\(.*\)\s*$", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_TAGS = (
    "p|br|div|span|b|i|u|s|em|strong|ul|ol|li|a|img|h[1-6]|table|tbody|thead|tr|td|th|hr|font|blockquote|pre|code|"
    "small|sub|sup|html|body|head|style|script|meta|o:p"
)
_HIDDEN = re.compile(r"<(style|script)\b[^>]*>.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6]|blockquote)\s*>", re.IGNORECASE)
_ATTRIBUTES = r"(?:\s+[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))*"
_TAG = re.compile(rf"<(/?)({_TAGS}){_ATTRIBUTES}\s*/?>", re.IGNORECASE)
_ALONE = frozenset(("p", "br", "li", "img", "hr", "tr", "td", "th", "meta"))  # tags that need no end
_WHOLLY_ESCAPED = re.compile(
    r"\s*&lt;(?:p|div|html|body|span|table|ul|ol|h[1-6])\b.*&gt;\s*", re.DOTALL | re.IGNORECASE
)
# Zero-width and direction marks, soft hyphens and control characters; the joiner inside emoji stays.
_UNSEEN = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
    "|[\u200c\u200d](?![\u2190-\U0001faff\ufe0f\u0600-\u0dff])"
)
_MISREAD = re.compile("Ã[\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\xa0-\xbf]|â€[\x80-\xbf™œž˜“”¦]|[縺繧繝].{0,2}[縺繧繝]")
_SPACES = re.compile("[\xa0\u202f\u2007]")


def bare_cell(text: str) -> str:
    """A cell without what a spreadsheet wraps around a text: ``="00123"`` and ``'00123`` are 00123."""
    if text[0] == "=" and (found := _EXCEL_TEXT.match(text)):
        return found[1].replace('""', '"')
    return text[1:] if text[0] == "'" and _APOSTROPHE.match(text) else text


def is_formula(text: str) -> bool:
    """Whether a cell holds a spreadsheet's formula instead of what it comes to.

    >>> is_formula('=HYPERLINK("https://a.example","Acme")'), is_formula("=) thanks")
    (True, False)
    """
    return text.startswith("=") and _FORMULA.match(text) is not None


def looks_misread(text: str) -> bool:
    """Whether a text is UTF-8 that some program took for Windows-1252 or CP932 before it was saved.

    >>> looks_misread("CafÃ© LumiÃ¨re"), looks_misread("São Paulo"), looks_misread("縺薙ｓ縺ｫ縺｡")
    (True, False, True)
    """
    return _MISREAD.search(text) is not None


def is_nothing(text: str) -> bool:
    """Whether a cell of words says nothing."""
    return not text or text.isspace() or (len(text) <= _LONGEST_NOTHING and text.strip() in _nothing())


@cache
def _nothing() -> frozenset[str]:
    return frozenset(str(mark) for language in LANGUAGES for mark in load_words(language, "imports")["nothing"])


def read_words(text: str) -> str:
    """Text as it was written: entities and tags become what a reader saw, letters stay what they are.

    >>> read_words("Johnson &amp; Sons\u200b"), read_words("3½ hours, ①"), read_words("a<b and c>d &lt;b&gt;")
    ('Johnson & Sons', '3½ hours, ①', 'a<b and c>d <b>')
    """
    if "&" in text and _WHOLLY_ESCAPED.fullmatch(text):
        text = html.unescape(text)
    if "<" in text and _TAG.search(text):
        text = _without_tags(_HIDDEN.sub("", text))
    if "&" in text and _ENTITY.search(text):
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), html.unescape(text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", text).strip()


def _without_tags(text: str) -> str:
    """The text without its tags; ``<b`` that is never closed is less than b."""
    found = list(_TAG.finditer(text))
    names = {(end, name.lower()) for end, name in (tag.groups() for tag in found)}

    def is_tag(end: str, name: str) -> bool:
        return name in _ALONE or ("/" if not end else "", name) in names

    kept: list[str] = []
    at = 0
    for tag in found:
        if is_tag(tag[1], tag[2].lower()):
            kept += [text[at : tag.start()], "\n" if _BREAK.fullmatch(tag[0]) else ""]
            at = tag.end()
    return "".join([*kept, text[at:]])


def holds_entities(text: str) -> bool:
    """Whether a cell writes letters as HTML entities, which is told once a file."""
    return "&" in text and _ENTITY.search(text) is not None
