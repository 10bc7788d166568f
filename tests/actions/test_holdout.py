"""Who is held out is told so; who asks is offered; "because" stands in the holdout's sentences alone."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.dialogue.action_executor import ActionRunner
from knowledge.demo import DEMO_DAY
from knowledge.knowledge import Knowledge
from knowledge.offers.queries.holdout import measure_holdout
from knowledge.offers.rules import HoldoutRules

PHRASES = Path(__file__).parents[2] / "knowledge" / "playbook" / "phrases"


@pytest.fixture
def half(demo: Knowledge) -> Knowledge:
    rules = HoldoutRules(share=0.5, since=DEMO_DAY.replace(month=4))
    return replace(demo, rules=demo.rules.model_copy(update={"holdout": rules}))


@pytest.mark.parametrize(("language", "words"), [("en", "held out for measurement"), ("ja", "効果測定の対照群")])
def test_the_list_names_who_is_held_out_and_an_answer_says_so(half: Knowledge, language: str, words: str) -> None:
    runner = ActionRunner(lambda action: action(half))  # type: ignore[call-arg]
    told = {"asker": "operator", "as_of": DEMO_DAY.isoformat(), "language": language}
    replies = [
        runner.run("recommend_offer", sender="operator", slots={**told, "account_id": number}, text="")[0]
        for number in range(1, 60)
    ]
    silent = [reply for reply in replies if words in reply.headline]
    assert silent
    assert not any(reply.offers for reply in silent)
    assert any(reply.offers for reply in replies)


def test_both_arms_are_counted_from_the_first_day(half: Knowledge) -> None:
    with half.access("operator", as_of=DEMO_DAY) as access:
        report = measure_holdout(access)
    assert report.prompted.customers > 20
    assert report.held_out.customers > 20
    assert report.visible is not None
    assert report.visible > 0.1


def test_because_is_said_only_where_it_was_measured() -> None:
    for path in PHRASES.glob("*.yml"):
        told = " ".join(str(words["en"]) for words in yaml.safe_load(path.read_text("utf-8")).values())
        assert path.stem == "holdout" or not re.search(r"\bbecause\b", told, re.IGNORECASE), path.stem
