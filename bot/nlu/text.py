"""What somebody typed, as plain words: without Slack's marks, quoted mail and odd characters."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property

from bot.nlu.word_patterns import load_patterns

LONGEST = 2_000  # characters that are read; a question stands at the beginning, a pasted mail behind it
_LONGEST_INPUT = 20_000  # never look at more, whatever was pasted

_LINK = re.compile(r"<(?:https?://|mailto:|tel:)[^|<>\s]*\|([^<>]*)>")
_BARE_LINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]*)>")
_SPOKEN_CHANNEL = re.compile(r"<#[CG][A-Z0-9]+\|([^<>]*)>")
_MENTION = re.compile(r"<[@#!][^<>]*>")
_CODE = re.compile(r"```(.*?)```|`([^`\n]*)`", re.DOTALL)
_MARKED = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^*_~\n]+?)(?<=\S)\1(?![\w*_~])")
_EMOJI_NAME = re.compile(r":[a-z0-9_+\-']{2,40}:(?::skin-tone-\d:)?")
_QUOTED_LINE = re.compile(r"^\s*(?:>|＞|&gt;).*$", re.MULTILINE)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class _Words:
    starts: str

    @cached_property
    def quote_starts(self) -> re.Pattern[str]:
        """The line over a pasted mail, or over a signature."""
        return re.compile(rf"^\s*(?:{self.starts}|-- )\s*$", re.MULTILINE | re.IGNORECASE)


def clean_text(raw: str) -> str:
    """The words of one message on one line, at most ``LONGEST`` characters; empty where nothing was said.

    Half- and full-width become one, Slack's marks, mentions of people and emoji go, the label of a link stays.
    Where everything is quoted, the quoted words stay: they are all there is.
    """
    plain = _without_marks(raw[:_LONGEST_INPUT])
    own = _without_quotes(plain)
    kept = own if own.strip() else plain.replace(">", " ")
    return _one_line(kept)[:LONGEST].strip()


def readable(raw: str) -> str:
    """The message as it may be kept and shown: without letters that no store takes, cut where nobody reads on."""
    return "".join(
        " " if letter == "\0" or unicodedata.category(letter) == "Cs" else letter for letter in raw[:_LONGEST_INPUT]
    )


def _without_marks(raw: str) -> str:
    plain = raw.replace("\r\n", "\n").replace("\r", "\n")
    for pattern, kept in ((_LINK, r"\1"), (_SPOKEN_CHANNEL, r"\1"), (_BARE_LINK, r"\1"), (_MENTION, " ")):
        plain = pattern.sub(kept, plain)
    plain = html.unescape(plain)
    plain = _CODE.sub(lambda code: code[1] or code[2] or " ", plain)
    plain = _MARKED.sub(r"\2", _MARKED.sub(r"\2", plain))
    return _EMOJI_NAME.sub(" ", plain)


def _without_quotes(plain: str) -> str:
    if start := _words().quote_starts.search(plain):
        plain = plain[: start.start()]
    return _QUOTED_LINE.sub("", plain)


def _one_line(plain: str) -> str:
    folded = unicodedata.normalize("NFKC", plain)
    whole = "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")  # no width, no gap
    seen = "".join(" " if _is_unreadable(letter) else letter for letter in whole)
    return _SPACES.sub(" ", _LINES.sub("\n", seen).strip().replace("\n", " "))


def _is_unreadable(letter: str) -> bool:
    """Control characters, emoji, lone surrogates; a line break stays."""
    return letter != "\n" and unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn", "So", "Sk"} - _kept(letter)


def _kept(letter: str) -> set[str]:
    return {"Sk"} if letter in "^`゛゜" else set()


@cache
def _words() -> _Words:
    return load_patterns(_Words, "quoted_mail")
