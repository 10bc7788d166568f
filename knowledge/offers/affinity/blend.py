"""The scorers that compete for a firm: each a few explainable parts, added with fixed weights."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """One reason why a product may be next; every part is scaled to 1 at an account's best product."""

    LATELY = "lately"  # best-sellers of the last 30 days
    QUARTER = "quarter"  # of the last 90 days
    SEGMENT = "segment"  # of the last 90 days among accounts of the same segment
    ALL_TIME = "all_time"
    PACE = "pace"  # over the time in which a product's share of all first purchases has not changed
    CONFIDENCE = "confidence"  # what followed what they own
    ADOPTION = "adoption"  # what owners of the same added last quarter
    ADOPTION_YEAR = "adoption_year"  # the same over four quarters
    EASE = "ease"  # fitted, not counted
    PORTFOLIO = "portfolio"  # what accounts with the same portfolio own besides


@dataclass(frozen=True)
class Blend:
    """A scorer by name: the sum of its parts times their weights; personal unless every part is a best-seller list.

    log_weights: the same for the parts' logarithms, which only a learned blend has.
    """

    name: str
    weights: tuple[tuple[Part, float], ...]
    log_weights: tuple[tuple[Part, float], ...] = ()

    @property
    def personal(self) -> bool:
        return any(part not in POPULARITIES for part, _ in self.weights)


POPULARITIES = (Part.LATELY, Part.QUARTER, Part.SEGMENT, Part.ALL_TIME, Part.PACE)


def blend(*parts: Part | tuple[Part, float]) -> Blend:
    """A blend named by its parts: blend(Part.EASE, (Part.LATELY, 0.5)) is "ease + 0.5 lately"."""
    weights = tuple(part if isinstance(part, tuple) else (part, 1.0) for part in parts)
    return Blend(" + ".join(part if weight == 1 else f"{weight:g} {part}" for part, weight in weights), weights)


HALF_LATELY, HALF_SEGMENT = (Part.LATELY, 0.5), (Part.SEGMENT, 0.5)
BEST_SELLERS = tuple(blend(part) for part in POPULARITIES)
# Ordered from plain to fancy: of two that earlier windows cannot tell apart the first is taken.
BLENDS = (
    *BEST_SELLERS,
    blend(Part.CONFIDENCE),
    blend(Part.CONFIDENCE, HALF_SEGMENT),
    blend(Part.CONFIDENCE, HALF_LATELY),
    blend(Part.ADOPTION),
    blend(Part.ADOPTION, HALF_SEGMENT),
    blend(Part.ADOPTION, HALF_LATELY),
    blend(Part.ADOPTION_YEAR, HALF_SEGMENT),
    blend(Part.ADOPTION_YEAR, HALF_LATELY),
    blend(Part.CONFIDENCE, Part.ADOPTION_YEAR, HALF_SEGMENT),
    blend(Part.EASE, HALF_SEGMENT),
    blend(Part.EASE, HALF_LATELY),
    blend(Part.EASE, Part.ADOPTION_YEAR, HALF_SEGMENT),
    blend(Part.EASE, Part.ADOPTION_YEAR, HALF_LATELY),
)
SMALL_CATALOGUE_BLENDS = (blend(Part.PORTFOLIO), blend(Part.PORTFOLIO, HALF_LATELY))
