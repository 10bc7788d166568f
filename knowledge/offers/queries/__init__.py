"""Reads what offers rest on."""
