"""When the points have proved themselves on past days, and what an answer says of a customer under the floor then."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from knowledge.churn.lesson import ChurnLesson
from knowledge.churn.proven import points_hold
from knowledge.churn.queries.lesson import keep_lesson
from knowledge.churn.rules import ChurnRules
from knowledge.churn.windows import ChurnWindow
from knowledge.kernel.visibility import OPERATOR
from tests.firms.firm import DAY, ImportedFirm, words_of


def _window(points: np.ndarray, lost: np.ndarray, plain: np.ndarray) -> ChurnWindow:
    unknown = np.full(len(lost), np.nan)
    features = pd.DataFrame(index=np.arange(len(lost)))
    return ChurnWindow(dt.date(2026, 1, 1), 90, features, points, lost, unknown, {"recency only": plain})


@pytest.mark.parametrize(
    ("losses", "points_tell", "plain_tells", "holds"),
    [
        (20, True, False, True),
        (19, True, False, False),  # churn.losses_to_learn
        (20, False, False, False),
        (20, True, True, False),  # a plain rule does as well
        (100, True, False, False),  # nobody stayed
    ],
)
def test_points_hold_where_they_beat_every_plain_rule(
    losses: int, points_tell: bool, plain_tells: bool, holds: bool
) -> None:
    lost = np.arange(100) < losses
    luck = np.random.default_rng(3).random(100) * 50
    telling = luck + 40 * lost
    window = _window(telling if points_tell else luck, lost, telling if plain_tells else luck[::-1].copy())
    assert points_hold([window], ChurnRules()) is holds


def test_without_past_days_nothing_is_proven() -> None:
    assert points_hold([], ChurnRules()) is False


FILES = {
    "products.csv": "id,name\nlog,Log Keeper",
    "accounts.csv": "id,name\nivy,Ivy Yard\noak,Oak Yard",
    "subscriptions.csv": (
        "id,account,product,seats,monthly,currency,started_on\n"
        "s1,ivy,log,5,900,JPY,2025-01-01\ns2,oak,log,5,900,JPY,2025-01-01"
    ),
    "usage.csv": "account,product,day,active_users,events\n"
    + "\n".join(f"oak,log,{DAY - dt.timedelta(days=n)},4,30" for n in range(1, 120)),
    "surveys.csv": "account,kind,score,answered_on\noak,nps,9,2026-10-01",
    "tickets.csv": "id,account,subject,severity,status,opened_on\nt1,ivy,How to export,normal,open,2026-11-02",
}


@pytest.mark.parametrize(("language", "told"), [("en", "on your own past days"), ("ja", "自社の過去の実績")])
def test_a_customer_under_the_floor_has_a_band_once_the_points_held(
    written_firm: Callable[[dict[str, str]], ImportedFirm], language: str, told: str
) -> None:
    firm = written_firm(FILES)
    before = firm.run("assess_churn", "Ivy Yard", language=language)
    lesson = ChurnLesson(60, 400, 4, 90, "contract", None, None, None, None, (), points_hold=True)
    with firm.knowledge.access(OPERATOR.key, as_of=DAY - dt.timedelta(days=1)) as access:
        keep_lesson(access, lesson)
        access.connection.commit()
    after = firm.run("assess_churn", "Ivy Yard", language=language)
    assert before.headline != after.headline
    assert told in words_of(after) + (after.confidence_reason or "")
    assert told not in words_of(before) + (before.confidence_reason or "")
