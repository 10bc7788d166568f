"""A blend whose weights the firm's own past has taught: still a weighted sum of the same explainable parts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.offers.affinity.blend import Blend, Part
from knowledge.offers.affinity.scoring import Floats, log_part

LEARNED = "learned blend"
CANDIDATES = 20  # products each part proposes for an account: what none of them proposes is not bought often
LESSON_ACCOUNTS = 4_000  # of a window: a dozen weights need no more
LESSONS = 3  # windows learned from, the newest
RIDGE = 100.0  # in accounts: with few cases the weights stay near those expected
STEPS = 30  # Newton steps at most; eight are usual

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Lesson:
    """Candidates of accounts that bought something new in a past window, grouped by account.

    features: one row a candidate, each part as it is and its logarithm; wanted: share of what the account bought;
    start: the first row of each account.
    """

    parts: tuple[Part, ...]
    features: NDArray[np.float64]
    wanted: NDArray[np.float64]
    start: NDArray[np.int64]


def take_lesson(parts: dict[Part, Floats], owned: Flags, bought: Flags) -> Lesson:
    """What may be learned from a batch of accounts by products: the best few by each part, and which were bought."""
    names = tuple(parts)
    chosen = np.zeros(owned.shape, dtype=bool)
    for score in parts.values():
        few = min(CANDIDATES, score.shape[1])
        np.put_along_axis(chosen, np.argpartition(-score, few - 1, axis=1)[:, :few], True, axis=1)
    chosen &= ~owned
    chosen &= np.any(chosen & bought, axis=1, keepdims=True)
    row, product = np.nonzero(chosen)
    columns = [parts[name][row, product] for name in names]
    features = np.column_stack([*columns, *(log_part(column) for column in columns)]).astype(np.float64)
    hits = bought[row, product].astype(np.float64)
    size = np.bincount(row, minlength=len(owned))
    hits /= np.maximum(np.bincount(row, weights=hits, minlength=len(owned)), 1)[row]
    start = np.concatenate([[0], np.cumsum(size[size > 0])])[:-1].astype(np.int64)
    return Lesson(names, features, hits, start)


def join_lessons(lessons: Collection[Lesson]) -> Lesson:
    """Several batches or windows as one."""
    shift = np.cumsum([0, *(len(lesson.wanted) for lesson in lessons)])
    return Lesson(
        next(iter(lessons)).parts,
        np.concatenate([lesson.features for lesson in lessons]),
        np.concatenate([lesson.wanted for lesson in lessons]),
        np.concatenate([lesson.start + at for lesson, at in zip(lessons, shift, strict=False)]),
    )


def learn_blend(lesson: Lesson, start: Blend | None = None) -> Blend:
    """Weights that make what was bought likely among the candidates: conditional logit, ridge, Newton's method.

    McFadden 1974, with the products an account bought sharing its vote. start: what the lessons before have taught,
    from which the same weights are found in fewer steps.
    """
    basis = _basis(lesson.parts)
    lesson = replace(lesson, features=lesson.features @ basis)
    expected = _expected(lesson.parts)
    weights = expected.copy()
    if start is not None:
        told = np.array([weight for _, weight in (*start.weights, *start.log_weights)])
        weights = np.asarray(np.linalg.solve(basis, told))
    if len(lesson.start):
        owner = np.repeat(np.arange(len(lesson.start)), np.diff(lesson.start, append=len(lesson.wanted)))
        for _ in range(STEPS):
            step = _newton_step(lesson, owner, weights, expected)
            weights = weights + np.clip(step, -2, 2)
            if np.abs(step).max() < 1e-5:
                break
    plain, logs = np.split(basis @ weights, 2)
    return Blend(
        LEARNED,
        tuple(zip(lesson.parts, plain.tolist(), strict=True)),
        tuple(zip(lesson.parts, logs.tolist(), strict=True)),
    )


# In logarithms each part stands against the list it is made of, so that a product too new for it is unknown to it and
# not bad; what everybody buys at the pace of now stands alone.
_AGAINST = {
    Part.CONFIDENCE: Part.ALL_TIME,
    Part.EASE: Part.ALL_TIME,
    Part.PORTFOLIO: Part.ALL_TIME,
    Part.ADOPTION_YEAR: Part.ALL_TIME,
    Part.ADOPTION: Part.QUARTER,
    Part.SEGMENT: Part.QUARTER,
    Part.LATELY: Part.PACE,
    Part.QUARTER: Part.PACE,
    Part.ALL_TIME: Part.PACE,
}


def _basis(parts: tuple[Part, ...]) -> NDArray[np.float64]:
    """Column j: what a weight on feature j, against its list, means for the features as they are."""
    basis = np.eye(2 * len(parts))
    for place, part in enumerate(parts):
        if _AGAINST.get(part) in parts:
            basis[len(parts) + parts.index(_AGAINST[part]), len(parts) + place] = -1
    return basis


def _expected(parts: tuple[Part, ...]) -> NDArray[np.float64]:
    """The weights before anything is learned: products are bought in proportion to their pace."""
    weights = np.zeros(2 * len(parts))
    if Part.PACE in parts:
        weights[len(parts) + parts.index(Part.PACE)] = 1
    return weights


def _newton_step(
    lesson: Lesson, owner: NDArray[np.int64], weights: NDArray[np.float64], expected: NDArray[np.float64]
) -> NDArray[np.float64]:
    score = lesson.features @ weights
    odds = np.exp(score - np.maximum.reduceat(score, lesson.start)[owner])
    chance = odds / np.add.reduceat(odds, lesson.start)[owner]
    weighted = lesson.features * chance[:, None]
    mean = np.add.reduceat(weighted, lesson.start, axis=0)
    slope = lesson.features.T @ (lesson.wanted - chance) - RIDGE * (weights - expected)
    curve = lesson.features.T @ weighted - mean.T @ mean + RIDGE * np.eye(len(weights))
    return np.asarray(np.linalg.solve(curve, slope))
