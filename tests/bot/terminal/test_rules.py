"""Rules tried on past days from the terminal, and the digest tried out."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.terminal.app import build_app
from knowledge.errors import RuleUnknown, SettingsBroken


def run(*words: str) -> str:
    result = CliRunner().invoke(build_app([words[0]]), list(words), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> str:
    """The demo company in a folder of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.getbasetemp() / "rules"))
    return "demo"


def test_a_changed_rule_names_whom_it_spares_and_who_left(store: str) -> None:
    told = run("rules", "test", "use_falling", "--points", "0", "--store", store)
    assert "use_falling as changed: 0 points" in told
    assert "Spared: 2026-09-03 Saltmarsh Textiles, new" in told
    assert "北斗製作所" not in told  # alerted for its NPS either way


def test_an_unchanged_rule_changes_nothing(store: str) -> None:
    assert "The same customers would have been alerted." in run("rules", "test", "silence", "--store", store)


def test_a_rule_that_does_not_exist_or_cannot_be_is_one_clear_line(store: str) -> None:
    with pytest.raises(RuleUnknown, match="There is no rule 'nope'"):
        run("rules", "test", "nope", "--store", store)
    with pytest.raises(SettingsBroken, match="full_at must lie above starts_at"):
        run("rules", "test", "silence", "--starts-at", "500", "--store", store)


def test_without_alerts_the_record_says_so(store: str) -> None:
    assert "No alert of the last 90 days" in run("rules", "show", "--store", store)


def test_the_digest_of_each_manager_is_tried_out_in_their_language(store: str) -> None:
    told = run("digest", "--dry-run", "--store", store, "--as-of", "2026-09-24")
    assert "No big changes since 23 Sep 2026" in told
    assert "2026年9月18日以降" in told  # Respect for the Aged Day and what follows are holidays in Japan


def test_a_refresh_twice_keeps_the_same(store: str) -> None:
    assert run("refresh", "--store", store) == run("refresh", "--store", store)


def test_the_picture_of_revenue_at_risk_is_drawn_in_both_shades(store: str, tmp_path: Path) -> None:
    for day in ("2026-09-24", "2026-09-25", "2026-09-28"):
        run("refresh", "--store", store, "--as-of", day)
    run("digest", "--dry-run", "--store", store, "--as-of", "2026-09-28", "--pictures", str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "1-revenue_at_risk-dark.png",
        "1-revenue_at_risk-light.png",
    ]


def test_a_day_on_which_nobody_works_says_so(store: str) -> None:
    assert "Nobody gets a digest on that day" in run("digest", "--dry-run", "--store", store, "--as-of", "2026-09-19")
