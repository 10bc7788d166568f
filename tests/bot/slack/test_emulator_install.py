"""The Slack tests need nothing but the dev dependencies: without a system's Node they bring their own."""

from __future__ import annotations

import subprocess

import pytest

from tests.bot.slack.emulator_install import brought_node, find_node, install_emulator, major_of


def test_without_a_node_of_the_system_the_wheel_brings_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert find_node() == brought_node()
    assert major_of(find_node()) >= 20


def test_the_emulator_loads_under_the_node_of_the_wheel() -> None:
    node = brought_node()
    folder = install_emulator(node)
    said = subprocess.run(
        [node, "--input-type=module", "-e", "import('emulate').then(m => console.log(typeof m.createEmulator))"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "function"
    assert install_emulator(node) == folder
