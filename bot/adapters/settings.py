"""Settings and the firm's folder for the terminal."""

from __future__ import annotations

from knowledge.config_reasons import Setting, find_setting, list_settings
from knowledge.firm_folder import firm_folder
from knowledge.kernel.starter import lay_out
from knowledge.playbook.check import find_broken_entries

__all__ = ["Setting", "find_broken_entries", "find_setting", "firm_folder", "lay_out", "list_settings"]
