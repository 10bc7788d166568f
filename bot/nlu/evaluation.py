"""How often a question is understood, on questions that training has not seen: `make eval`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from actions.registry import FOLDER, asked_intents
from bot.nlu.classifier import IntentVerdict, judge, weigh
from bot.nlu.encoder import Encoder, UniversalSentenceEncoder, Vectors
from bot.nlu.examples import Example, read_examples, read_file
from bot.nlu.features import normalise
from bot.nlu.training import train
from knowledge.language import LANGUAGES

_ROOT = Path(__file__).parents[2]
_FOLDS = 5
_UNSEEN = {
    "Held-out questions in other styles": "understanding_heldout.yml",
    "Questions in plain words": "understanding_blind.yml",
    "Questions in harder words": "understanding_blind_harder.yml",
    "Questions of a stranger": "understanding_strangers.yml",
    "Questions of a second stranger": "understanding_second_strangers.yml",
}
_CONFUSIONS_SHOWN = 15


class RememberingEncoder:
    """Encodes each text once, however many folds ask for it."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._vectors: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder inside would."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])


@dataclass(frozen=True)
class Answered:
    """One unseen question with the verdict on it; off_topic is the probability of out_of_scope."""

    example: Example
    verdict: IntentVerdict
    off_topic: float

    @property
    def right(self) -> bool:
        return self.verdict.guesses[0].intent is self.example.intent

    @property
    def ours(self) -> bool:
        return self.example.intent != "out_of_scope"


def cross_validate(examples: Sequence[Example], encoder: Encoder) -> Iterator[Answered]:
    """Each example judged by a model that saw no line of its seed, in neither language."""
    from sklearn.model_selection import StratifiedGroupKFold

    seeds = [f"{example.intent} {example.seed}" for example in examples]
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=0)
    for seen, unseen in folds.split(seeds, [example.intent for example in examples], seeds):
        yield from ask([examples[i] for i in seen], [examples[i] for i in unseen], encoder)


def ask(seen: Sequence[Example], unseen: Sequence[Example], encoder: Encoder) -> Iterator[Answered]:
    """Trains on `seen` and judges every line of `unseen`."""
    weights = train(seen, encoder)
    texts = [normalise(example.masked) for example in unseen]
    for example, text, vector in zip(unseen, texts, encoder.encode(texts), strict=True):
        chances = weigh(weights, vector, text)
        yield Answered(example, judge(weights.intents, chances), float(chances[weights.intents.index("out_of_scope")]))


def share(hits: Sequence[bool]) -> float:
    """Share of hits, 0..1; nan where there is nothing to count."""
    return sum(hits) / len(hits) if hits else float("nan")


def calibration_error(answers: Sequence[Answered]) -> float:
    """Mean distance between stated confidence and observed accuracy over ten bands (ECE), 0..1, lower is better."""
    confidence = np.array([answer.verdict.guesses[0].confidence for answer in answers])
    right = np.array([answer.right for answer in answers])
    bands = np.minimum((confidence * 10).astype(int), 9)
    gaps = [abs(right[bands == band].sum() - confidence[bands == band].sum()) for band in range(10)]
    return float(sum(gaps) / len(answers))


def summarise(answers: Sequence[Answered]) -> dict[str, float]:
    """The figures of one language; accuracy and asking back count questions that are for us."""
    from sklearn.metrics import roc_auc_score

    ours = [answer for answer in answers if answer.ours]
    wrong = [answer for answer in ours if not answer.right]
    asked = [answer for answer in ours if answer.verdict.ambiguous]
    rescued = [answer.example.intent in {guess.intent for guess in answer.verdict.guesses} for answer in asked]
    return {
        "questions": len(ours),
        "accuracy": share([answer.right for answer in ours]),
        "in the best three": share(
            [answer.example.intent in {g.intent for g in answer.verdict.guesses} for answer in ours]
        ),
        "calibration error": calibration_error(answers),
        "out of scope AUROC": float(roc_auc_score([not a.ours for a in answers], [a.off_topic for a in answers])),
        "ours refused": share([answer.verdict.refused for answer in ours]),
        "others refused": share([answer.verdict.refused for answer in answers if not answer.ours]),
        "asked back": share([answer.verdict.ambiguous for answer in ours]),
        "errors caught by asking": share([answer.verdict.ambiguous for answer in wrong]),
        "asked with the right button": share(rescued),
        "right, unasked": share([a.right for a in ours if not a.verdict.ambiguous and not a.verdict.refused]),
    }


def main() -> None:
    """Prints cross-validation, then the questions of strangers, then intents and confusions of both."""
    encoder, examples = RememberingEncoder(UniversalSentenceEncoder()), read_examples(FOLDER)
    crossed = list(cross_validate(examples, encoder))
    draw("Cross-validation, seeds kept together", crossed)
    sets = {title: list(read_file(_ROOT / "tests" / name)) for title, name in _UNSEEN.items()}
    unseen = list(ask(examples, [example for own in sets.values() for example in own], encoder))
    rest = iter(unseen)
    for title, own in sets.items():
        draw(title, list(islice(rest, len(own))))
    for title, answers in (("cross-validation", crossed), ("questions not trained on", unseen)):
        draw_intents(f"Accuracy by intent, {title}", answers)
        draw_confusions(f"Confusions, {title}", answers)


def draw(title: str, answers: Sequence[Answered]) -> None:
    """One table: a figure a row, a language a column."""
    from rich.console import Console
    from rich.table import Table

    columns = {language: summarise([a for a in answers if a.example.language == language]) for language in LANGUAGES}
    table = Table("figure", *columns, title=title)
    for figure in columns[LANGUAGES[0]]:
        table.add_row(figure, *(f"{column[figure]:.3f}".removesuffix(".000") for column in columns.values()))
    Console().print(table)


def draw_intents(title: str, answers: Sequence[Answered]) -> None:
    """Accuracy of each intent in each language."""
    from rich.console import Console
    from rich.table import Table

    table = Table("intent", *LANGUAGES, title=title)
    for intent in asked_intents():
        own = [answer for answer in answers if answer.example.intent == intent]
        shares = [share([a.right for a in own if a.example.language == language]) for language in LANGUAGES]
        table.add_row(intent, *(f"{value:.2f}" for value in shares))
    Console().print(table)


def draw_confusions(title: str, answers: Sequence[Answered]) -> None:
    """Which intents are taken for which, the most frequent first."""
    from rich.console import Console
    from rich.table import Table

    pairs = Counter((a.example.intent, a.verdict.guesses[0].intent) for a in answers if not a.right)
    table = Table("asked", "taken for", "times", title=title)
    for (asked, taken), times in pairs.most_common(_CONFUSIONS_SHOWN):
        table.add_row(asked, taken, str(times))
    Console().print(table)


if __name__ == "__main__":
    main()
