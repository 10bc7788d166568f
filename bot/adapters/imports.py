"""Import, as far as the command line needs it beside the composition root."""

from knowledge.imports.by_rules import Answers, Suggestion, suggest_files

__all__ = ["Answers", "Suggestion", "suggest_files"]
