"""Reads what figures are counted from."""
