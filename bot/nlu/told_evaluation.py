"""How often a statement is taken for what it tells, on sentences kept apart from training: `make eval-told`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from actions.registry import FOLDER
from bot.nlu.encoder import Encoder, UniversalSentenceEncoder
from bot.nlu.examples import Example, read_told_examples
from bot.nlu.telling import NOTHING, Tale, Teller
from bot.nlu.told import is_sure
from bot.nlu.training import train_teller

_PARTS = 5  # one of so many is kept apart in turn
_MOST_SHOWN = 15


@dataclass(frozen=True)
class Guessed:
    """One sentence that was kept apart, and the likeliest tale; None where nothing seems told."""

    example: Example
    tale: Tale | None

    @property
    def label(self) -> str:
        """The label that was found."""
        if self.tale is None:
            return NOTHING
        return f"{self.tale.intent}.{self.tale.what}" if self.tale.what else self.tale.intent

    @property
    def is_kept(self) -> bool:
        """Whether it would be kept at once, without being shown first."""
        return self.tale is not None and is_sure(self.tale)

    @property
    def is_right(self) -> bool:
        """Whether that is what it tells."""
        return self.label == self.example.intent


def guess_apart(examples: Sequence[Example], encoder: Encoder) -> list[Guessed]:
    """Each sentence read by a model that was trained on the other parts only."""
    part = np.random.default_rng(0).integers(0, _PARTS, len(examples))
    guessed = []
    for apart in range(_PARTS):
        learned = [example for example, own in zip(examples, part, strict=True) if own != apart]
        teller = Teller(train_teller(FOLDER, encoder, learned), encoder)
        held = (example for example, own in zip(examples, part, strict=True) if own == apart)
        guessed += [Guessed(example, teller.read(example.masked).best) for example in held]
    return guessed


def main() -> None:
    """Print by language: right, kept at once and right among those, and what is taken for what most often."""
    guessed = guess_apart(list(read_told_examples(FOLDER)), UniversalSentenceEncoder())
    for language in sorted({each.example.language for each in guessed}):
        own = [each for each in guessed if each.example.language == language]
        kept = [each for each in own if each.is_kept]
        right, sure = sum(each.is_right for each in own) / len(own), sum(each.is_right for each in kept) / len(kept)
        told = f"right {right:.2f}; kept at once {len(kept) / len(own):.2f}, of these right {sure:.2f}"
        print(f"{language}: {len(own)} sentences, {told}")
    wrong = Counter((each.example.intent, each.label) for each in guessed if each.is_kept and not each.is_right)
    for (meant, found), count in wrong.most_common(_MOST_SHOWN):
        print(f"{count:5} {meant} kept as {found}")


if __name__ == "__main__":
    main()
