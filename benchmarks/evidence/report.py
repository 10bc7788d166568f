"""What the advice is worth on public data, with the baselines in the same run: writes ``docs/evidence.md``.

``make evidence DATA=FOLDER`` or ``python -m benchmarks.evidence.report FOLDER docs/evidence.md``; any subset of the
data sets may be in the folder, and other firms' files in the same layout. Needs the optional ``baselines`` libraries.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from benchmarks.evidence.chances import compare_ways
from benchmarks.evidence.churn import churn_evidence
from benchmarks.evidence.data import look_through
from benchmarks.evidence.demo import store_evidence
from benchmarks.evidence.offers import Evidence, carved_evidence, offer_evidence, telco_evidence
from knowledge.errors import OsusumeError
from knowledge.offers.affinity.blend import POPULARITIES
from knowledge.offers.backtest.measures import Score
from knowledge.offers.backtest.offers import ADVICE

RANKER = "LightGBM ranker"
BEST_SELLERS = tuple(str(part) for part in POPULARITIES)
HEAD = """# Evidence

Written by `make evidence DATA=FOLDER`; do not edit by hand. Everything before a window's day is known, nothing after
it; to be found are the products an account buys for the first time in the next 90 days; measured are accounts with
history that bought something new. The advice uses, in each window, the scorer that earlier windows chose.

"""
CARVED = """## Offers: the same data cut otherwise

Does the advice hold in other shapes and sizes? Two numbers of it, the ridge and the lead at which a fixed scorer stays,
were settled on these cuts and on the whole of groceries and Online Retail taken together, none for one of them: what
stands above and here is no test on data kept apart. The goals: at least the learned ranker's hit rate
in two offers less one standard error, and not below the best best-seller list by more.

"""
WAYS = """## Stating chances: logistic or isotonic

Learned on one window, held against the next. A gap is the distance between what was stated and what followed in a fifth
of the offers. The product states chances by logistic regression: isotonic steps rest on few cases at the ends, and
where steps are made wide enough to be safe they are no better; neither mends a shift of demand, which is why
percentages are held back when two windows disagree.

"""
LIMITS = """
## What this cannot show

- No public data exists for plan upgrades, seats, NPS and payment signals: those parts rest on rules, unmeasured here.
- Hit rates say that an offer named what was bought anyway. Whether offering causes a purchase, only a holdout shows.
- Groceries and retail are not subscriptions; your own history is the test that counts: `osusume backtest offers`.
- A catalogue renewed within the last quarter is the hardest case for advice learned from the past: `make evidence-apart
  DATA=FOLDER` measures it, and other parts of a firm.
- Under a hundred losses the mean gap of stated chances (ECE) is itself uncertain by about five points.
"""
OFFER_COLUMNS = {
    "name": "method",
    "hit_rate_2": "hit rate in two",
    "low": "95 % from",
    "high": "to",
    "hit_rate_1": "in one",
    "mrr": "MRR",
    "recall": "recall",
    "coverage": "coverage",
}


def main(asked: Sequence[str]) -> int:
    """Run everything that the folder has data for; the report takes the old one's place when it is whole."""
    if len(asked) != 2 or not asked[0]:
        return refuse("name the folder with the data: make evidence DATA=FOLDER")
    folder, target = (Path(name) for name in asked)
    part = target.with_name(f"{target.name}.part")
    try:
        read = look_through(folder)
        with part.open("w", encoding="utf-8") as report:
            for section in _sections(folder, read):
                report.write(section)
                report.flush()
    except (OsusumeError, OSError) as error:
        return refuse(str(error))
    part.replace(target)
    return 0


def refuse(line: str) -> int:
    """Say what to do, and fail."""
    sys.stderr.write(f"{line}\n")
    return 2


def _sections(folder: Path, read: list[dict[str, object]]) -> Iterator[str]:
    yield HEAD + table(read, {name: name.replace("_", " ") for name in read[0]}) + "\n"
    ways: list[dict[str, object]] = []
    for found in offer_evidence(folder):
        yield _offers(found)
        ways += compare_ways(found.data, found.result.offered)
    carved = []
    for found in carved_evidence(folder):
        if not found.result.scores:
            continue
        carved.append(in_short(found))
        ways += compare_ways(found.data, found.result.offered)
    if carved:
        yield CARVED + table(carved, {name: name.replace("_", " ") for name in carved[0]}) + "\n"
    if ways:
        yield WAYS + table(ways, {name: name.replace("_", " ") for name in ways[0]}) + _average(ways)
    if (folder / "telco").is_dir():
        yield _telco(telco_evidence(folder / "telco"))
    yield _stores(folder)
    rows = churn_evidence(folder)
    if rows:
        names = max(rows, key=len)
        yield "## Churn\n\n" + table(rows, {name: name.replace("_", " ") for name in names})
    yield LIMITS


def _offers(found: Evidence) -> str:
    """One data set's table, whether the two goals are met, the verdict and the reliability table."""
    if not found.result.scores:
        return f"## Offers: {found.data}\n\nToo little history: a window needs 90 days before it and 90 after.\n\n"
    advice, ranker, plain = held_against(found)
    reached = {
        f"at least the learned ranker's less one standard error ({ranker.hit_rate_2 - ranker.standard_error:.3f})": (
            advice.hit_rate_2 >= ranker.hit_rate_2 - ranker.standard_error
        ),
        f"not below the best best-seller list ({plain.name}) by more than one standard error "
        f"({plain.hit_rate_2 - plain.standard_error:.3f})": (
            advice.hit_rate_2 >= plain.hit_rate_2 - plain.standard_error
        ),
    }
    goals = "".join(f"- {'reached' if met else 'missed'}: {goal}\n" for goal, met in reached.items())
    windows = ", ".join(f"{day}: {name}" for day, name in zip(found.result.windows, found.result.chosen, strict=True))
    size = f"{found.accounts:,} accounts, {found.products:,} products, {advice.accounts:,} cases"
    return (
        f"## Offers: {found.data}\n\n{size}. "
        f"Scorer by window: {windows}. Verdict: {found.result.finding.verdict} "
        f"(lead over {found.result.finding.best_sellers}: {found.result.finding.lead:+.3f} "
        f"± {found.result.finding.lead_error:.3f}).\n\n"
        f"{table([score.to_dict() for score in found.result.scores], OFFER_COLUMNS)}\n"
        f"Advice {advice.hit_rate_2:.3f}:\n\n{goals}\n{_chances(found)}"
    )


def held_against(found: Evidence) -> tuple[Score, Score, Score]:
    """The advice, the learned ranker and the best of the best-seller lists."""
    scores = {score.name: score for score in found.result.scores}
    plain = max((scores[name] for name in BEST_SELLERS), key=lambda score: score.hit_rate_2)
    return scores[ADVICE], scores[RANKER], plain


def in_short(found: Evidence) -> dict[str, object]:
    """One line a data set: the advice against the learned ranker and the best best-seller list, and both goals."""
    advice, ranker, plain = held_against(found)
    reached = (
        advice.hit_rate_2 >= ranker.hit_rate_2 - ranker.standard_error,
        advice.hit_rate_2 >= plain.hit_rate_2 - plain.standard_error,
    )
    return {
        "data": found.data,
        "products": found.products,
        "cases": advice.accounts,
        "advice": advice.hit_rate_2,
        "standard_error": advice.standard_error,
        "LightGBM_ranker": ranker.hit_rate_2,
        "best_sellers": plain.hit_rate_2,
        "goals_reached": " and ".join("yes" if met else "no" for met in reached),
    }


def _average(ways: list[dict[str, object]]) -> str:
    """The mean of each way over all data, as a sentence."""
    means = pd.DataFrame(ways).groupby("way", sort=False)[["log_loss", "mean_gap"]].mean()
    told = "; ".join(f"{way} {row.log_loss:.4f} and {row.mean_gap:.4f}" for way, row in means.iterrows())
    return f"\nMean log loss and mean gap: {told}.\n\n"


_STORES = """## Firms in a store: ranked and shown

Brought in by `osusume import`, asked as a user would. *Ranked* is the hit rate of the two offers that rank first,
*shown* that of what a rep is shown after gate and timing, where a buyer who is not spoken to is a miss; *ranked there*
is the ranking on the same buyers. Whoever bought only what was in an open deal already is told of that deal, not made
an offer, and is counted beside them (*in the works*). Fewer than 100 cases give no verdict; the figures are told so
that the refusal can be checked.
"""


def _stores(folder: Path) -> str:
    """The demo company and public firms, with the verdict that a user would read."""
    rows = [
        {
            "data": firm.name,
            "windows": len(firm.offers.windows),
            "cases": firm.offers.finding.accounts,
            "ranked": firm.offers.finding.advice_hit_rate,
            "best_sellers": firm.offers.finding.best_sellers_hit_rate,
            "in_the_works": firm.shown.in_the_works,
            "ranked_there": firm.shown.ranked_rate,
            "shown": firm.shown.hit_rate,
            "buyers_spoken_to": f"{firm.shown.buyers_spoken_to} of {firm.shown.buyers}",
            "spoken_to": firm.shown.share_spoken_to,
            "verdict": str(firm.offers.finding.verdict),
            "churn": firm.churn,
        }
        for firm in store_evidence(folder)
    ]
    return f"{_STORES}\n{table(rows, {name: name.replace('_', ' ') for name in rows[0]})}\n"


def _chances(found: Evidence) -> str:
    reliability = found.result.reliability
    said = "are stated" if reliability.stated else "are held back, for two windows did not agree within 3 points"
    columns = {name: name for name in ("window", "cases", "stated", "observed", "holds")}
    rows = reliability.to_dict()["bands"]
    counts = f"last quarter {reliability.last_bought:,} of {reliability.last_offered:,} offers were bought"
    return f"Chances {said}; {counts}.\n\n{table(rows, columns)}\n"


def _telco(rows: list[dict[str, object]]) -> str:
    head = "## Offers: telco services, each hidden in turn\n\n"
    return f"{head}{table(rows, {name: OFFER_COLUMNS[name] for name in ('name', 'hit_rate_1', 'hit_rate_2')})}\n"


def table(rows: Iterable[Mapping[str, object]], columns: Mapping[str, str]) -> str:
    """A Markdown table of the columns, numbers to three places."""
    lines = [" | ".join(columns.values()), " | ".join("---" for _ in columns)]
    lines += [" | ".join(_cell(row.get(name)) for name in columns) for row in rows]
    return "".join(f"| {line} |\n" for line in lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
