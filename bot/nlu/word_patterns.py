"""Patterns of ``data/language`` in which ``<name>`` stands for an expansion, written out and compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAME = re.compile(r"(?<!\?P)<([a-z_]+)>")


def compile_words(pattern: str, expansions: Mapping[str, str]) -> re.Pattern[str]:
    """The pattern, in any case of letters. KeyError names an expansion that is declared nowhere."""
    while (written := _NAME.sub(lambda name: f"(?:{expansions[name[1]]})", pattern)) != pattern:
        pattern = written
    return re.compile(pattern, re.IGNORECASE)
