"""The words a backtest may end in; apart, for an answer reads them without the weight of a backtest."""

from enum import StrEnum


class Verdict(StrEnum):
    """Whether what an account owns tells anything about what it buys next, beyond what everybody buys."""

    TOO_FEW_CASES = "too_few_cases"
    NO_PERSONAL_SIGNAL = "no_personal_signal"
    PERSONAL_SIGNAL = "personal_signal"
    WORSE_THAN_BEST_SELLERS = "worse_than_best_sellers"
