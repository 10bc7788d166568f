"""From a text to what it asks: language, customer, the things named, the question."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from pathlib import Path
from typing import Protocol

from bot.understanding.classifier import StemClassifier, StemVerdict
from bot.understanding.language import detect_language
from bot.understanding.masking import mask_names
from bot.understanding.training import load_classifier
from bot.understanding.understanding import AccountMention, StemChoice, Understanding


class Spotter(Protocol):
    """Finds customers' names in a text, of those that the asker may see."""

    def spot(self, text: str, asker: str) -> list[tuple[int, int, tuple[AccountMention, ...]]]:
        """start, end and the customers meant, best first, of each name in the text."""


class Understander:
    """Reads messages; the classifier is trained or loaded at the first one."""

    def __init__(self, names: Spotter, *, data_dir: Path, cache_dir: Path) -> None:
        self._names = names
        self._data_dir, self._cache_dir = data_dir, cache_dir

    @cached_property
    def _classifier(self) -> StemClassifier:
        return load_classifier(self._cache_dir, self._data_dir)

    def understand(
        self,
        text: str,
        *,
        asker: str,
        today: dt.date,
        language: str | None = None,
        split: bool = True,
    ) -> tuple[Understanding, ...]:
        """One understanding for each question in the text; none for a text that says nothing."""
        if not text.strip() and split:
            return ()
        del today  # dates in the text are read against it
        heard = language or str(detect_language(text))
        spotted = self._names.spot(text, asker)
        masked = mask_names(text, [(start, end, "account") for start, end, _ in spotted])
        verdict = self._classifier.classify(masked, language=str(detect_language(text)))
        return (_put_together(text, heard, verdict, spotted),)


def _put_together(
    text: str, language: str, verdict: StemVerdict, spotted: list[tuple[int, int, tuple[AccountMention, ...]]]
) -> Understanding:
    first = spotted[0] if spotted else None
    meant = first[2] if first else ()
    best = verdict.guesses[0]
    return Understanding(
        text=text,
        stem="out_of_scope" if verdict.refused else str(best.stem),
        confidence=best.confidence,
        language=language,
        alternatives=tuple(StemChoice(str(guess.stem), guess.confidence) for guess in verdict.guesses),
        account=meant[0] if len(meant) == 1 else None,
        accounts=tuple(match for _, _, matches in spotted for match in matches[:1]),
        candidates=meant if len(meant) > 1 else (),
        mention=text[first[0] : first[1]] if first else None,
        refused=verdict.refused,
        close=verdict.ambiguous,
        spans=tuple((start, end) for start, end, _ in spotted),
    )
