"""The asker's own words, where they may stand in a letter."""

from __future__ import annotations

import re

from actions.draft_talk_track.context import DraftContext
from knowledge.playbook.reported_speech import is_japanese


def own_words(d: DraftContext, words: str) -> str:
    """The asker's words where they are in the letter's language; nothing else can stand in it."""
    bare = re.sub(r"@@(?:様|さん)?(?:に|へ|の|は|が)?", "", words).strip(" 　、の")
    return bare if bare and is_japanese(bare) == (d.language == "ja") else ""
