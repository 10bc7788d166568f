"""Each threshold stands in ``config.yml``, with the value its class gives and the reason beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from knowledge.config_reasons import flatten, list_settings
from knowledge.playbook.rules import Rules
from knowledge.settings import ROOT, SHIPPED_CONFIG

FOUND_OUT = {"metrics.misspelt_targets"}  # noted as the file is read; nobody sets it
BY_GROUP = {"churn.weights", "retention"}  # read under the names that a ChurnGroup and a table's Personal give
THE_DEMOS = {"firm.name", "metrics.targets"}  # the demo company's own, where a firm has others or none


IN_FILE = dict(flatten(yaml.safe_load(SHIPPED_CONFIG.read_text(encoding="utf-8"))))
DEFAULTS = dict(flatten(Rules().model_dump(mode="json")))
SETTINGS = [setting for setting in list_settings() if setting.name not in FOUND_OUT]


def _fields(rules: type[BaseModel], above: str = "") -> Iterator[str]:
    for name, field in rules.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _fields(inner, f"{above}{name}.")
        else:
            yield f"{above}{name}"


FIELDS = list(_fields(Rules))


def _is_the_demos(name: str) -> bool:
    return any(name == own or name.startswith(f"{own}.") for own in THE_DEMOS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_stands_in_the_file_with_its_reason(setting: Any) -> None:
    assert setting.name in IN_FILE, (
        f"{SHIPPED_CONFIG.name}: a line for {setting.name}, with unit and reason, is missing"
    )
    assert setting.reason, f"{SHIPPED_CONFIG.name}: {setting.name} has no reason beside it"
    if not _is_the_demos(setting.name):
        told = f"{setting.name}: {setting.value} in {SHIPPED_CONFIG.name}, {DEFAULTS[setting.name]} in its class"
        assert setting.value == DEFAULTS[setting.name], told


@cache
def _code() -> str:
    rooms = (path for room in ("bot", "actions", "knowledge") for path in sorted((ROOT / room).rglob("*.py")))
    return "\n".join(path.read_text(encoding="utf-8") for path in rooms)


@pytest.mark.parametrize("field", FIELDS)
def test_a_setting_is_read_by_somebody(field: str) -> None:
    above, _, name = field.rpartition(".")
    if above in BY_GROUP:
        return
    assert re.search(rf"\.{name}\b", _code()), f"nobody reads {field}: no rules.….{name} in bot, actions or knowledge"
