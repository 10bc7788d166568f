"""How customers use what they have."""
