"""Sentences of one meaning lie close, whatever the language, and unpacked parts change no vector."""

from pathlib import Path

import numpy as np

from bot.nlu.encoder import UniversalSentenceEncoder


def test_a_question_lies_nearer_to_its_translation_than_to_another_question() -> None:
    english, japanese, other = UniversalSentenceEncoder().encode(
        ["are they satisfied?", "満足していますか", "天気は？"]
    )
    assert english @ japanese > english @ other


def test_unpacked_parts_give_the_same_vectors(tmp_path: Path) -> None:
    texts = ["what should I offer Acme", "なんで？", ""]
    packed, unpacked = UniversalSentenceEncoder().encode(texts), UniversalSentenceEncoder(tmp_path).encode(texts)
    np.testing.assert_array_equal(packed, unpacked)
