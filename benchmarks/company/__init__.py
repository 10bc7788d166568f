"""Companies of any size for measuring: the demo company, and imagined customers beside it, always the same by seed."""
