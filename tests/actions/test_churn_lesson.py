"""What the night learned from losses is told with one customer, and forgotten when an import changes the rows."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import update

from knowledge.churn.lesson import Chances, ChurnLesson, Learner
from knowledge.churn.queries.lesson import load_lesson
from knowledge.demo import DEMO_DAY
from knowledge.kernel.access import AccessContext
from knowledge.kernel.materialized import note_rows_changed, store_materialized
from knowledge.knowledge import Knowledge
from knowledge.nightly.refresh import build_nightly_snapshot, store_nightly_snapshot
from knowledge.tables import AccountDay
from tests.actions.conftest import Ask
from tests.actions.test_recommend_offer import said

LESSON = ChurnLesson(57, 900, 4, 90, "contract", Learner.LOGISTIC, Chances.HOLD, 0.84, 0.79, ("use_falling",))


@pytest.fixture
def night(own_demo: Knowledge) -> Knowledge:
    with _access(own_demo) as access:
        store_nightly_snapshot(access, build_nightly_snapshot(access))
    return own_demo


@contextmanager
def _access(knowledge: Knowledge) -> Iterator[AccessContext]:
    with knowledge.access("operator", as_of=DEMO_DAY) as access:
        yield access


def _teach(knowledge: Knowledge, chance: float | None) -> None:
    with _access(knowledge) as access:
        store_materialized(access.connection, "churn_lesson", DEMO_DAY, LESSON.to_columns())
        access.connection.execute(update(AccountDay).values(chance=chance))


def test_from_twenty_losses_the_order_is_told_without_a_percentage(night: Knowledge, do: Ask) -> None:
    with _access(night) as access:
        lesson = load_lesson(access)
    assert lesson is not None
    assert lesson.losses >= 20
    reply = do("assess_churn", "Vandelay Industries")
    assert f"No percentage: {lesson.losses} losses are too few, 40 are needed." in said(reply)
    assert "chance" not in {figure.key for figure in reply.figures}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Of customers like this one, 12% left within 90 days."),
        ("ja", "このような状態のお客様のうち、90日以内に解約した割合は12%です。"),
    ],
)
def test_a_calibrated_chance_is_told_with_the_definition_of_a_loss(
    night: Knowledge, do: Ask, language: str, words: str
) -> None:
    _teach(night, 0.12)
    reply = do("assess_churn", "Vandelay Industries", language=language)
    assert words in said(reply)
    assert "31" in reply.figure("chance").basis
    against = "went with less churn" if language == "en" else "解約は少なめでした"
    assert against in said(reply)


def test_the_list_of_risks_tells_chances_and_puts_the_likelier_loss_first(night: Knowledge, do: Ask) -> None:
    _teach(night, 0.12)
    assert "12% of customers like this left within 90 days" in said(do("list_churn_risks"))


def test_after_an_import_the_old_lesson_is_not_told(night: Knowledge, do: Ask) -> None:
    _teach(night, 0.12)
    with night.engine.begin() as connection:
        note_rows_changed(connection)
    assert "What your own losses say" not in [s.title for s in do("assess_churn", "Vandelay Industries").sections]


def test_a_week_without_a_look_ends_it(night: Knowledge) -> None:
    with night.access("operator", as_of=DEMO_DAY + dt.timedelta(days=8)) as access:
        assert load_lesson(access) is None
