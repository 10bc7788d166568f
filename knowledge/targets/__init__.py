"""Whom to sell to, as versioned definitions."""
