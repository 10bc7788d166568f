"""What stands above and below the line of a figure: tallies of parts add up to the tally of the whole."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.errors import NotEnoughHistory


@dataclass(frozen=True)
class Tally:
    """A numerator and a denominator. ``scale`` turns their ratio into the figure (100 for NPS, months for LTV)."""

    numerator: float
    denominator: float
    scale: float = 1.0

    def __add__(self, other: Tally) -> Tally:
        """Both together; each part keeps what it counted."""
        return Tally(self.numerator + other.numerator, self.denominator + other.denominator, self.scale)

    @property
    def known(self) -> bool:
        """Whether there is anything to divide by."""
        return self.denominator > 0

    def value(self, what: str) -> float:
        """The figure. NotEnoughHistory named ``what`` where nothing was counted, never NaN.

        >>> Tally(18, 29).value("cross-sell rate") > 0.62
        True
        """
        if not self.known:
            raise NotEnoughHistory(what, found=0, needed=1)
        return self.scale * self.numerator / self.denominator
