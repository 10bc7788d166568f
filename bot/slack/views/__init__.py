"""From replies to Block Kit: pure functions, no call leaves here."""
