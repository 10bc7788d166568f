"""Settings and the firm's folder for the terminal."""

from __future__ import annotations

from knowledge.config_reasons import Setting, find_setting, list_settings
from knowledge.firm_folder import firm_folder
from knowledge.kernel.starter import lay_out
from knowledge.playbook.check import find_broken_entries
from knowledge.settings import ROOT

__all__ = ["Setting", "find_broken_entries", "find_setting", "firm_folder", "lay_out", "list_settings", "read_skill"]


def read_skill() -> str:
    """The skill file that tells an agent when to use which tool."""
    return (ROOT / "data" / "agents" / "SKILL.md").read_text(encoding="utf-8")
